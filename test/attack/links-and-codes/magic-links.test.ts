import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from '../../support/cookies.ts'
import { linkTo } from '../../support/people/programs.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { lastReason } from '../../support/upstream/world.ts'
import { json, startWarder, type TestWarder } from '../../support/warder.ts'

const minute = 60

/** A link as a program asks for it. */
async function programLink(warder: TestWarder, email: string): Promise<string> {
  assert.equal((await warder.post('/auth/magic/send', { email })).status, 202)
  return linkTo(warder, email, '/magic')
}

const numberOn = (page: Page): string => /class="number">(\d{4})</.exec(page.html)?.[1] ?? ''

/** A link as a browser asks for it, and the number that it shows. */
async function browserLink(
  warder: TestWarder,
  browser: Browser,
  email: string,
  query = '',
): Promise<{ path: string; number: string; page: Page }> {
  const page = await browser.submit(await browser.open(`/magic${query}`), '/magic/send', { email })
  assert.equal(page.status, 200)
  return { path: `/magic?token=${await linkTo(warder, email, '/magic')}`, number: numberOn(page), page }
}

const signedInAs = async (browser: Browser): Promise<string | undefined> =>
  /([\w.-]+@example\.com)/.exec((await browser.open('/account')).html)?.[1]

onEveryDatabase('a link by mail', (warder) => {
  const verify = (token: string, more = {}) => warder.post('/auth/magic/verify', { token, ...more })
  let people = 0
  const person = async () => {
    const email = `person-${++people}@example.com`
    await warder.user(email)
    return email
  }

  test('ML-02 of twenty calls at once with one link a single one has a session, and later calls have none', async () => {
    const token = await programLink(warder, await person())
    const answers = await Promise.all(Array.from({ length: 20 }, () => verify(token)))
    const statuses = answers.map(({ status }) => status)
    assert.deepEqual(
      statuses.toSorted((a, b) => a - b),
      [200, ...Array<number>(19).fill(400)],
    )
    assert.equal((await verify(token)).status, 400)
  })

  test('ML-02 the tokens say that a mailbox was proved, and no more', async () => {
    const answer = await json<{ access_token: string }>(
      await verify(await programLink(warder, await person())),
    )
    const payload = Buffer.from(answer.access_token.split('.')[1] ?? '', 'base64url').toString()
    const { amr, acr } = JSON.parse(payload) as { amr: string[]; acr: string }
    assert.deepEqual([amr, acr], [['mca'], 'urn:warder:aal1'])
  })

  test('ML-03 a link ends after fifteen minutes, and with the next one', async () => {
    const email = await person()
    const first = await programLink(warder, email)
    const second = await programLink(warder, email)
    assert.equal((await verify(first)).status, 400)
    warder.clock.now += 15 * minute
    assert.equal((await verify(second)).status, 400)
    const third = await programLink(warder, email)
    warder.clock.now += 15 * minute - 1
    assert.equal((await verify(third)).status, 200)
  })

  test('a link is worth nothing once its address is no longer the person’s', async () => {
    const email = await person()
    const token = await programLink(warder, email)
    const { db } = warder.app
    await db
      .updateTable('user_email')
      .set({ id: `eml_moved_${people}` })
      .where('email', '=', email)
      .execute()
    assert.equal((await verify(token)).status, 400)
  })

  test('a link proves an address of which only an operator had said so', async () => {
    const email = await person()
    const { db } = warder.app
    await db.updateTable('user').set({ email_verified_at: null }).where('email', '=', email).execute()
    await db.updateTable('user_email').set({ verified_at: null }).where('email', '=', email).execute()
    assert.equal((await verify(await programLink(warder, email))).status, 200)
    const row = await db
      .selectFrom('user')
      .select('email_verified_at')
      .where('email', '=', email)
      .executeTakeFirst()
    assert.equal(row?.email_verified_at, warder.clock.now)
  })

  test('nobody who is disabled is mailed a link, or gets in with one that was mailed before', async () => {
    const email = await person()
    const token = await programLink(warder, email)
    const { db } = warder.app
    await db.updateTable('user').set({ disabled_at: 1 }).where('email', '=', email).execute()
    assert.equal((await verify(token)).status, 400)
    assert.equal(await lastReason(warder, 'sign_in.link'), 'stopped')
    const before = (await warder.inbox()).length
    assert.equal((await warder.post('/auth/magic/send', { email })).status, 202)
    const sent = (await warder.inbox()).slice(0, (await warder.inbox()).length - before)
    assert.deepEqual(
      sent.filter(({ to }) => to === email),
      [],
    )
  })
})

describe('a link in a browser', () => {
  let warder: TestWarder
  before(async () => {
    warder = await startWarder()
    for (const name of ['ada', 'alice', 'mallory', 'bob', 'carol'])
      await warder.user(`${name}@example.com`, { full_name: name })
  })
  after(() => warder.close())

  for (const [what, init] of [
    ['HEAD', { method: 'HEAD' }],
    ['GET', {}],
    ['GET with a prefetch header', { headers: { purpose: 'prefetch', 'sec-purpose': 'prefetch;prerender' } }],
  ] as const) {
    test(`ML-01 ${what} of a link uses nothing up: it shows a button, and the button signs in`, async () => {
      warder.clock.now += 15 * minute
      const token = await programLink(warder, 'ada@example.com')
      for (let round = 0; round < 3; round++)
        assert.equal((await warder.request(`/magic?token=${token}`, init)).status, 200)
      const browser = warder.browser()
      const page = await browser.open(`/magic?token=${token}`)
      assert.match(page.html, /<button[^>]*>Sign in<\/button>/)
      assert.equal((await browser.submit(page, '/magic', {})).path, '/account')
    })
  }

  test('in the browser that asked the button is enough', async () => {
    const browser = warder.browser()
    const { path } = await browserLink(warder, browser, 'bob@example.com')
    const page = await browser.open(path)
    assert.doesNotMatch(page.html, /name="code"/)
    assert.equal((await browser.submit(page, '/magic', {})).path, '/account')
    assert.equal(await signedInAs(browser), 'bob@example.com')
    const dead = await browser.open(path)
    assert.deepEqual([dead.status, /no longer works/.test(dead.html)], [410, true])
  })

  test('in another browser the number of the one that asked is needed, by page and by call; five wrong ones end the link', async () => {
    warder.clock.now += 15 * minute
    const { path, number } = await browserLink(warder, warder.browser(), 'bob@example.com')
    const token = new URLSearchParams(path.split('?')[1]).get('token') ?? ''
    const call = (code?: string) => warder.post('/auth/magic/verify', { token, ...(code && { code }) })
    const missing = await call()
    assert.deepEqual([missing.status, (await json<{ code: string }>(missing)).code], [400, 'invalid_input'])
    const wrong = number === '0000' ? '0001' : '0000'
    const phone = warder.browser()
    const page = await phone.open(path)
    assert.match(page.html, /inputmode="numeric"/)
    const again = await phone.submit(page, '/magic', { code: wrong })
    assert.deepEqual([again.status, /4 more tries/.test(again.html)], [401, true])
    assert.equal((await phone.submit(again, '/magic', { code: number })).path, '/account')

    const next = await browserLink(warder, warder.browser(), 'bob@example.com')
    const other = warder.browser()
    let shown = await other.open(next.path)
    const no = next.number === '0000' ? '0001' : '0000'
    for (let at = 0; at < 5; at++) {
      shown = at === 0 ? await other.submit(shown, '/magic', { code: no }) : shown
      if (at > 0 && shown.html.includes('action="/magic"'))
        shown = await other.submit(shown, '/magic', { code: no })
    }
    assert.equal(shown.status, 410)
    assert.equal((await other.open(next.path)).status, 410)
  })

  test('the number is the same however often this browser asks that day, and another one’s is another', async () => {
    warder.clock.now += 15 * minute
    const browser = warder.browser()
    const first = await browserLink(warder, browser, 'carol@example.com')
    const again = await browser.submit(first.page, '/magic/send', {})
    assert.equal(numberOn(again), first.number)
    const numbers = new Set<string>()
    for (let at = 0; at < 5; at++) {
      const other = warder.browser()
      numbers.add(
        numberOn(
          await other.submit(await other.open('/magic'), '/magic/send', { email: 'carol@example.com' }),
        ),
      )
    }
    assert.ok(numbers.size > 1)
  })

  test('Mallory’s link, opened by Alice, says whose it is and that she is somebody else, and does nothing by itself', async () => {
    warder.clock.now += 15 * minute
    const alice = warder.browser()
    const own = await browserLink(warder, alice, 'alice@example.com')
    await alice.submit(await alice.open(own.path), '/magic', {})
    const token = await programLink(warder, 'mallory@example.com')
    const page = await alice.open(`/magic?token=${token}`)
    assert.match(page.html, /signed in here as <b><bdi>m•••@example\.com/)
    assert.match(page.html, /signed in as <b><bdi>a•••@example\.com/)
    assert.equal(await signedInAs(alice), 'alice@example.com')
    // A form of another site has no token of ours, and says where it comes from.
    const body = new URLSearchParams({ token }).toString()
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(body.length),
    }
    for (const more of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.example' }, {}]) {
      const answer = await alice.send('/magic', { method: 'POST', body, headers: { ...headers, ...more } })
      assert.equal(answer.status, 403)
    }
    const script = JSON.stringify({ token })
    const sent = await alice.send('/auth/magic/verify?session=1', {
      method: 'POST',
      body: script,
      headers: {
        'content-type': 'application/json',
        'content-length': String(script.length),
        origin: 'https://evil.example',
      },
    })
    assert.equal(sent.status, 403)
    assert.equal(await signedInAs(alice), 'alice@example.com')
  })

  test('a program that wants a cookie has one by ?session=1', async () => {
    warder.clock.now += 15 * minute
    const token = await programLink(warder, 'ada@example.com')
    const answer = await warder.post('/auth/magic/verify?session=1', { token, remember: true })
    assert.equal(answer.status, 200)
    const cookie = answer.headers.getSetCookie().find((text) => text.includes('warder_session='))
    assert.match(cookie ?? '', /Max-Age=\d+/)
    assert.deepEqual(Object.keys(await json(answer)), ['user'])
  })
})
