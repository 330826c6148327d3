import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setSecondFactorRequired } from '../../../packages/warder/src/users/lifecycle/require-second-factor.ts'
import { codeAt } from '../../support/people/authenticator.ts'
import { program } from '../../support/people/programs.ts'
import { addAppAs, claimsOf, signIn, type App } from '../../support/people/second-step.ts'
import { goodPassword, json, startWarder, type TestWarder } from '../../support/warder.ts'

/** A code by mail is asked for where a sign-in is unusual, and is no second factor (decision 11). */
describe('a second look at the mail', () => {
  let warder: TestWarder
  before(async () => {
    warder = await startWarder({
      'risk.new_device': 'step-up',
      'limits.costly': '100000',
      'limits.mailing': '100000',
    })
  })
  after(() => warder.close())

  /** Somebody whose only device is a program; every browser is new. */
  async function someone(email: string): Promise<{ id: string; headers: Record<string, string> }> {
    const { id } = await warder.user(email)
    return { id, headers: (await program(warder, email)).headers() }
  }
  async function codeTo(email: string): Promise<string> {
    const mail = (await warder.inbox()).find(({ to, codes }) => to === email && codes.length > 0)
    return mail?.codes[0] ?? ''
  }
  const unusual = { 'user-agent': 'another program' }
  const login = async (email: string) => {
    const answer = await warder.post('/auth/login', { email, password: goodPassword }, unusual)
    return json<{ temp_token: string; mfa_types: string[] }>(answer)
  }
  const answer = async (body: object) => {
    const done = await warder.post('/auth/login/mfa', body, unusual)
    return json<{ access_token?: string; temp_token: string; mfa_types: string[]; enrol?: string[] }>(done)
  }

  test('has no browser trusted, whether or not somebody ticks it', async () => {
    const email = 'ada@example.com'
    const { headers } = await someone(email)
    const browser = warder.browser()
    const fields = { email, password: goodPassword }
    const asked = await browser.submit(await browser.open('/login'), '/login', fields)
    assert.doesNotMatch(asked.html, /trust_device/)
    const tick = { code: await codeTo(email), trust_device: 'on' }
    const done = await browser.submit(asked, '/mfa', tick)
    assert.equal(done.path, '/account')
    await browser.submit(done, '/logout', {})
    await addAppAs(warder, headers)
    const again = await browser.submit(await browser.open('/login'), '/login', fields)
    assert.equal(again.path, '/mfa')
  })

  test('says no more than that, and stays said where a factor is asked for after it', async () => {
    const email = 'bob@example.com'
    const { headers } = await someone(email)
    const { temp_token, mfa_types } = await login(email)
    assert.deepEqual(mfa_types, ['email'])
    // Set up elsewhere, while this sign-in waits.
    const app: App = await addAppAs(warder, headers)
    const next = await answer({ temp_token, code: await codeTo(email) })
    assert.deepEqual(next.mfa_types, ['totp', 'backup_code'])
    const done = await answer({ temp_token: next.temp_token, code: app.code() })
    const { amr, acr } = claimsOf(done.access_token ?? '')
    assert.deepEqual([amr, acr], [['pwd', 'otp', 'mca', 'mfa'], 'urn:warder:aal2'])
  })

  test('asked for anew by several at once, is mailed to as many as are told so, and the newest code is right', async () => {
    const email = 'dora@example.com'
    await someone(email)
    const { temp_token } = await login(email)
    const mails = async () => (await warder.inbox()).filter(({ to }) => to === email).length
    const before = await mails()
    const send = () => warder.post('/auth/login/mfa/send', { temp_token }, unusual)
    const answers = await Promise.all([send(), send(), send(), send()])
    const sent = answers.filter(({ status }) => status === 202).length
    assert.ok(sent > 0)
    assert.equal((await mails()) - before, sent)
    assert.ok((await answer({ temp_token, code: await codeTo(email) })).access_token)
  })

  test('and where one is to be set up after it', async () => {
    const email = 'carol@example.com'
    await someone(email)
    await setSecondFactorRequired(warder.operator, email, true)
    const { temp_token } = await login(email)
    const next = await answer({ temp_token, code: await codeTo(email) })
    assert.deepEqual(next.enrol, ['totp', 'passkey'])
    const bearer = { authorization: `Bearer ${next.temp_token}`, ...unusual }
    const { id, secret } = await json<{ id: string; secret: string }>(
      await warder.post('/auth/mfa/totp/enable', {}, bearer),
    )
    const code = codeAt(secret, warder.clock.now)
    const done = await json(await warder.post('/auth/mfa/totp/confirm', { id, code }, bearer))
    const { amr, acr } = claimsOf(done['access_token'] as string)
    assert.deepEqual([amr, acr], [['pwd', 'otp', 'mca', 'mfa'], 'urn:warder:aal2'])
    assert.equal((await signIn(warder, email)).mfa_required, true)
  })
})
