import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { ask, authenticate, personWithKey, signInBy } from '../../support/passkeys/people.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { startWarder, type TestWarder } from '../../support/warder.ts'

async function told(warder: TestWarder, email: string): Promise<{ mails: number; events: string[] }> {
  const mails = (await warder.inbox()).filter(({ to, subject }) => to === email && subject.includes('copied'))
  const events = await warder.app.db
    .selectFrom('audit_event')
    .innerJoin('user', 'user.id', 'audit_event.subject')
    .select('outcome')
    .where('user.email', '=', email)
    .where('type', '=', 'passkey.cloned')
    .execute()
  return { mails: mails.length, events: events.map(({ outcome }) => outcome) }
}

const hardware = { synced: false, counts: true }

onEveryDatabase('the counter of a key', (warder) => {
  for (const sign_count of [9, 10, 0])
    test(`PK-10 after 10 it may not be ${sign_count}: nobody gets in, and its person is told`, async () => {
      const email = `count-${sign_count}@example.com`
      const { key } = await personWithKey(warder, email, hardware)
      assert.equal((await signInBy(warder, key, { sign_count: 10 })).status, 200)
      assert.equal((await signInBy(warder, key, { sign_count })).status, 401)
      assert.deepEqual(await told(warder, email), { mails: 1, events: ['refused'] })
      assert.equal((await signInBy(warder, key, { sign_count: 11 })).status, 200, 'it goes on')
    })

  test('PK-10 whoever repeats a copy fills the audit and no mailbox', async () => {
    const email = 'flood@example.com'
    const { key } = await personWithKey(warder, email, hardware)
    assert.equal((await signInBy(warder, key, { sign_count: 10 })).status, 200)
    const { challenge_id, publicKey } = await ask(warder)
    const credential = key.get(publicKey, { sign_count: 10 })
    for (let at = 0; at < 6; at++)
      assert.equal((await authenticate(warder, challenge_id, credential)).status, 401)
    assert.deepEqual(await told(warder, email), { mails: 3, events: Array<string>(6).fill('refused') })
  })

  test('PK-10 one that never counts is let in each time', async () => {
    const { key } = await personWithKey(warder, 'nought@example.com')
    for (let at = 0; at < 3; at++) assert.equal((await signInBy(warder, key)).status, 200)
    assert.deepEqual(await told(warder, 'nought@example.com'), { mails: 0, events: [] })
  })

  test('PK-10 a forged count tells nobody: what is not signed is not looked at', async () => {
    const { key } = await personWithKey(warder, 'forged@example.com', hardware)
    const { challenge_id, publicKey } = await ask(warder)
    const answer = key.get(publicKey, { sign_count: 1 })
    const credential = { ...answer, response: { ...answer.response, signature: 'AAAA' } }
    assert.equal((await authenticate(warder, challenge_id, credential)).status, 401)
    assert.deepEqual(await told(warder, 'forged@example.com'), { mails: 0, events: [] })
  })

  test('PK-10 F-33 of ten sign-ins at once with the same count, one is let in', async () => {
    const { key } = await personWithKey(warder, 'race@example.com', hardware)
    const asked = await Promise.all(Array.from({ length: 10 }, () => ask(warder)))
    const answers = await Promise.all(
      asked.map(({ challenge_id, publicKey }) =>
        authenticate(warder, challenge_id, key.get(publicKey, { sign_count: 7 })),
      ),
    )
    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
    assert.ok(answers.every(({ status }) => status === 200 || status === 401))
  })
})

describe('with passkey.sign_count report', () => {
  let warder: TestWarder
  before(async () => (warder = await startWarder({ 'passkey.sign_count': 'report' })))
  after(() => warder.close())

  test('PK-10 a copy is let in, and its person is told each time', async () => {
    const { key } = await personWithKey(warder, 'ada@example.com', hardware)
    assert.equal((await signInBy(warder, key, { sign_count: 10 })).status, 200)
    assert.equal((await signInBy(warder, key, { sign_count: 9 })).status, 200)
    assert.equal((await signInBy(warder, key, { sign_count: 10 })).status, 200, 'it still counts from ten')
    assert.deepEqual(await told(warder, 'ada@example.com'), { mails: 2, events: ['succeeded', 'succeeded'] })
  })
})
