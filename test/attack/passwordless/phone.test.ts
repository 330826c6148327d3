import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addKey, leaver, path, stateOf, withoutMail } from '../../support/passkeys/leaving.ts'
import { addPhone, personWithPhone, textedCode, withTexts } from '../../support/people/phones.ts'
import { json, startWarder, type TestWarder } from '../../support/warder.ts'

describe('C12 a telephone in the place of a password', () => {
  let warder: TestWarder
  before(async () => (warder = await startWarder({ ...withTexts, ...withoutMail })))
  after(() => warder.close())

  test('counts once somebody has signed in with it, and not once it is gone', async () => {
    const number = '+41791234567'
    const { ada } = await personWithPhone(warder, 'ada@example.com', number)
    assert.equal(await stateOf(ada), 'password-only')
    const sent = await warder.post('/auth/otp/send', { channel: 'sms', to: number })
    const { challenge_id } = await json<{ challenge_id: string }>(sent)
    const code = await textedCode(warder, number)
    assert.equal((await warder.post('/auth/otp/verify', { challenge_id, code })).status, 200)
    assert.equal(await stateOf(ada), 'can-sign-in-without')
    for (let unused = 0; unused < 2; unused++) await addKey(warder, ada)
    assert.equal(await stateOf(ada), 'ready')
    assert.equal((await ada.remove('/auth/me/phone')).status, 204)
    assert.equal(await stateOf(ada), 'password-only', 'what is left was never used')
  })

  test('is no way in where it is a second step alone, or the operator lets nobody in by it', async () => {
    const { program: bob } = await leaver(warder, 'bob@example.com', 1)
    await addPhone(warder, bob, '+41792345678', { second_step: true })
    assert.equal(await stateOf(bob), 'can-sign-in-without')
    const used = await bob.put('/auth/me/phone', { phone: '+41792345678', sign_in: true, second_step: true })
    assert.equal(used.status, 200, await used.clone().text())
    assert.equal(await stateOf(bob), 'ready')
    for (const settings of [withoutMail, { ...withTexts, ...withoutMail, 'otp.sms': 'off' }]) {
      const off = await startWarder(settings, {}, warder.app.db)
      const { state } = await json<{ state: string }>(await off.get(path, bob.headers()))
      assert.equal(state, 'can-sign-in-without')
    }
  })
})
