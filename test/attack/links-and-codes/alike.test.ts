import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { personWithPhone, withTexts } from '../../support/people/phones.ts'
import { startWarder, type TestWarder } from '../../support/warder.ts'

/** What is written decides how long an answer takes: rows of other lengths, or in other indexes, can be told apart by a clock. */
describe('PW-06 what a request for a message writes is the same whether or not the address leads to somebody', () => {
  let warder: TestWarder
  before(async () => {
    warder = await startWarder(withTexts)
    await warder.user('ada@example.com', { full_name: 'Ada King, Countess of Lovelace' })
    await personWithPhone(warder, 'bob@example.com', '+41791234567')
  })
  after(() => warder.close())

  async function written(path: string, body: object): Promise<object[]> {
    const before = await warder.app.db.selectFrom('outbox').select('id').execute()
    assert.equal((await warder.post(path, body)).status, 202)
    const rows = await warder.app.db.selectFrom('outbox').selectAll().execute()
    const fresh = rows.filter(({ id }) => !before.some((old) => old.id === id))
    return fresh.map(({ sealed, channel, sent_at, failed_at, attempts, next_attempt_at }) => ({
      length: sealed?.length,
      ...{ channel, sent_at, failed_at, attempts, due: next_attempt_at - warder.clock.now },
    }))
  }

  for (const [what, path, known, unknown] of [
    ['a link', '/auth/magic/send', { email: 'ada@example.com' }, { email: 'adc@example.com' }],
    [
      'a code by mail',
      '/auth/otp/send',
      { channel: 'email', to: 'ada@example.com' },
      { channel: 'email', to: 'adc@example.com' },
    ],
    [
      'a code by text message',
      '/auth/otp/send',
      { channel: 'sms', to: '+41791234567' },
      { channel: 'sms', to: '+41791234568' },
    ],
    ['a new password', '/auth/forgot-password', { email: 'ada@example.com' }, { email: 'adc@example.com' }],
  ] as const) {
    test(`PW-06 ${what}`, async () => {
      warder.clock.now += 3600
      const seen = await written(path, known)
      assert.deepEqual(seen, await written(path, unknown))
      assert.equal(seen.length, 1)
    })
  }
})
