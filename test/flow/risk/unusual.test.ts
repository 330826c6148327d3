import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, describe, test } from 'node:test'
import { day, hour, minute } from '../../../packages/warder/src/time.ts'
import {
  email,
  france,
  geneva,
  laptop,
  newYork,
  startTravellers,
  zurich,
  type Travellers,
} from '../../support/travellers.ts'
import { oauthWorld } from '../../support/oauth.ts'
import { goodPassword, json, startWarder } from '../../support/warder.ts'

const phone =
  'Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36'

describe('a sign-in like any other', () => {
  let ada: Travellers
  beforeEach(async () => (ada = await startTravellers()))
  afterEach(() => ada.stop())

  test('from the same program and network is neither told nor in the audit as unusual', async () => {
    assert.equal((await ada.signIn('192.0.2.77')).status, 200)
    assert.deepEqual(await ada.warder.inbox(), [])
    assert.deepEqual(await ada.events('sign_in.risk'), [])
  })

  test('in a browser is told once, and the browser is known from there on, wherever it goes', async () => {
    const browser = ada.browser(zurich)
    assert.equal((await ada.signInAt(browser)).path, '/account')
    assert.equal((await ada.warder.inbox()).length, 1)
    browser.cookies.delete('__Host-warder_session')
    assert.equal((await ada.signInAt(browser)).path, '/account')
    assert.equal((await ada.warder.inbox()).length, 1)

    // The same browser, from another network of the country.
    ada.warder.clock.now += hour
    const moved = ada.browser(geneva)
    moved.cookies.set('__Host-warder_browser', browser.cookies.get('__Host-warder_browser') ?? '')
    assert.equal((await ada.signInAt(moved)).path, '/account')
    assert.equal((await ada.warder.inbox()).length, 1)
  })

  test('as JSON for a browser sets the cookie that it is known by', async () => {
    const answer = await ada.post(zurich, '/auth/login/session', { email, password: goodPassword })
    const made = answer.headers.getSetCookie().find((cookie) => cookie.startsWith('__Host-warder_browser='))
    assert.match(made ?? '', /^__Host-warder_browser=wdb_[\w-]{43}; Path=\/; Max-Age=34560000; HttpOnly/)
    const cookie = made?.split(';')[0] ?? ''
    const again = await ada.post(france, '/auth/login/session', { email, password: goodPassword }, { cookie })
    assert.ok(!again.headers.getSetCookie().some((one) => one.startsWith('__Host-warder_browser=')))
    assert.deepEqual(
      (await ada.events('sign_in.risk')).map(({ detail }) => detail['reasons']),
      [['new_country']],
    )
  })
})

describe('what is unusual is told and written down', () => {
  let ada: Travellers
  before(async () => (ada = await startTravellers()))
  after(() => ada.stop())

  test('a new device: a mail says which, where and when, and has one button', async () => {
    assert.equal((await ada.signIn(zurich, { 'user-agent': phone })).status, 200)
    const [mail] = await ada.warder.inbox()
    assert.match(mail?.subject ?? '', /New sign-in/)
    assert.match(mail?.text ?? '', /Device: Chrome, Android\n/)
    assert.match(mail?.text ?? '', /Place: Zurich, Switzerland \(192\.0\.2\.1\)/)
    assert.match(mail?.text ?? '', /Time: 15 January 2027 at 08:01 UTC/)
    assert.equal(mail?.links.length, 1)
    assert.deepEqual(await ada.events('sign_in.risk'), [
      { outcome: 'succeeded', detail: { reasons: ['new_device'], action: 'notify', country: 'CH' } },
    ])
  })

  test('a new country is told, and is none the next time', async () => {
    ada.warder.clock.now += day
    assert.equal((await ada.signIn(france)).status, 200)
    const told = (await ada.warder.inbox()).length
    assert.match((await ada.warder.inbox())[0]?.text ?? '', /Place: France/)
    assert.equal((await ada.signIn(france)).status, 200)
    assert.equal((await ada.warder.inbox()).length, told)
  })

  test('impossible travel waits for a code; both halves are in the audit', async () => {
    ada.warder.clock.now += minute
    assert.equal((await ada.signIn(zurich)).status, 200)
    const seen = (await ada.events('sign_in.risk')).length
    ada.warder.clock.now += minute
    const { temp_token } = await ada.wait(newYork)
    const code = await ada.code()
    assert.equal(
      (await ada.post(newYork, '/auth/login/mfa', { temp_token, code, method: 'email' })).status,
      200,
    )
    const events = (await ada.events('sign_in.risk')).slice(seen)
    assert.deepEqual(
      events.map(({ outcome, detail }) => [outcome, detail['action']]),
      [
        ['refused', 'step-up'],
        ['succeeded', 'step-up'],
      ],
    )
    assert.ok(events.every(({ detail }) => (detail['reasons'] as string[]).includes('impossible_travel')))
  })

  test('what a program says of itself cannot put a link or a line into a mail', async () => {
    await ada.signIn(newYork, { 'user-agent': 'https://evil.example/<b>click' })
    await ada.signIn(newYork, { 'user-agent': 'evil.example' })
    for (const mail of (await ada.warder.inbox()).slice(0, 2)) {
      assert.doesNotMatch(mail.text, /evil\.example/)
      assert.doesNotMatch(mail.html, /evil\.example|<b>click/)
    }
  })
})

test('a policy that is off asks, tells and writes nothing', async () => {
  const off = { 'risk.new_device': 'off', 'risk.new_country': 'off', 'risk.impossible_travel': 'off' }
  const ada = await startTravellers(off)
  assert.equal((await ada.signIn(newYork, { 'user-agent': phone })).status, 200)
  assert.deepEqual(await ada.warder.inbox(), [])
  assert.deepEqual(await ada.events('sign_in.risk'), [])
  await ada.stop()
})

test('a database of places that cannot be read is told at start', async () => {
  await assert.rejects(
    startWarder({ place_database: '/nowhere/places.mmdb' }),
    /place_database.*cannot be read/s,
  )
})

describe('a policy that blocks', () => {
  let ada: Travellers
  beforeEach(async () => (ada = await startTravellers({ 'risk.new_device': 'block' })))
  afterEach(() => ada.stop())
  const there = { 'user-agent': phone }

  test('answers like a wrong password, word for word, and opens nothing', async () => {
    const blocked = await ada.signIn(zurich, there)
    const wrong = await ada.post(zurich, '/auth/login', { email, password: 'no password of hers' }, there)
    assert.equal(blocked.status, 401)
    const plain = async (response: Response) => ({ ...(await json(response)), instance: '' })
    assert.deepEqual(await plain(blocked), await plain(wrong))
    const names = (response: Response) => [...response.headers.keys()].toSorted()
    assert.deepEqual(names(blocked), names(wrong))
    assert.deepEqual(await ada.events('sign_in.risk'), [
      { outcome: 'refused', detail: { reasons: ['new_device'], action: 'block', country: 'CH' } },
    ])
    const open = await ada.warder.app.db.selectFrom('session').select('id').execute()
    assert.equal(open.length, 1, 'that of the beginning')
  })

  test('tells the person, who lets the device in by a link; looking at the link does not', async () => {
    await ada.signIn(zurich, there)
    const link = await ada.link('/was-it-me')
    const browser = ada.browser(zurich)
    const page = await browser.open(link)
    assert.match(page.html, /Device: Chrome on Android/)
    assert.match((await browser.open(`${link}&ui_locales=fr`)).html, /Appareil\u00a0: Chrome.*Suisse/s)
    assert.equal((await ada.signIn(zurich, there)).status, 401)

    const done = await browser.submit(page, '/was-it-me', {})
    assert.match(done.html, /You can sign in on that device now/)
    assert.equal(browser.cookies.has('__Host-warder_session'), false, 'nobody is signed in by it')
    assert.equal((await ada.signIn(zurich, there)).status, 200)
    assert.equal((await ada.signIn(zurich, { 'user-agent': 'curl/8' })).status, 401, 'no other device')
    assert.equal((await browser.open(link)).status, 410)
  })

  test('blocks a browser until its person has said that it was them', async () => {
    const browser = ada.browser(zurich)
    assert.equal((await ada.signInAt(browser)).status, 401)
    const page = await browser.open(await ada.link('/was-it-me'))
    await browser.submit(page, '/was-it-me', {})
    assert.equal((await ada.signInAt(browser)).path, '/account')
  })

  test('mails of one kind are ten an hour', async () => {
    for (let at = 0; at < 12; at++) assert.equal((await ada.signIn(zurich, there)).status, 401)
    assert.equal((await ada.warder.inbox()).length, 10)
  })
})

test('the page of the code sends a new one, and ends with too many wrong ones', async () => {
  const ada = await startTravellers({ 'risk.new_device': 'step-up' })
  const browser = ada.browser(zurich)
  const page = await ada.signInAt(browser)
  assert.equal(page.path, '/mfa')
  assert.match(page.html, /autocomplete="one-time-code"/)
  assert.match(page.html, /inputmode="numeric"/)
  assert.match(page.html, /a•••@example\.com/)

  const old = await ada.code()
  const sent = await browser.submit(page, '/mfa/send', {})
  assert.match(sent.html, /A new code is on its way/)
  const stale = await browser.submit(sent, '/mfa', { code: old })
  assert.equal(stale.status, 401)
  assert.match(stale.html, /This code is not right/)
  for (let at = 0; at < 3; at++) await browser.submit(sent, '/mfa', { code: await ada.wrong() })
  const last = await browser.submit(sent, '/mfa', { code: await ada.wrong() })
  assert.match(last.html, /Please sign in again/)
  assert.equal((await browser.open('/mfa')).path, '/login')

  const [again, spaced] = [await ada.signInAt(browser), (await ada.code()).replace(/^.../, '$& ')]
  assert.equal((await browser.submit(again, '/mfa', { code: spaced })).path, '/account')
  assert.equal((await browser.send('/auth/me', { headers: { 'user-agent': laptop } })).status, 200)
  await ada.stop()
})

test('a sign-in for an application goes on to it after the code', async () => {
  const ada = await startTravellers({ 'risk.new_device': 'step-up' })
  const world = oauthWorld(ada.warder)
  const client = await world.client()
  const browser = ada.browser(zurich)
  const login = await browser.open(world.address(client))
  const page = await browser.submit(login, '/login', { email, password: goodPassword })
  assert.match(page.path, /^\/mfa\?interaction=/)
  // The form may lead on to where the application lives, and nowhere else.
  assert.match(page.headers.get('content-security-policy') ?? '', /form-action 'self' https:\/\/app\.example/)
  const sent = await browser.submit(page, '/mfa/send', {})
  const consent = await browser.submit(sent, '/mfa', { code: await ada.code() })
  assert.match(consent.path, /^\/consent\?interaction=/)
  assert.match(consent.html, /Allow/)
  await ada.stop()
})
