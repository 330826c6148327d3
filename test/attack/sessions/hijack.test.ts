import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { oauthWorld } from '../../support/oauth.ts'
import { goodPassword, json, startWarder, type TestWarder } from '../../support/warder.ts'
import {
  away,
  chrome,
  csrfOf,
  eventsOf,
  home,
  nextDoor,
  nextFirefox,
  sessionCookieOf,
  signInByCookie,
  withCookie,
  type Place,
} from './support.ts'

const thief: Place = { agent: chrome, address: away }

function onWarder(policy: string, tests: (of: () => TestWarder) => void): void {
  describe(`the policy ${policy}`, () => {
    let warder: TestWarder
    before(async () => {
      warder = await startWarder({ 'session.hijack': policy })
      await warder.user()
    })
    after(() => warder.close())
    tests(() => warder)
  })
}

const status = async (warder: TestWarder, cookie: string, from: Place = {}) =>
  (await withCookie(warder, '/auth/me', cookie, from)).status
const confirm = async (warder: TestWarder, cookie: string, password: string, from: Place = {}) => {
  const csrf = await csrfOf(warder, cookie, from)
  return withCookie(warder, '/auth/reauthenticate', cookie, {
    ...from,
    method: 'POST',
    body: { password },
    csrf,
  })
}

/** Nobody is locked out by one of these, whatever the policy. */
const alone: [what: string, from: Place, noted: number][] = [
  ['an update of the browser', { agent: nextFirefox }, 0],
  ['another address of the same network', { address: nextDoor }, 0],
  ['another network', { address: away }, 1],
  ['IPv6', { address: '2001:db8:7::1' }, 1],
  ['another browser', { agent: chrome }, 1],
]
for (const policy of ['observe', 'step-up', 'revoke']) {
  onWarder(policy, (of) => {
    for (const [what, from, noted] of alone) {
      test(`SE-13 under ${policy} ${what} alone locks nobody out, and is noted ${noted ? 'once' : 'nowhere'}`, async () => {
        const warder = of()
        const { cookie } = await signInByCookie(warder)
        const before = (await eventsOf(warder, 'session.moved')).length
        const answers = await Promise.all(Array.from({ length: 20 }, () => status(warder, cookie, from)))
        assert.deepEqual(new Set(answers), new Set([200]))
        assert.equal(await status(warder, cookie), 200)
        assert.equal(await status(warder, cookie, from), 200)
        assert.equal((await eventsOf(warder, 'session.moved')).length - before, noted)
        assert.deepEqual(await eventsOf(warder, 'session.suspicious'), [])
      })
    }
  })
}

onWarder('off', (of) => {
  test('SE-13 off looks at nothing', async () => {
    const { cookie } = await signInByCookie(of())
    assert.equal(await status(of(), cookie, thief), 200)
    for (const type of ['session.moved', 'session.suspicious'])
      assert.deepEqual(await eventsOf(of(), type), [])
  })
})

onWarder('observe', (of) => {
  test('SE-13 observe lets a cookie in another browser and network pass, and says so once', async () => {
    const { cookie } = await signInByCookie(of())
    const answers = await Promise.all(Array.from({ length: 20 }, () => status(of(), cookie, thief)))
    assert.deepEqual(new Set(answers), new Set([200]))
    const [event, ...more] = await eventsOf(of(), 'session.suspicious')
    assert.deepEqual(more, [])
    assert.deepEqual(event?.detail, { changes: ['browser', 'network'], policy: 'observe' })
    assert.deepEqual([event.outcome, event.address, event.user_agent], ['succeeded', away, chrome])
  })
})

onWarder('revoke', (of) => {
  test('SE-13 revoke ends the session for whoever has the cookie, with what it gave to applications, and says so once', async () => {
    const { cookie } = await signInByCookie(of())
    const answers = await Promise.all(Array.from({ length: 20 }, () => status(of(), cookie, thief)))
    assert.deepEqual(new Set(answers), new Set([401]))
    assert.equal(await status(of(), cookie), 401)
    const events = await eventsOf(of(), 'session.suspicious')
    assert.deepEqual(
      events.map(({ outcome, detail }) => [outcome, detail['policy']]),
      [['refused', 'revoke']],
    )
    const feed = await of().app.db.selectFrom('revocation').select('kind').execute()
    assert.deepEqual(feed, [{ kind: 'sid' }])
  })
})

onWarder('step-up', (of) => {
  test('SE-13 step-up: the session opens nothing until its person has confirmed it, and then only with a new cookie', async () => {
    const { cookie } = await signInByCookie(of(), { remember: true })
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => withCookie(of(), '/auth/me', cookie, thief)),
    )
    assert.deepEqual(new Set(answers.map((answer) => answer.status)), new Set([401]))
    // RFC 9470 §3
    assert.match(
      answers[0]?.headers.get('www-authenticate') ?? '',
      /error="insufficient_user_authentication".*max_age="?0/,
    )
    assert.equal((await json<{ code: string }>(answers[0]!)).code, 'insufficient_user_authentication')
    assert.equal((await eventsOf(of(), 'session.suspicious')).length, 1)
    const mails = await of().inbox()
    assert.equal(mails.length, 1, 'its person is told, once')
    assert.match(mails[0]?.text ?? '', /Chrome, Windows/)
    assert.ok(mails[0]?.links.every((link) => link.endsWith('/forgot-password')))

    assert.equal(await status(of(), cookie), 401, 'also where it began')
    assert.equal((await confirm(of(), cookie, 'a guess', thief)).status, 401)
    assert.equal(await status(of(), cookie), 401)
    const confirmed = await confirm(of(), cookie, goodPassword)
    assert.equal(confirmed.status, 200)
    const next = sessionCookieOf(confirmed)
    assert.notEqual(next.cookie, cookie)
    assert.match(next.header, /Max-Age=\d+/)
    assert.equal(await status(of(), next.cookie), 200)
    assert.equal(await status(of(), cookie, thief), 401)
    assert.equal(await status(of(), cookie), 401)
    assert.equal(await status(of(), next.cookie), 200, 'the old cookie does no harm any more')
  })

  test('SE-13 step-up: a person who did move, with another browser, confirms there and goes on there', async () => {
    const { cookie } = await signInByCookie(of())
    assert.equal(await status(of(), cookie, thief), 401)
    const moved = sessionCookieOf(await confirm(of(), cookie, goodPassword, thief))
    assert.equal(await status(of(), moved.cookie, thief), 200)
    assert.equal(await status(of(), moved.cookie), 401, 'where it began is now the other place')
  })

  test('SE-13 step-up: no state can be changed, but leaving is possible', async () => {
    const { cookie } = await signInByCookie(of())
    assert.equal(await status(of(), cookie, thief), 401)
    const csrf = await csrfOf(of(), cookie, thief)
    const change = (path: string, method: string, body?: unknown) =>
      withCookie(of(), path, cookie, { ...thief, method, body, csrf })
    assert.equal((await change('/auth/me', 'PUT', { full_name: 'Mallory' })).status, 401)
    assert.equal((await change('/auth/sessions', 'DELETE')).status, 401)
    const passwords = { current_password: goodPassword, password: 'another good long password' }
    assert.equal((await change('/auth/change-password', 'POST', passwords)).status, 401)
    assert.equal((await change('/auth/logout/session', 'POST', {})).status, 200)
    assert.equal(await status(of(), cookie), 401)
  })

  test('SE-13 step-up: no application gets anything from a session in doubt', async () => {
    const world = oauthWorld(of())
    const client = await world.client()
    const { cookie } = await signInByCookie(of())
    const asked = async (from: Place, prompt?: string) => {
      const answer = await withCookie(of(), world.address(client, { prompt }), cookie, from)
      return answer.headers.get('location') ?? ''
    }
    assert.match(await asked({}, 'none'), /error=(consent|interaction)_required/)
    for (const from of [thief, {}]) {
      assert.match(await asked(from, 'none'), /error=login_required/)
      assert.match(await asked(from), /^\/login\?interaction=/)
    }
  })

  test('SE-13 step-up: a session in doubt is not kept open by use', async () => {
    const { cookie } = await signInByCookie(of())
    assert.equal(await status(of(), cookie, thief), 401)
    const { short_idle } = of().app.config.session
    of().clock.now += short_idle - 10
    assert.equal(await status(of(), cookie, thief), 401)
    await of().app.activity.flush()
    of().clock.now += 20
    const reauthenticate = await withCookie(of(), '/reauthenticate', cookie)
    assert.equal(reauthenticate.headers.get('location'), '/login?return_to=/reauthenticate')
  })

  test('SE-13 step-up: pages lead to the one that asks who it is, and from there back', async () => {
    const browser = of().browser()
    const page = await browser.submit(await browser.open('/login'), '/login', {
      email: 'ada@example.com',
      password: goodPassword,
    })
    assert.equal(page.path, '/account')
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    assert.equal(await status(of(), cookie, thief), 401)
    const asked = await browser.open('/account/sessions')
    assert.equal(asked.path, '/reauthenticate?return_to=/account/sessions')
    assert.match(asked.html, /<h1/)
    const back = await browser.submit(asked, '/reauthenticate', { password: goodPassword })
    assert.equal(back.path, '/account/sessions?done=confirmed')
    assert.equal(back.status, 200)
  })

  test('SE-13 step-up: a fresh session in doubt is not confirmed by a second factor that is set up in it', async () => {
    const browser = of().browser()
    const fields = { email: 'ada@example.com', password: goodPassword }
    await browser.submit(await browser.open('/login'), '/login', fields)
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    assert.equal(await status(of(), cookie, thief), 401)
    const asked = await browser.open('/reauthenticate?level=2&return_to=/account/security')
    assert.equal(asked.path, '/reauthenticate?level=2&return_to=/account/security')
    assert.match(asked.html, /type="password"/)
    assert.equal((await browser.open('/mfa/set-up')).html.includes('/mfa/set-up/app'), false)
    const confirmed = await browser.submit(asked, '/reauthenticate', { password: goodPassword })
    assert.match(confirmed.path, /^\/(mfa\/set-up|reauthenticate|account\/security)/)
  })

  test('SE-13 step-up: who does not know the password may sign in anew instead, or leave', async () => {
    const { cookie } = await signInByCookie(of())
    assert.equal(await status(of(), cookie, thief), 401)
    const login = await withCookie(of(), '/login', cookie)
    assert.equal(login.status, 200)
    assert.match(await login.text(), /action="\/login"/)
    const leave = await withCookie(of(), '/logout', cookie)
    assert.match(await leave.text(), /action="\/logout"/)
    const again = await signInByCookie(of(), { cookie })
    assert.equal(await status(of(), again.cookie), 200)
  })

  test('SE-13 the sender is the one behind the proxies that are trusted, and what others claim counts for nothing', async () => {
    const { cookie } = await signInByCookie(of())
    const headers = { cookie, 'user-agent': chrome, 'x-forwarded-for': away }
    assert.equal((await of().request('/auth/me', { headers }, home)).status, 200)
  })

  test('where Warder is mounted in another program, a session in doubt is nobody', async () => {
    const { cookie } = await signInByCookie(of())
    const request = () => new Request('https://shop.example/', { headers: { cookie, 'user-agent': chrome } })
    assert.ok(await of().session(request()))
    assert.equal(await status(of(), cookie, thief), 401)
    assert.equal(await of().session(request()), null)
  })

  test('tokens are not tied to a browser: a program that moves goes on', async () => {
    const { access_token } = await of().tokens()
    const headers = { authorization: `Bearer ${access_token}`, 'user-agent': chrome }
    assert.equal((await of().request('/auth/me', { headers }, away)).status, 200)
  })
})
