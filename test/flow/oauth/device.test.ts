import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import * as openid from 'openid-client'
import { deviceCodeGrant } from '@warder/protocol'
import { createClient, type ClientView } from '../../../packages/warder/src/oauth-server/register.ts'
import { startLive, type LiveWarder } from '../../support/live.ts'
import { claimsOf, startOAuth, type OAuthWorld, type Tokens } from '../../support/oauth.ts'
import type { Browser } from '../../support/cookies.ts'

const grants = [deviceCodeGrant, 'refresh_token']

type Begun = {
  device_code: string
  user_code: string
  verification_uri: string
  verification_uri_complete: string
  expires_in: number
  interval: number
}
import { goodPassword } from '../../support/warder.ts'

describe('RFC 8628: a device without a browser', () => {
  let world: OAuthWorld
  let client: ClientView
  before(async () => {
    world = await startOAuth()
    client = await world.client({ type: 'public', redirect_uris: [], grant_types: grants })
  })
  after(() => world.warder.close())

  const begin = async (scope = 'openid offline_access', by = client, more = {}): Promise<Begun> => {
    const form = { client_id: by.client_id, scope, ...more }
    const headers = { 'user-agent': 'television/1.0' }
    const response = await world.warder.form('/oauth/device_authorization', form, headers)
    assert.equal(response.status, 200)
    return (await response.json()) as Begun
  }
  const poll = async ({ device_code }: Begun, by = client) =>
    world.token(by, { grant_type: deviceCodeGrant, device_code })
  const errorOf = async (response: Response) => ((await response.json()) as { error?: string }).error
  const later = () => void (world.warder.clock.now += 6)

  const typed = async (browser: Browser, user_code: string) =>
    browser.submit(await browser.open('/device'), '/device', { user_code })
  const decide = async (browser: Browser, begun: Begun, decision: string) =>
    browser.submit(await typed(browser, begun.user_code), '/device/answer', { decision })

  test('RFC 8628 §3.2 what the device gets: two codes, an address with and without the code, and how often it may ask', async () => {
    const begun = await begin()
    const { issuer } = world.warder.app.config
    assert.match(begun.user_code, /^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/)
    assert.equal(begun.verification_uri, `${issuer}/device`)
    assert.equal(begun.verification_uri_complete, `${issuer}/device?user_code=${begun.user_code}`)
    assert.deepEqual([begun.expires_in, begun.interval], [600, 5])
    const metadata = await (await world.warder.get('/.well-known/openid-configuration')).json()
    const { device_authorization_endpoint, grant_types_supported } = metadata as Record<string, unknown>
    assert.equal(device_authorization_endpoint, `${issuer}/oauth/device_authorization`)
    assert.ok((grant_types_supported as string[]).includes(deviceCodeGrant))
  })

  test('TK-25 RFC 8628 §3.5 it waits, is slowed down, and has its tokens once the person has allowed it', async () => {
    const begun = await begin()
    assert.equal(await errorOf(await poll(begun)), 'authorization_pending')
    assert.equal(await errorOf(await poll(begun)), 'slow_down')
    const browser = await world.signedIn()
    const page = await typed(browser, begun.user_code.toLowerCase().replace('-', ' '))
    for (const text of ['Notes', begun.user_code, 'television', '192.0.2.1', 'ada@example.com', 'Deny'])
      assert.ok(page.html.includes(text), text)
    await browser.submit(page, '/device/answer', { decision: 'allow' })
    later()
    const tokens = (await (await poll(begun)).json()) as Tokens
    assert.equal(claimsOf(tokens.access_token)['client_id'], client.client_id)
    assert.deepEqual(claimsOf(tokens.id_token ?? '')['amr'], ['pwd'])
    assert.equal((await world.userinfo(tokens.access_token)).status, 200)
    assert.equal((await world.refresh(client, tokens.refresh_token ?? '')).status, 200)
    later()
    assert.equal(await errorOf(await poll(begun)), 'invalid_grant', 'once')
    const events = await world.warder.app.db
      .selectFrom('audit_event')
      .select('type')
      .where('type', 'in', ['device.asked', 'device.allowed'])
      .execute()
    assert.ok(
      events.some(({ type }) => type === 'device.asked') &&
        events.some(({ type }) => type === 'device.allowed'),
    )
  })

  test('F-33 of twenty questions at once one gets the tokens', async () => {
    const begun = await begin()
    await decide(await world.signedIn(), begun, 'allow')
    const answers: Response[] = []
    for (let i = 0; i < 5; i++) {
      later()
      answers.push(...(await Promise.all(Array.from({ length: 4 }, () => poll(begun)))))
    }
    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
  })

  test('TK-25 RFC 8628 §3.5 a person who says no, or presses something else, ends it', async () => {
    for (const decision of ['deny', 'perhaps']) {
      const begun = await begin()
      await decide(await world.signedIn(), begun, decision)
      assert.equal(await errorOf(await poll(begun)), 'access_denied')
    }
    const denied = await world.warder.app.db
      .selectFrom('audit_event')
      .select('outcome')
      .where('type', '=', 'device.denied')
      .execute()
    assert.equal(denied[0]?.outcome, 'refused')
  })

  test('TK-25 RFC 8628 §3.5 a code that is too old is worth nothing, on either side', async () => {
    const begun = await begin()
    world.warder.clock.now += 601
    assert.equal(await errorOf(await poll(begun)), 'expired_token')
    const page = await typed(await world.signedIn(), begun.user_code)
    assert.equal(page.status, 400)
  })

  test('RFC 9396 §3 what is asked in detail stands on the page and in the tokens, refreshed ones as well', async () => {
    Object.assign(world.warder.app.config, {
      authorization_details_types: [{ type: 'payment', fields: ['amount'] }],
    })
    const payer = await world.client({
      type: 'public',
      redirect_uris: [],
      grant_types: grants,
      authorization_details_types: ['payment'],
    })
    const detail = { type: 'payment', amount: '20.00' }
    const ask = (client_id: string, details: object) =>
      world.warder.form('/oauth/device_authorization', {
        client_id,
        scope: 'openid offline_access',
        authorization_details: JSON.stringify([details]),
      })
    const begun = (await (await ask(payer.client_id, detail)).json()) as Begun
    const browser = await world.signedIn()
    const page = await typed(browser, begun.user_code)
    assert.ok(page.html.includes('20.00'))
    await browser.submit(page, '/device/answer', { decision: 'allow' })
    later()
    const tokens = (await (await poll(begun, payer)).json()) as Tokens
    assert.deepEqual(claimsOf(tokens.access_token)['authorization_details'], [detail])
    const next = (await (await world.refresh(payer, tokens.refresh_token ?? '')).json()) as Tokens
    assert.deepEqual(claimsOf(next.access_token)['authorization_details'], [detail])
    assert.equal(await errorOf(await ask(client.client_id, detail)), 'invalid_authorization_details')
    assert.equal(
      await errorOf(await ask(payer.client_id, { ...detail, iban: 'CH1' })),
      'invalid_authorization_details',
    )
  })

  test('a code is answered once: the second answer changes nothing', async () => {
    const begun = await begin()
    const [one, two] = [await world.signedIn(), await world.signedIn()]
    const [first, second] = [await typed(one, begun.user_code), await typed(two, begun.user_code)]
    await one.submit(first, '/device/answer', { decision: 'deny' })
    assert.equal((await two.submit(second, '/device/answer', { decision: 'allow' })).status, 400)
    assert.equal(await errorOf(await poll(begun)), 'access_denied')
  })

  test('TK-26 RFC 8628 §5.4 whoever types a code first answers it, and nobody else, with the page or without', async () => {
    await world.warder.user('carol@example.com')
    const [ada, carol] = [await world.signedIn(), await world.signedIn('carol@example.com')]
    const begun = await begin('openid email')
    const page = await typed(ada, begun.user_code)
    assert.equal((await typed(carol, begun.user_code)).status, 403)
    const form = await typed(carol, (await begin()).user_code)
    for (const decision of ['allow', 'deny']) {
      const answer = { user_code: begun.user_code, decision }
      assert.equal((await carol.submit(form, '/device/answer', answer)).status, 403)
    }
    assert.equal(await errorOf(await poll(begun)), 'authorization_pending')
    assert.equal((await typed(ada, begun.user_code)).status, 200, 'a second window of the first')
    await ada.submit(page, '/device/answer', { decision: 'allow' })
    later()
    const { access_token } = (await (await poll(begun)).json()) as Tokens
    const { email } = (await (await world.userinfo(access_token)).json()) as { email: string }
    assert.equal(email, 'ada@example.com')
  })

  test('TK-26 of two who type a code at once one sees it, and nobody answers what they have not seen', async () => {
    const [ada, carol] = [await world.signedIn(), await world.signedIn('carol@example.com')]
    const begun = await begin()
    const pages = await Promise.all([ada, carol].map((browser) => typed(browser, begun.user_code)))
    assert.deepEqual(
      pages.map(({ status }) => status).toSorted((a, b) => a - b),
      [200, 403],
    )
    const unseen = await begin()
    const answer = { user_code: unseen.user_code, decision: 'allow' }
    assert.equal(
      (await ada.submit(await typed(ada, (await begin()).user_code), '/device/answer', answer)).status,
      403,
    )
    assert.equal(await errorOf(await poll(unseen)), 'authorization_pending')
  })

  test('TK-28 a token request that names more scope gets what was allowed', async () => {
    const wide = await world.client({
      type: 'public',
      redirect_uris: [],
      grant_types: grants,
      scope: 'openid email offline_access',
    })
    const begun = await begin('openid', wide)
    await decide(await world.signedIn(), begun, 'allow')
    const more = { device_code: begun.device_code, scope: 'openid email offline_access' }
    const tokens = (await (
      await world.token(wide, { grant_type: deviceCodeGrant, ...more })
    ).json()) as Tokens
    assert.deepEqual([tokens.scope, tokens.refresh_token], ['openid', undefined])
    assert.equal(claimsOf(tokens.access_token)['scope'], 'openid')
  })

  test('TK-27 RFC 8628 §5.1 guesses of one person are counted: the tenth wrong code is the last', async () => {
    const bob = await world.warder.user('bob@example.com')
    assert.ok(bob.id)
    const browser = await world.signedIn('bob@example.com')
    const statuses: number[] = []
    for (let i = 0; i < 12; i++) statuses.push((await typed(browser, 'BCDF-GHJK')).status)
    assert.deepEqual(statuses, [...Array<number>(10).fill(400), 429, 429])
    const begun = await begin()
    assert.equal((await typed(browser, begun.user_code)).status, 429)
    assert.equal((await typed(await world.signedIn(), begun.user_code)).status, 200, 'nobody else is')
  })

  test('TK-27 RFC 8628 §5.1 a code of a device of their own gives nobody more guesses', async () => {
    await world.warder.user('mallory@example.com')
    const browser = await world.signedIn('mallory@example.com')
    const { user_code } = await begin()
    const statuses: number[] = []
    for (let i = 0; i < 11; i++) {
      if (i % 4 === 3) assert.equal((await typed(browser, user_code)).status, 200)
      statuses.push((await typed(browser, 'BCDF-GHJK')).status)
    }
    assert.deepEqual(statuses, [...Array<number>(10).fill(400), 429])
    assert.equal((await typed(browser, user_code)).status, 429)
  })

  test('RFC 8628 §3.3.1 a link with the code in it fills the field and presses nothing; who is signed out signs in first', async () => {
    const begun = await begin()
    const path = begun.verification_uri_complete.slice(world.warder.app.config.origin.length)
    const browser = world.warder.browser()
    const first = await browser.open(path)
    assert.ok(first.html.includes(`href="/login?return_to=${encodeURIComponent(path)}"`), first.html)
    const page = await (await world.signedIn()).open(path)
    assert.ok(page.html.includes(`value="${begun.user_code}"`))
    assert.equal(await errorOf(await poll(begun)), 'authorization_pending')
  })

  test('a device whose person reads French leads to pages in French; what is no language of ours stands nowhere', async () => {
    const { origin } = world.warder.app.config
    const begun = await begin('openid', client, { ui_locales: 'tlh fr-CA' })
    assert.equal(new URL(begun.verification_uri_complete).searchParams.get('ui_locales'), 'fr')
    const browser = world.warder.browser()
    const first = await browser.open(begun.verification_uri_complete.slice(origin.length))
    assert.match(first.html, /lang="fr"/)
    const login = await browser.open(
      (/href="(\/login[^"]*)"/.exec(first.html)?.[1] ?? '').replaceAll('&amp;', '&'),
    )
    assert.match(login.html, /lang="fr"/)
    const typing = await browser.submit(login, '/login', { email: 'ada@example.com', password: goodPassword })
    assert.match(typing.html, /lang="fr"/)
    const asked = await browser.submit(typing, '/device', { user_code: begun.user_code })
    assert.match(asked.html, /lang="fr"/)
    assert.match((await browser.submit(asked, '/device/answer', { decision: 'deny' })).html, /lang="fr"/)

    const none = await begin('openid', client, { ui_locales: 'tlh' })
    assert.doesNotMatch(none.verification_uri_complete, /ui_locales/)
  })

  test('what ended meanwhile gives no tokens: the session, the person, the consent', async () => {
    const ends: ((browser: Browser) => Promise<unknown>)[] = [
      async (browser) => browser.submit(await browser.open('/logout'), '/logout', {}),
      async (browser) => {
        const page = await browser.open('/account/applications')
        return browser.submit(page, `/account/grants/${client.client_id}/withdraw`, {})
      },
    ]
    for (const end of ends) {
      const begun = await begin('openid')
      const browser = await world.signedIn()
      await decide(browser, begun, 'allow')
      await end(browser)
      assert.equal(await errorOf(await poll(begun)), 'invalid_grant')
    }
  })

  test('another client, a client without the grant and a scope that is not its own get nothing', async () => {
    const begun = await begin()
    await decide(await world.signedIn(), begun, 'allow')
    const other = await world.client({ type: 'public', redirect_uris: [], grant_types: grants })
    assert.equal(await errorOf(await poll(begun, other)), 'invalid_grant')
    const web = await world.client({ type: 'public' })
    assert.equal(await errorOf(await poll(begun, web)), 'unauthorized_client')
    for (const [form, error] of [
      [{ client_id: web.client_id }, 'unauthorized_client'],
      [{ client_id: client.client_id, scope: 'admin' }, 'invalid_scope'],
      [{ client_id: client.client_id, resource: 'https://other.example' }, 'invalid_target'],
      [{ client_id: 'cli_nobody' }, 'invalid_client'],
    ] as const)
      assert.equal(await errorOf(await world.warder.form('/oauth/device_authorization', { ...form })), error)
  })

  test('the two codes are nowhere in the database', async () => {
    const begun = await begin()
    const rows = await world.warder.app.db
      .selectFrom('one_time_token')
      .selectAll()
      .where('purpose', '=', 'device_code')
      .execute()
    const all = JSON.stringify(rows)
    for (const secret of [begun.device_code, begun.user_code, begun.user_code.replace('-', '')])
      assert.ok(!all.includes(secret))
  })
})

describe('RFC 8628 with a client written by others', () => {
  let warder: LiveWarder
  before(async () => void (warder = await startLive()))
  after(() => warder.stop())

  test('openid-client gets its tokens after the person has allowed it', async () => {
    const { createUser } = await import('../../../packages/warder/src/users/manage.ts')
    await createUser(warder.operator, { email: 'ada@example.com', password: 'correct horse battery staple' })
    const { client_id } = await createClient(warder.operator, {
      name: 'TV',
      type: 'public',
      grant_types: grants,
    })
    const config = await openid.discovery(new URL(warder.origin), client_id, undefined, openid.None(), {
      execute: [openid.allowInsecureRequests],
    })
    const begun = await openid.initiateDeviceAuthorization(config, { scope: 'openid' })

    const { createBrowser } = await import('../../support/cookies.ts')
    const browser = createBrowser(
      (path, init) => fetch(warder.origin + path, { ...init, redirect: 'manual' }),
      warder.origin,
    )
    const signIn = await browser.open('/login')
    await browser.submit(signIn, '/login', {
      email: 'ada@example.com',
      password: 'correct horse battery staple',
    })
    const page = await browser.submit(await browser.open('/device'), '/device', {
      user_code: begun.user_code,
    })
    await browser.submit(page, '/device/answer', { decision: 'allow' })
    const tokens = await openid.pollDeviceAuthorizationGrant(config, { ...begun, interval: 1 })
    assert.equal(tokens.claims()?.aud, client_id)
  })
})
