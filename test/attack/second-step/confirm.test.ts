import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setSecondFactorRequired } from '../../../packages/warder/src/users/lifecycle/require-second-factor.ts'
import { codeAt } from '../../support/people/authenticator.ts'
import { program } from '../../support/people/programs.ts'
import { addApp, claimsOf, signIn, type App } from '../../support/people/second-step.ts'
import { goodPassword, json, startWarder, type TestWarder } from '../../support/warder.ts'

const fields = { email: 'ada@example.com', password: goodPassword }

describe('confirming that it is you', () => {
  let warder: TestWarder
  let app: App
  before(async () => {
    warder = await startWarder({ 'limits.costly': '100000', 'limits.mailing': '100000' })
    await warder.user()
    app = await addApp(warder)
  })
  after(() => warder.close())

  /** Ada with tokens, after a password and a code, a while ago. */
  async function aWhileAgo(): Promise<{ access_token: string; headers: Record<string, string> }> {
    const { temp_token } = await signIn(warder)
    const done = await warder.post('/auth/login/mfa', { temp_token, code: app.code() })
    const { access_token } = await json<{ access_token: string }>(done)
    warder.clock.now += 400
    return { access_token, headers: { authorization: `Bearer ${access_token}` } }
  }
  const ask = (headers: Record<string, string>, body: object) =>
    warder.post('/auth/reauthenticate', body, headers)

  for (const [what, body] of [
    ['the password', () => ({ password: goodPassword })],
    ['a code of the app', () => ({ code: app.code() })],
    ['a recovery code', () => ({ code: app.codes.pop() ?? '' })],
  ] as const) {
    test(`works by ${what}, and the new tokens say when and by what`, async () => {
      const { headers } = await aWhileAgo()
      const stale = await warder.post('/auth/mfa/backup-codes', {}, headers)
      assert.equal(stale.status, 401)
      assert.match(stale.headers.get('www-authenticate') ?? '', /insufficient_user_authentication/)
      assert.match(stale.headers.get('www-authenticate') ?? '', /max_age="300"/)
      assert.match(stale.headers.get('www-authenticate') ?? '', /acr_values="urn:warder:aal2"/)

      const done = await ask(headers, body())
      assert.equal(done.status, 200)
      const { access_token } = await json<{ access_token: string }>(done)
      const claims = claimsOf(access_token)
      assert.equal(claims.auth_time, warder.clock.now)
      assert.deepEqual([claims.amr, claims.acr], [['pwd', 'otp', 'mfa'], 'urn:warder:aal2'])
      // The tokens of before are dead with it.
      assert.equal((await warder.get('/auth/me', headers)).status, 401)
      assert.equal((await warder.get('/auth/me', { authorization: `Bearer ${access_token}` })).status, 200)
    })
  }

  test('MF-03 a code of the app counts once here too, and never for what it opened before', async () => {
    const { headers } = await aWhileAgo()
    const code = app.code()
    const { temp_token } = await signIn(warder)
    assert.equal((await warder.post('/auth/login/mfa', { temp_token, code })).status, 200)
    assert.equal((await ask(headers, { code })).status, 401)
    const next = { code: app.code() }
    assert.equal((await ask(headers, next)).status, 200)
    const again = await signIn(warder)
    assert.equal((await warder.post('/auth/login/mfa', { ...again, ...next })).status, 401)
  })

  test('a sign-in that waits confirms nothing, and is not completed where somebody confirms', async () => {
    const { headers } = await aWhileAgo()
    const { temp_token } = await signIn(warder)
    const sessions = async () => (await warder.app.db.selectFrom('session').select('id').execute()).length
    const before = await sessions()
    const refused = await ask(headers, { challenge_id: temp_token, code: app.code() })
    assert.deepEqual([refused.status, (await json(refused))['code']], [400, 'sign_in_over'])
    assert.equal(await sessions(), before)
  })

  test('MF-06 wrong codes are counted for the person, however many sessions they have', async () => {
    const { headers } = await aWhileAgo()
    const statuses: number[] = []
    for (let at = 0; at < 21; at++) statuses.push((await ask(headers, { code: '000000' })).status)
    assert.deepEqual([...new Set(statuses.slice(0, 20))], [401])
    assert.equal(statuses[20], 429)
    assert.equal((await ask(headers, { code: app.code() })).status, 429)
    warder.clock.now += 3600
  })

  test('a person without a password and without a factor is sent a code, and nobody else is', async () => {
    const { headers } = await aWhileAgo()
    const refused = await warder.post('/auth/reauthenticate/begin', { method: 'email' }, headers)
    assert.equal(refused.status, 400)

    const { id } = await warder.user('bob@example.com')
    const bob = await program(warder, 'bob@example.com')
    await warder.app.db.deleteFrom('credential').where('user_id', '=', id).execute()
    warder.clock.now += 400
    const begun = await bob.post('/auth/reauthenticate/begin', {})
    assert.equal(begun.status, 200)
    const { challenge_id, methods } = await json<{ challenge_id: string; methods: string[] }>(begun)
    assert.deepEqual(methods, ['email'])
    const mail = (await warder.inbox()).find(({ to, codes }) => to === 'bob@example.com' && codes.length > 0)
    const [code = ''] = mail?.codes ?? []
    // It is of no use at the door of a sign-in, and for nobody else.
    assert.equal((await warder.post('/auth/login/mfa', { temp_token: challenge_id, code })).status, 400)
    const ada = await aWhileAgo()
    warder.clock.now -= 400
    assert.equal((await ask(ada.headers, { challenge_id, code })).status, 400)
    const done = await bob.post('/auth/reauthenticate', { challenge_id, code })
    assert.equal(done.status, 200)
    assert.equal((await bob.post('/auth/reauthenticate', { challenge_id, code })).status, 400)
  })
})

describe('the page that asks', () => {
  let warder: TestWarder
  let app: App
  before(async () => {
    warder = await startWarder({ 'limits.costly': '100000', 'limits.mailing': '100000' })
    await warder.user()
    app = await addApp(warder)
  })
  after(() => warder.close())

  test('offers what the person has, and a code leads back to the page they came from', async () => {
    const browser = warder.browser()
    const mfa = await browser.submit(await browser.open('/login'), '/login', fields)
    await browser.submit(mfa, '/mfa', { code: app.code() })
    const before = [...browser.cookies].find(([name]) => name.endsWith('session'))?.[1]
    warder.clock.now += 400
    const security = await browser.open('/account/security')
    const stale = await browser.submit(security, '/account/security/authenticators', {})
    assert.ok(stale.path.startsWith('/reauthenticate?return_to=/account/security'))
    assert.match(stale.html, /Use your authenticator app/)
    assert.doesNotMatch(stale.html, /by email/)
    const asked = await browser.submit(stale, '/reauthenticate/begin', {})
    assert.ok(asked.path.startsWith('/mfa'))
    const back = await browser.submit(asked, '/mfa', { code: app.code() })
    assert.equal(back.path, '/account/security?done=confirmed')
    const after = [...browser.cookies].find(([name]) => name.endsWith('session'))?.[1]
    assert.notEqual(before, after, 'SE-01 the session has another secret')
    const added = await browser.submit(back, '/account/security/authenticators', {})
    assert.match(added.html, /Scan, then type/)
  })

  test('SE-22 leads to pages of the account alone, wherever it was told to', async () => {
    const browser = warder.browser()
    const mfa = await browser.submit(await browser.open('/login'), '/login', fields)
    await browser.submit(mfa, '/mfa', { code: app.code() })
    for (const evil of ['//evil.example', 'javascript:alert(1)', 'https://evil.example/account', '/\\evil']) {
      const query = `return_to=${encodeURIComponent(evil)}`
      const page = await browser.open(`/reauthenticate?${query}`)
      assert.ok(!page.html.includes('evil') && !page.html.includes('javascript:'), evil)
      await browser.submit(page, '/reauthenticate/begin', { method: 'totp' })
      const asked = await browser.open(`/mfa?${query}`)
      assert.equal(asked.path, `/mfa?${query}`)
      assert.ok(!asked.html.includes('evil') && !asked.html.includes('javascript:'), evil)
      const done = await browser.submit(asked, '/mfa', { code: app.code(), return_to: evil })
      assert.equal(done.path, '/account?done=confirmed', evil)
    }
  })

  test('a browser that is trusted has one factor, and confirms with the other before it may change any', async () => {
    const browser = warder.browser()
    const mfa = await browser.submit(await browser.open('/login'), '/login', fields)
    const account = await browser.submit(mfa, '/mfa', { code: app.code(), trust_device: 'on' })
    await browser.submit(account, '/logout', {})
    const trusted = await browser.submit(await browser.open('/login'), '/login', fields)
    assert.equal(trusted.path, '/account')
    const security = await browser.open('/account/security')
    const asked = await browser.submit(security, '/account/security/recovery-codes', {})
    assert.ok(asked.path.startsWith('/reauthenticate?'))
    assert.doesNotMatch(asked.html, /type="password"/)
    const done = await browser.submit(asked, '/reauthenticate/begin', { method: 'totp' })
    assert.equal(
      (await browser.submit(done, '/mfa', { code: app.code() })).path,
      '/account/security?done=confirmed',
    )
  })
})

test('a sign-in that must set a factor up does it on pages without a script', async () => {
  const warder = await startWarder()
  try {
    await warder.user()
    await setSecondFactorRequired(warder.operator, 'ada@example.com', true)
    const browser = warder.browser()
    const page = await browser.submit(
      await browser.open('/login?return_to=/account/sessions'),
      '/login',
      fields,
    )
    assert.equal(page.path, '/mfa/set-up?return_to=%2Faccount%2Fsessions')
    assert.ok((await browser.open('/account')).path.startsWith('/login'))
    assert.equal((await browser.open('/mfa')).path, '/mfa/set-up')
    const app = await browser.submit(page, '/mfa/set-up/app', {})
    const [, key = ''] = /<code class="key">([^<]+)/.exec(app.html) ?? []
    const wrong = await browser.submit(app, '/mfa/set-up/confirm', { code: '000000' })
    assert.match(wrong.html, /This code is not right/)
    const code = codeAt(key.replaceAll(' ', ''), warder.clock.now)
    const done = await browser.submit(wrong, '/mfa/set-up/confirm', { code })
    assert.match(done.html, /Keep your recovery codes/)
    assert.match(done.html, /href="\/account\/sessions"/)
    assert.equal((await browser.open('/account/sessions')).path, '/account/sessions')
    assert.equal(
      [...browser.cookies.keys()].some((name) => name.endsWith('pending')),
      false,
    )
  } finally {
    await warder.close()
  }
})
