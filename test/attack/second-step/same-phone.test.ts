import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setSecondFactorRequired } from '../../../packages/warder/src/users/lifecycle/require-second-factor.ts'
import { addPhone, textedCode, withTexts } from '../../support/people/phones.ts'
import { program, type Program } from '../../support/people/programs.ts'
import { addAppAs, claimsOf, signIn, type Asked } from '../../support/people/second-step.ts'
import { goodPassword, json, startWarder, type TestWarder } from '../../support/warder.ts'

/** A code by mail is no second factor (decision 11), and a telephone is one thing, however often it is asked for. */
describe('MF-02 whoever must have a second factor and signs in with a code to their phone', () => {
  let warder: TestWarder
  let count = 0
  before(async () => {
    warder = await startWarder({ ...withTexts, 'limits.costly': '100000', 'limits.mailing': '100000' })
  })
  after(() => warder.close())

  type Person = { email: string; phone: string; ada: Program; recovery: string[] }
  async function someone(uses: { sign_in: boolean; second_step: boolean }): Promise<Person> {
    const [email, phone] = [`person-${++count}@example.com`, `+4179${String(5_000_000 + count * 12_345)}`]
    const { id } = await warder.user(email)
    const ada = await program(warder, email)
    const recovery = await addPhone(warder, ada, phone, uses)
    await setSecondFactorRequired(warder.operator, id, true)
    return { email, phone, ada, recovery }
  }
  const both = { sign_in: true, second_step: true }

  async function byText({ phone }: Person): Promise<Asked> {
    const sent = await warder.post('/auth/otp/send', { channel: 'sms', to: phone })
    const { challenge_id } = await json<{ challenge_id: string }>(sent)
    const code = await textedCode(warder, phone)
    return json(await warder.post('/auth/otp/verify', { challenge_id, code }))
  }
  async function mailedCode(email: string): Promise<string> {
    const mail = (await warder.inbox()).find(({ to, codes }) => to === email && codes.length > 0)
    return mail?.codes[0] ?? ''
  }
  const answer = async ({ temp_token }: Asked, code: string) =>
    json<Asked & { access_token?: string }>(await warder.post('/auth/login/mfa', { temp_token, code }))
  const headersOf = ({ temp_token }: Asked) => ({ authorization: `Bearer ${temp_token}` })
  const put = ({ phone }: Person, asked: Asked) => {
    const body = JSON.stringify({ phone, second_step: true })
    const sized = { 'content-type': 'application/json', 'content-length': String(body.length) }
    return warder.request('/auth/me/phone', {
      method: 'PUT',
      body,
      headers: { ...headersOf(asked), ...sized },
    })
  }

  test('is not in by their mail, and sets up another thing than the phone', async () => {
    const ada = await someone(both)
    const first = await byText(ada)
    assert.deepEqual(first.mfa_types, ['backup_code', 'email'])
    await warder.post('/auth/login/mfa/send', { temp_token: first.temp_token, method: 'email' })
    const next = await answer(first, await mailedCode(ada.email))
    assert.deepEqual([next.access_token, next.mfa_types, next.enrol], [undefined, [], ['totp', 'passkey']])
    assert.equal((await put(ada, next)).status, 409)
    const { answer: done } = await addAppAs(warder, headersOf(next))
    const { amr, acr } = claimsOf(done['access_token'] as string)
    assert.deepEqual([amr, acr], [['otp', 'sms', 'mca', 'mfa'], 'urn:warder:aal2'])
    warder.clock.now += 60
    assert.deepEqual((await byText(ada)).mfa_types, ['totp', 'backup_code'])
  })

  test('is in by a recovery code, and by their mail where that comes first', async () => {
    const ada = await someone(both)
    assert.ok((await answer(await byText(ada), ada.recovery[0] ?? '')).access_token)
    warder.clock.now += 900
    const sent = await warder.post('/auth/otp/send', { channel: 'email', to: ada.email })
    const { challenge_id } = await json<{ challenge_id: string }>(sent)
    const code = await mailedCode(ada.email)
    const asked = await json<Asked>(await warder.post('/auth/otp/verify', { challenge_id, code }))
    assert.deepEqual(asked.mfa_types, ['sms', 'backup_code'])
    const { access_token } = await answer(asked, await textedCode(warder, ada.phone))
    assert.equal(claimsOf(access_token ?? '').acr, 'urn:warder:aal2')
  })

  test('makes no second step of the phone, nor with a code that was asked for in another sign-in', async () => {
    const ada = await someone({ sign_in: true, second_step: false })
    const byPassword = await signIn(warder, ada.email)
    assert.deepEqual(byPassword.enrol, ['totp', 'passkey', 'sms'])
    const texted = await byText(ada)
    assert.deepEqual(texted.enrol, ['totp', 'passkey'])
    assert.equal((await put(ada, byPassword)).status, 202)
    const code = await textedCode(warder, ada.phone)
    const confirm = (asked: Asked) => warder.post('/auth/me/phone/confirm', { code }, headersOf(asked))
    assert.equal((await confirm(texted)).status, 409)
    assert.equal((await confirm(byPassword)).status, 200)
  })

  test('is asked for their mail also in a browser that is trusted for the phone, and is not offered it on the page', async () => {
    const ada = await someone(both)
    const browser = warder.browser()
    const fields = { email: ada.email, password: goodPassword }
    const asked = await browser.submit(await browser.open('/login'), '/login', fields)
    const tick = { code: await textedCode(warder, ada.phone), trust_device: 'on' }
    await browser.submit(await browser.submit(asked, '/mfa', tick), '/logout', {})
    const again = await browser.submit(await browser.open('/login'), '/login', fields)
    assert.equal(again.path, '/account', 'a password and the phone of before are two')
    await browser.submit(again, '/logout', {})
    warder.clock.now += 900
    const sent = await browser.submit(await browser.open('/otp?channel=sms'), '/otp/send', { to: ada.phone })
    const waits = await browser.submit(sent, '/otp', { code: await textedCode(warder, ada.phone) })
    assert.equal(waits.path, '/mfa')
    const mailed = await browser.submit(waits, '/mfa/send', { method: 'email' })
    const choose = await browser.submit(mailed, '/mfa', { code: await mailedCode(ada.email) })
    assert.equal(choose.path, '/mfa/set-up')
    assert.doesNotMatch(choose.html, /text message/)
  })
})
