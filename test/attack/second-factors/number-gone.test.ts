import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setSecondFactorRequired } from '../../../packages/warder/src/users/lifecycle/require-second-factor.ts'
import { waiting } from '../../support/people/authenticator.ts'
import {
  addPhone,
  personWithPhone,
  put,
  textedCode,
  textsTo,
  withTexts,
} from '../../support/people/phones.ts'
import { type Program } from '../../support/people/programs.ts'
import { goodPassword, json, startWarder, type TestWarder } from '../../support/warder.ts'

describe('a telephone whose codes were asked for', () => {
  let warder: TestWarder
  let count = 0
  before(async () => {
    warder = await startWarder({ ...withTexts, 'limits.costly': '100000', 'limits.mailing': '100000' })
  })
  after(() => warder.close())
  const fresh = () => `+4179${String(3_000_000 + ++count * 12_345)}`
  const uses = { sign_in: true, second_step: true }

  const changes: [what: string, change: (ada: Program, phone: string) => Promise<unknown>][] = [
    ['is removed', (ada) => ada.remove('/auth/me/phone')],
    ['is no second step any more', (ada, phone) => put(ada, { phone, sign_in: true, second_step: false })],
    ['has given way to another one', (ada) => addPhone(warder, ada, fresh(), uses)],
    [
      'was one in between, and is it again',
      async (ada, phone) => {
        await put(ada, { phone, sign_in: true, second_step: false })
        await put(ada, { phone, ...uses })
      },
    ],
  ]
  for (const [what, change] of changes) {
    test(`completes no sign-in that waits with a code of before once it ${what}`, async () => {
      const [email, phone] = [`person-${++count}@example.com`, fresh()]
      const { ada } = await personWithPhone(warder, email, phone, uses)
      const { temp_token } = await waiting(warder, email)
      const code = await textedCode(warder, phone)
      await change(ada, phone)
      const late = await warder.post('/auth/login/mfa', { temp_token, code })
      assert.deepEqual([late.status, (await json(late))['code']], [400, 'sign_in_over'])
    })
  }

  test('completes nothing with another code, and gets no more messages than any other number', async () => {
    const [email, phone] = [`person-${++count}@example.com`, fresh()]
    await personWithPhone(warder, email, phone, uses)
    for (let asked = 1; asked < 5; asked++) {
      const { temp_token } = await waiting(warder, email)
      const code = await textedCode(warder, phone)
      const other = { temp_token, code: code === '000000' ? '000001' : '000000' }
      assert.equal((await warder.post('/auth/login/mfa', other)).status, 401)
    }
    assert.equal((await textsTo(warder, phone)).length, 1 + 3, 'and the one that confirmed it')
  })

  test('MF-19 cannot be taken away where it is the last second step that must be', async () => {
    const [email, phone] = [`person-${++count}@example.com`, fresh()]
    const { ada } = await personWithPhone(warder, email, phone, uses)
    await setSecondFactorRequired(warder.operator, email, true)
    assert.equal((await ada.remove('/auth/me/phone')).status, 409)
    await setSecondFactorRequired(warder.operator, email, false)
    assert.equal((await ada.remove('/auth/me/phone')).status, 204)
    assert.equal((await json(await ada.get('/auth/me')))['mfa_enabled'], false)
  })

  test('SE-04 is trusted no longer, in any browser, once another has its place', async () => {
    const [email, phone] = [`person-${++count}@example.com`, fresh()]
    const { ada } = await personWithPhone(warder, email, phone, uses)
    const browser = warder.browser()
    const fields = { email, password: goodPassword }
    const asked = await browser.submit(await browser.open('/login'), '/login', fields)
    const answer = { code: await textedCode(warder, phone), trust_device: 'on' }
    const done = await browser.submit(asked, '/mfa', answer)
    await browser.submit(done, '/logout', {})
    const trusted = await browser.submit(await browser.open('/login'), '/login', fields)
    assert.equal(trusted.path, '/account')
    await browser.submit(trusted, '/logout', {})
    await addPhone(warder, ada, fresh(), uses)
    assert.equal((await browser.submit(await browser.open('/login'), '/login', fields)).path, '/mfa')
  })
})
