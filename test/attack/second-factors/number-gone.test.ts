import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { waiting } from '../../support/people/authenticator.ts'
import { addPhone, personWithPhone, put, textedCode, withTexts } from '../../support/people/phones.ts'
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
