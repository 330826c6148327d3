import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mayText } from '../../../packages/warder/src/sms/quota.ts'
import * as outbox from '../../../packages/warder/src/store/operations/outbox.ts'
import { fifty, onEveryStore } from '../open-stores.ts'

const config = { sms_per_hour: 40, sms_countries: [] }

onEveryStore('the outbox', (store) => {
  const put = (id: string, channel: outbox.Channel = 'email', at = 10) =>
    outbox.insert(store.db, {
      id,
      channel,
      recipient: 'ada@example.com',
      sealed: 'x',
      created_at: at,
      attempts: 0,
      next_attempt_at: at,
      sent_at: null,
      failed_at: null,
      last_error: null,
    })
  const dueIds = async (channel: outbox.Channel, now: number) =>
    (await outbox.due(store.db, channel, now, 100)).map(({ id }) => id)

  test('of fifty senders one takes a message, and nobody again before its time', async () => {
    await put('msg_race')
    const [row] = await outbox.due(store.db, 'email', 10, 1)
    assert.ok(row)
    const taken = await fifty(() => outbox.claim(store.db, row, 100))
    assert.equal(taken.filter(Boolean).length, 1)
    assert.deepEqual(await dueIds('email', 99), [])
    assert.deepEqual(await dueIds('email', 100), ['msg_race'])
    await outbox.markSent(store.db, 'msg_race', 100)
    assert.deepEqual(await dueIds('email', 200), [])
  })

  test('each channel has its own queue', async () => {
    await put('msg_mail')
    await put('msg_text', 'sms')
    assert.deepEqual(await dueIds('sms', 10), ['msg_text'])
    await outbox.markSent(store.db, 'msg_mail', 10)
    await outbox.markSent(store.db, 'msg_text', 10)
  })

  test('what is given up is not due and is listed, until one of fifty operators makes it due again', async () => {
    for (const id of ['msg_1', 'msg_2', 'msg_3']) {
      await put(id)
      await outbox.giveUp(store.db, id, '550 no', 20)
    }
    await put('msg_4')
    assert.deepEqual(await dueIds('email', 30), ['msg_4'])
    const ids = async (page: Parameters<typeof outbox.unsent>[2]) =>
      (await outbox.unsent(store.db, 'email', page)).map(({ id }) => id)
    assert.deepEqual(await ids({ failed: true, limit: 2 }), ['msg_3', 'msg_2'])
    assert.deepEqual(await ids({ failed: true, limit: 2, before: 'msg_2' }), ['msg_1'])
    assert.deepEqual(await ids({ failed: false, limit: 9 }), ['msg_4'])
    assert.deepEqual(await outbox.unsentCounts(store.db), [
      { channel: 'email', state: 'waiting', count: 1 },
      { channel: 'email', state: 'failed', count: 3 },
    ])
    const again = await fifty(() => outbox.retry(store.db, 'msg_1', 'email', 40))
    assert.equal(again.filter(Boolean).length, 1)
    assert.equal(await outbox.retry(store.db, 'msg_2', 'sms', 40), false)
    assert.deepEqual((await dueIds('email', 40)).toSorted(), ['msg_1', 'msg_4'])
  })

  const may = (e164: string, address = '192.0.2.1', tenant_id = 'ten_default', now = 1000) =>
    mayText(
      store.db,
      { now: () => now, config },
      { tenant_id, address, number: { e164, range: e164.slice(0, -3), country: 'CH' } },
    )

  test('MF-17 fifty requests for one number at once are three messages, and three more later', async () => {
    const sent = await fifty(() => may('+41791234567'))
    assert.equal(sent.filter(Boolean).length, 3)
    assert.equal(await may('+41791234567', '192.0.2.1', 'ten_default', 1000 + 900), true)
  })

  test('MF-17 a country that is not served any more gets none, also where a number was added before', async () => {
    const number = { e164: '+41791239999', range: '+41791239', country: 'CH' } as const
    const served: [sms_countries: string[], expected: boolean][] = [
      [['DE', 'FR'], false],
      [['DE', 'CH'], true],
    ]
    for (const [sms_countries, expected] of served) {
      const app = { now: () => 1000, config: { ...config, sms_countries } }
      const sent = await mayText(store.db, app, { tenant_id: 'ten_c', address: '192.0.2.77', number })
      assert.equal(sent, expected)
    }
  })

  test('MF-17 a hundred numbers of one range are ten messages', async () => {
    let sent = 0
    for (let at = 100; at < 200; at++) if (await may(`+8816123450${at}`, `192.0.2.${at}`, 'ten_a')) sent++
    assert.equal(sent, 10)
  })

  test('MF-17 one address causes twenty, one tenant as many as it may', async () => {
    let sent = 0
    for (let at = 1000; at < 1100; at++) if (await may(`+4479${at}111222`, '198.51.100.1', 'ten_b')) sent++
    assert.equal(sent, 20)
    for (let at = 1000; at < 1100; at++) if (await may(`+4978${at}111222`, `10.0.${at}.1`, 'ten_b')) sent++
    assert.equal(sent, config.sms_per_hour)
    assert.equal(await may('+33612345678', '10.9.9.9', 'ten_c'), true, 'another tenant is not touched')
  })

  test('MF-17 PX-07 the addresses of one /64 are one', async () => {
    let sent = 0
    for (let at = 1000; at < 1100; at++) if (await may(`+3361${at}567`, `2001:db8::${at}`, 'ten_d')) sent++
    assert.equal(sent, 20)
  })
})
