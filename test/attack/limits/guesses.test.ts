import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import type { Browser } from '../../support/cookies.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { goodPassword, json, type TestWarder } from '../../support/warder.ts'

const wrong = 'not the right one at all'

onEveryDatabase('guessing at an account', (warder) => {
  let people = 0
  let email = ''
  let address = 0
  beforeEach(async () => {
    email = `ada${people++}@example.com`
    await warder.user(email)
  })

  /** From another network each time, as a botnet would. */
  const guess = async (password: string, to = email, headers: Record<string, string> = {}) => {
    const body = JSON.stringify({ email: to, password })
    const from = `198.51.${(address >> 8) & 255}.${address++ & 255}`
    const type = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }
    const init = { method: 'POST', body, headers: { ...type, ...headers } }
    return warder.request('/auth/login', init, from)
  }

  /** As many wrong guesses as an attacker gets looked at, waiting as long as they are told to. */
  const guessOn = async (times: number, to = email) => {
    let seen = 0
    while (seen < times) {
      const answer = await guess(wrong, to)
      if (answer.status === 401) seen++
      else {
        assert.equal(answer.status, 429)
        warder.clock.now += Number(answer.headers.get('retry-after'))
      }
    }
  }

  test('PW-14 of a hundred at once from a hundred addresses five are looked at', async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => guess(wrong)))
    assert.equal(answers.filter(({ status }) => status === 401).length, 5)
    assert.equal(answers.filter(({ status }) => status === 429).length, 95)
  })

  test('PW-11 DS-20 an account under attack opens on the device that its person signed in with before', async () => {
    const device = await signedInBrowser(warder, email)
    await guessOn(20)
    assert.equal((await guess(goodPassword)).status, 429)
    assert.equal((await signIn(device, email, goodPassword)).status, 200)
    assert.equal((await guess(goodPassword)).status, 429)
  })

  test('PW-11 a hundred wrong ones in a row and no more: then the right password opens from nowhere unknown', async () => {
    const device = await signedInBrowser(warder, email)
    await guessOn(80)
    warder.clock.now += 7 * 3600
    // Silence, not an answer of its own: it must not tell what was right.
    const late = await guess(goodPassword)
    assert.equal(late.status, 401)
    assert.equal((await json(late))['code'], 'invalid_credentials')
    assert.equal((await signIn(device, email, goodPassword)).status, 200)
    warder.clock.now += 900
    assert.equal((await guess(goodPassword)).status, 200)
  })

  test('PW-11 a link by mail opens what a hundred wrong ones closed', async () => {
    await guessOn(80)
    await warder.post('/auth/forgot-password', { email })
    const [mail] = (await warder.inbox()).filter(
      ({ to, links }) => to === email && links[0]?.includes('token'),
    )
    const token = new URL(mail?.links[0] ?? '').searchParams.get('token')
    const password = 'an entirely new pass phrase'
    assert.equal((await warder.post('/auth/reset-password', { token, password })).status, 200)
    assert.equal((await guess(password)).status, 200)
  })

  test('a stolen cookie of a known device is worth twenty guesses, and then no more than none', async () => {
    const device = await signedInBrowser(warder, email)
    const cookie = [...device.cookies].map(([key, value]) => `${key}=${value}`).join('; ')
    const stolen = (password: string) =>
      guess(password, email, { cookie, origin: 'https://id.example', 'sec-fetch-site': 'same-origin' })
    await guessOn(6)
    let seen = 0
    for (let asked = 0; asked < 60 && seen < 20; asked++) {
      const answer = await stolen(wrong)
      if (answer.status === 401) seen++
      else warder.clock.now += Number(answer.headers.get('retry-after'))
      // Somebody else keeps the way of strangers closed meanwhile.
      await guess(wrong)
    }
    assert.equal(seen, 20)
    warder.clock.now += 900
    const counted = await guess(wrong)
    assert.equal(counted.status, 401)
    assert.equal((await stolen(goodPassword)).status, 429)
  })

  test('PW-11 PW-14 an address without an account is answered the same, step by step', async () => {
    const steps = async (to: string) => {
      const seen: unknown[] = []
      for (let i = 0; i < 12; i++) {
        const answer = await guess(wrong, to, { cookie: '__Host-warder_browser=wdb_a-random-one' })
        const { detail, code } = await json(answer)
        seen.push([answer.status, answer.headers.get('retry-after'), code, detail])
        if (i % 2) warder.clock.now += Number(answer.headers.get('retry-after') ?? 0)
      }
      return seen
    }
    const known = await steps(email)
    assert.deepEqual(await steps(`nobody-${email}`), known)
    assert.ok(known.some((step) => (step as unknown[])[0] === 429))
  })

  test('PW-11 its owner hears of it once a day, and nobody else does', async () => {
    const told = async (to: string) =>
      (await warder.inbox()).filter(
        (mail) => mail.to === to && /Somebody tried to sign in/.test(mail.subject),
      ).length
    const mails = (await warder.inbox()).length
    await guessOn(12)
    await guessOn(12, `nobody-${email}`)
    assert.equal(await told(email), 1)
    assert.equal((await warder.inbox()).length, mails + 1)
    warder.clock.now += 86_400
    await guessOn(12)
    assert.equal(await told(email), 2)
  })

  test('PW-26 a session is worth ten wrong passwords: then it has ended', async () => {
    const { access_token } = await warder.tokens(email)
    const authorization = `Bearer ${access_token}`
    const change = (current_password: string) =>
      warder.post(
        '/auth/change-password',
        { current_password, password: 'mallory was here' },
        { authorization },
      )
    let seen = 0
    for (let asked = 0; asked < 60 && seen < 10; asked++) {
      const answer = await change(wrong)
      if ((await json(answer))['code'] === 'invalid_credentials') seen++
      else warder.clock.now += Number(answer.headers.get('retry-after'))
    }
    assert.equal(seen, 10)
    assert.equal((await json(await change(goodPassword)))['code'], 'not_authenticated')
    assert.equal((await warder.get('/auth/me', { authorization })).status, 401)
    const events = await warder.app.db
      .selectFrom('audit_event')
      .select('detail')
      .where('type', '=', 'sign_in.throttled')
      .where('detail', 'like', '%password.changed%')
      .execute()
    assert.ok(events.length > 0)
  })

  test('PW-26 guesses of strangers do not keep a session from changing its password', async () => {
    const { access_token } = await warder.tokens(email)
    await guessOn(10)
    const changed = await warder.post(
      '/auth/change-password',
      { current_password: goodPassword, password: 'an entirely new pass phrase' },
      { authorization: `Bearer ${access_token}` },
    )
    assert.equal(changed.status, 200)
  })
})

/** A browser that this person signed in with and out again. */
async function signedInBrowser(warder: TestWarder, email: string): Promise<Browser> {
  const browser = warder.browser()
  await browser.open('/login')
  assert.equal((await signIn(browser, email, goodPassword)).status, 200)
  for (const name of browser.cookies.keys()) if (!name.endsWith('_browser')) browser.cookies.delete(name)
  return browser
}

function signIn(browser: Browser, email: string, password: string): Promise<Response> {
  const body = JSON.stringify({ email, password })
  const headers = {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'sec-fetch-site': 'same-origin',
  }
  return browser.send('/auth/login/session', { method: 'POST', body, headers })
}
