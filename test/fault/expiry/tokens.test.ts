import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import * as tokens from '../../../packages/warder/src/store/one-time-tokens.ts'
import * as counters from '../../../packages/warder/src/store/operations/counters.ts'
import * as devices from '../../../packages/warder/src/store/people/devices.ts'
import { addUser, onEveryStore } from '../../store/open-stores.ts'

/** A new purpose does not compile before it stands here. */
const purposes: Record<tokens.Purpose, true> = {
  registration: true,
  password_reset: true,
  admin_setup: true,
  authorization_code: true,
  authorization_request: true,
  pushed_request: true,
  device_code: true,
  backchannel_request: true,
  agent_approval: true,
  client_registration: true,
  sign_in_attempt: true,
  sign_in_alert: true,
  invitation: true,
  email_confirmation: true,
  email_undo: true,
  totp_enrolment: true,
  recovery: true,
  magic_link: true,
  one_time_code: true,
  phone_confirmation: true,
  passkey_registration: true,
  passkey_sign_in: true,
  vault_connect: true,
  upstream_sign_in: true,
  upstream_answer: true,
  upstream_link: true,
  saml_sign_in: true,
  saml_answer: true,
  saml_logout: true,
  impersonation: true,
  repeat: true,
}

onEveryStore('F-49 without a clean-up', (store) => {
  before(() => addUser(store.db, 'usr_ada'))

  for (const purpose of Object.keys(purposes) as tokens.Purpose[]) {
    test(`F-49 ${purpose}: at its end a token is found, tried, changed and spent no more, a second before it is`, async () => {
      const { db } = store
      const make = () => tokens.create(db, purpose, { subject: 'ada', data: {}, expires_at: 100, now: 1 })
      const handle = await make()
      const row = await tokens.find(db, purpose, handle)
      assert.ok(row)
      assert.equal(await tokens.findLive(db, purpose, handle, 100), undefined)
      assert.equal(await tokens.tryAttempt(db, purpose, handle, 5, 100), undefined)
      assert.equal(await tokens.setData(db, row, { changed: true }, 100), false)
      assert.deepEqual(await tokens.liveOf(db, purpose, 'ada', 100), [])
      assert.deepEqual(
        await tokens.listLive(db, purpose, { prefix: 'ada', after: undefined, limit: 10 }, 100),
        [],
      )
      assert.equal(await tokens.consume(db, purpose, handle, 100), undefined)

      assert.ok(await tokens.findLive(db, purpose, handle, 99))
      assert.equal((await tokens.liveOf(db, purpose, 'ada', 99)).length, 1)
      assert.equal((await tokens.consume(db, purpose, handle, 99))?.subject, 'ada')
    })
  }

  test('F-49 a counter that has had its time begins again, and does not last for ever', async () => {
    const { db } = store
    for (const ok of [true, true, false])
      assert.equal((await counters.tryIncrement(db, 'limit', 2, 100, 50)).ok, ok)
    assert.equal((await counters.tryIncrement(db, 'limit', 2, 200, 99)).ok, false)
    assert.deepEqual(await counters.tryIncrement(db, 'limit', 2, 200, 100), { ok: true, count: 1 })
  })

  test('F-49 a device and a country that were not seen for too long are unknown', async () => {
    const { db } = store
    const laptop = { user_id: 'usr_ada', browser_hash: 'laptop', user_agent: '', address: '', country: 'CH' }
    await devices.remember(db, laptop, 100)
    const end = 100 + devices.lifetime
    assert.equal(await devices.isKnown(db, 'usr_ada', 'laptop', end), true)
    assert.deepEqual(await devices.countriesOf(db, 'usr_ada', end), ['CH'])
    assert.equal(await devices.isKnown(db, 'usr_ada', 'laptop', end + 1), false)
    assert.deepEqual(await devices.countriesOf(db, 'usr_ada', end + 1), [])
  })
})
