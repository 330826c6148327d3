import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setSecondFactorRequired } from '../../../packages/warder/src/users/lifecycle/require-second-factor.ts'
import { addPhone, textedCode, withTexts } from '../../support/people/phones.ts'
import { program } from '../../support/people/programs.ts'
import { claimsOf, signIn } from '../../support/people/second-step.ts'
import { goodPassword, json, startWarder, type TestWarder } from '../../support/warder.ts'

const wrong = (code: string) => (code === '000000' ? '000001' : '000000')

describe('codes by text message as the second step that somebody must have', () => {
  let warder: TestWarder
  before(async () => {
    warder = await startWarder({ ...withTexts, 'limits.mailing': '1000', 'limits.costly': '1000' })
  })
  after(() => warder.close())

  /** Somebody who must have one and has none, in the middle of a sign-in. */
  async function waiting(name: string) {
    const { id, email } = await warder.user(`${name}@example.com`)
    await setSecondFactorRequired(warder.operator, id, true)
    const asked = await signIn(warder, email)
    return { id, email, asked, headers: { authorization: `Bearer ${asked.temp_token}` } }
  }
  const put = (headers: Record<string, string>, body: object) => {
    const text = JSON.stringify(body)
    const sized = { 'content-type': 'application/json', 'content-length': String(text.length) }
    return warder.request('/auth/me/phone', { method: 'PUT', body: text, headers: { ...headers, ...sized } })
  }

  test('are set up by a program with its temp_token, and the sign-in goes on', async () => {
    const number = '+41791110001'
    const { email, asked, headers } = await waiting('ada')
    assert.deepEqual(asked.enrol, ['totp', 'passkey', 'sms'])
    assert.equal((await put(headers, { phone: number })).status, 202)
    const code = await textedCode(warder, number)
    const refused = await warder.post('/auth/me/phone/confirm', { code: wrong(code) }, headers)
    assert.equal(refused.status, 400)
    const done = await warder.post('/auth/me/phone/confirm', { code }, headers)
    assert.equal(done.status, 200, await done.clone().text())
    const { access_token, backup_codes, phone, second_step } = await json<{
      access_token: string
      backup_codes: string[]
      phone: string
      second_step: boolean
    }>(done)
    assert.deepEqual([phone, second_step, backup_codes.length], [number, true, 10])
    assert.deepEqual(claimsOf(access_token).amr, ['pwd', 'otp', 'sms', 'mfa'])
    assert.equal((await warder.get('/auth/me', { authorization: `Bearer ${access_token}` })).status, 200)
    assert.deepEqual((await signIn(warder, email)).mfa_types, ['sms', 'backup_code'])
    assert.equal((await put(headers, { phone: '+41791110009' })).status, 401, 'the temp_token is spent')
  })

  test('are set up on pages, without JavaScript', async () => {
    const number = '+41791110002'
    const { email } = await waiting('bob')
    const browser = warder.browser()
    const choose = await browser.submit(await browser.open('/login'), '/login', {
      email,
      password: goodPassword,
    })
    assert.equal(choose.path, '/mfa/set-up')
    const asking = await browser.submit(choose, '/mfa/set-up/phone', {})
    const odd = await browser.submit(asking, '/mfa/set-up/phone', { phone: '12' })
    assert.equal(odd.status, 400)
    assert.match(odd.html, /id="phone-error"/)
    const typing = await browser.submit(odd, '/mfa/set-up/phone', { phone: '+41 79 111 00 02' })
    assert.match(typing.html, /We sent a code to/)
    const code = await textedCode(warder, number)
    const refused = await browser.submit(typing, '/mfa/set-up/phone/confirm', { code: wrong(code) })
    assert.equal(refused.status, 400)
    assert.match(refused.html, /This code is not right/)
    const kept = await browser.submit(refused, '/mfa/set-up/phone/confirm', { code })
    assert.match(kept.html, /Keep your recovery codes/)
    assert.equal((await browser.open('/account')).path, '/account')
  })

  test('five wrong codes end a number, and the page asks for it again', async () => {
    const number = '+41791110003'
    const { email } = await waiting('carol')
    const browser = warder.browser()
    const choose = await browser.submit(await browser.open('/login'), '/login', {
      email,
      password: goodPassword,
    })
    let page = await browser.submit(choose, '/mfa/set-up/phone', { phone: number })
    const code = await textedCode(warder, number)
    for (let at = 0; at < 5; at++)
      page = await browser.submit(page, '/mfa/set-up/phone/confirm', { code: wrong(code) })
    assert.match(page.html, /it was the last try/)
    assert.match(page.html, /action="\/mfa\/set-up\/phone"/)
    const late = await browser.submit(choose, '/mfa/set-up/phone', {})
    assert.equal(late.status, 200)
  })

  test('a password alone puts no other number in the place of one, and must prove the one that is there', async () => {
    const number = '+41791110004'
    const { id, email } = await warder.user('dora@example.com')
    await addPhone(warder, await program(warder, email), number, { sign_in: true })
    await setSecondFactorRequired(warder.operator, id, true)
    const { temp_token } = await signIn(warder, email)
    const headers = { authorization: `Bearer ${temp_token}` }
    assert.equal((await put(headers, { phone: '+41791110005' })).status, 409)
    const asked = await put(headers, { phone: number, sign_in: false })
    assert.equal(asked.status, 202, 'a code is sent there')
    const code = await textedCode(warder, number)
    const done = await json(await warder.post('/auth/me/phone/confirm', { code }, headers))
    assert.deepEqual([done['phone'], done['sign_in'], done['second_step']], [number, true, true])
  })

  test('MF-01 a number for another use, asked for in a session, completes no sign-in that waits', async () => {
    const [number, email] = ['+41791110008', 'frank@example.com']
    const { id } = await warder.user(email)
    await (await program(warder, email)).put('/auth/me/phone', { phone: number, sign_in: true })
    await setSecondFactorRequired(warder.operator, id, true)
    const { temp_token } = await signIn(warder, email)
    const headers = { authorization: `Bearer ${temp_token}` }
    const code = await textedCode(warder, number)
    const done = await json(await warder.post('/auth/me/phone/confirm', { code }, headers))
    assert.deepEqual([done['second_step'], done['access_token']], [false, undefined])
  })

  test('nothing is added once the sign-in is over', async () => {
    const number = '+41791110006'
    const { email, headers } = await waiting('erin')
    assert.equal((await put(headers, { phone: number })).status, 202)
    warder.clock.now += 599
    const code = await textedCode(warder, number)
    warder.clock.now += 1
    assert.equal((await warder.post('/auth/me/phone/confirm', { code }, headers)).status, 401)
    assert.deepEqual((await signIn(warder, email)).mfa_types, [])
  })
})

test('where nothing sends text messages they are not offered', async (t) => {
  const warder = await startWarder({ 'second_factor.policy': 'required' })
  t.after(() => warder.close())
  const { email } = await warder.user()
  assert.deepEqual((await signIn(warder, email)).enrol, ['totp', 'passkey'])
  const browser = warder.browser()
  const choose = await browser.submit(await browser.open('/login'), '/login', {
    email,
    password: goodPassword,
  })
  assert.doesNotMatch(choose.html, /text messages/)
  const csrf_token = /name="csrf_token" value="([^"]+)"/.exec(choose.html)?.[1] ?? ''
  const body = new URLSearchParams({ csrf_token, phone: '+41791110007' }).toString()
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': String(body.length),
    origin: 'https://id.example',
  }
  assert.equal((await browser.send('/mfa/set-up/phone', { method: 'POST', body, headers })).status, 404)
})
