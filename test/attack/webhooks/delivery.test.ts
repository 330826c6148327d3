import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, describe, test } from 'node:test'
import { record } from '../../../packages/warder/src/audit/audit.ts'
import { sendWebhooks } from '../../../packages/warder/src/webhooks/deliver.ts'
import { createWebhook, listDeliveries, showWebhook } from '../../../packages/warder/src/webhooks/manage.ts'
import { administrator } from '../../support/people/administrators.ts'
import { startReceiver, type Receiver } from '../../support/programs/receiver.ts'
import { startWarder, type TestWarder } from '../../support/warder.ts'

const minute = 60
const hour = 60 * minute
const day = 24 * hour

describe('a program that does not take what it is told', () => {
  let warder: TestWarder
  let receiver: Receiver
  beforeEach(async () => {
    warder = await startWarder({ allow_networks: '127.0.0.1/32' })
    receiver = await startReceiver()
  })
  afterEach(async () => {
    receiver.close()
    await warder.close()
  })

  const send = () => sendWebhooks(warder.app)
  const webhook = (url = receiver.url) => createWebhook(warder.operator, { url, types: ['user.updated'] })
  const happen = () => record(warder.app.db, warder.operator, { type: 'user.updated', outcome: 'succeeded' })
  const ids = () => receiver.received.map(({ headers }) => headers.get('webhook-id'))
  const disabled = async () =>
    (
      await warder.app.db
        .selectFrom('audit_event')
        .select('detail')
        .where('type', '=', 'webhook.disabled')
        .execute()
    ).map(({ detail }) => (JSON.parse(detail) as { reason: string }).reason)

  // oxfmt-ignore
  const failures: [what: string, answer: number, error: string][] = [
    ['fails',            500, 'it answered 500'],
    ['is busy',          429, 'it answered 429'],
    ['does not want it', 400, 'it answered 400'],
    ['sends elsewhere',  302, 'it answered 302'],
  ]
  for (const [what, answer, error] of failures) {
    test(`SS-10 SS-05 where it ${what} it is told again later, by the same id`, async () => {
      const { id } = await webhook()
      await happen()
      receiver.answers.push(answer)
      assert.equal(await send(), 0)
      const [waiting] = (await listDeliveries(warder.operator, id, {})).items
      assert.deepEqual([waiting?.attempts, waiting?.last_error], [1, error])
      assert.equal(await send(), 0, 'not at once')
      assert.equal(receiver.received.length, 1)
      warder.clock.now += 10
      assert.equal(await send(), 1)
      assert.equal(new Set(ids()).size, 1)
      assert.equal((await showWebhook(warder.operator, id)).failing_since, null)
    })
  }

  test('SS-10 a message that it refuses holds up no other, and comes less and less often', async () => {
    await webhook()
    await happen()
    await happen()
    receiver.answers.push(400)
    assert.equal(await send(), 0)
    const [refused] = ids()
    warder.clock.now += 10
    receiver.answers.push(204, 400)
    assert.equal(await send(), 1)
    assert.equal(ids().at(-1), refused)
    // The program takes what it is told, but this message waits for half a minute at least.
    warder.clock.now += 10
    assert.equal(await send(), 0)
    assert.equal(ids().length, 3)
    warder.clock.now += 50
    assert.equal(await send(), 1)
    assert.equal(ids().at(-1), refused)
  })

  test('SS-10 attempts come less and less often, and end after a day', async () => {
    const { id } = await webhook()
    await happen()
    receiver.answers.push(...Array<number>(20).fill(503))
    const begin = warder.clock.now
    const tried: number[] = []
    for (; warder.clock.now < begin + 2 * day; warder.clock.now += 5 * minute) {
      const before = receiver.received.length
      await send()
      if (receiver.received.length > before) tried.push(warder.clock.now - begin)
    }
    assert.ok(tried.length >= 5 && tried.length <= 8, `${tried.length} attempts`)
    assert.ok((tried.at(-1) ?? Infinity) <= day)
    assert.equal(new Set(ids()).size, 1)
    const [lost] = (await listDeliveries(warder.operator, id, {})).items
    assert.ok(lost?.failed_at)
    assert.equal(lost.next_attempt_at, null)
  })

  test('SS-10 one that fails for three days is told nothing more, which stands in the audit', async () => {
    const { id } = await webhook()
    receiver.answers.push(...Array<number>(200).fill(500))
    for (let passed = 0; passed < 4 * day; passed += 2 * hour) {
      await happen()
      await send()
      warder.clock.now += 2 * hour
    }
    assert.equal((await showWebhook(warder.operator, id)).disabled_as, 'failing')
    assert.deepEqual(await disabled(), ['failing'])
    const told = receiver.received.length
    await happen()
    warder.clock.now += hour
    assert.equal(await send(), 0)
    assert.equal(receiver.received.length, told)
  })

  test('SS-10 one that says that it is gone is told nothing more at once', async () => {
    const { id } = await webhook()
    await happen()
    receiver.answers.push(410)
    await send()
    assert.equal((await showWebhook(warder.operator, id)).disabled_as, 'gone')
    assert.deepEqual(await disabled(), ['gone'])
  })

  test('SS-10 whoever made it has a mail about it', async () => {
    const ada = await administrator(warder)
    const url = 'https://127.0.0.1/hook'
    const { id } = await ada.ask<{ id: string }>('POST', '/webhooks', 201, { url, types: ['user.updated'] })
    await warder.app.db.updateTable('webhook').set({ failing_since: 1 }).where('id', '=', id).execute()
    await happen()
    await send()
    assert.deepEqual(await disabled(), ['failing'])
    const [mail] = await warder.inbox()
    assert.deepEqual([mail?.to, mail?.text.includes('127.0.0.1')], [ada.email, true])
  })

  test('SS-10 F-48 what waits for one program is bounded', async () => {
    const { id } = await webhook()
    await happen()
    const now = warder.clock.now
    const times = { created_at: now, attempts: 0, next_attempt_at: now }
    const message = { webhook_id: id, type: 'user.updated', body: '{}', ...times }
    for (let from = 0; from < 10_000; from += 1000) {
      const more = Array.from({ length: 1000 }, (_, at) => ({ ...message, id: `msg_${from + at}` }))
      await warder.app.db.insertInto('webhook_delivery').values(more).execute()
    }
    receiver.answers.push(500)
    await send()
    assert.equal((await showWebhook(warder.operator, id)).disabled_as, 'backlog')
    await happen()
    const { many } = await warder.app.db
      .selectFrom('webhook_delivery')
      .select((eb) => eb.fn.countAll<number>().as('many'))
      .executeTakeFirstOrThrow()
    assert.equal(many, 10_001)
  })

  test('AD-14 of what it answers nothing is kept', async () => {
    await webhook()
    await happen()
    receiver.answers.push(500)
    await send()
    const rows = await warder.app.db.selectFrom('webhook_delivery').selectAll().execute()
    assert.ok(!JSON.stringify(rows).includes('script'))
    assert.ok(!warder.lines.join('').includes('script'))
  })
})

describe('in development', () => {
  test('SS-01 this machine is reached by what the operator names, and not by what an administrator does', async () => {
    const warder = await startWarder({}, { dev: true })
    const receiver = await startReceiver()
    const ada = await administrator(warder)
    const types = ['user.updated']
    const own = await createWebhook(warder.operator, { url: receiver.url, types })
    const url = receiver.url.replace('http:', 'https:')
    const { id } = await ada.ask<{ id: string }>('POST', '/webhooks', 201, { url, types })
    await record(warder.app.db, warder.operator, { type: 'user.updated', outcome: 'succeeded' })
    assert.equal(await sendWebhooks(warder.app), 1)
    const last = async (of: string) => (await listDeliveries(warder.operator, of, {})).items[0]
    assert.ok((await last(own.id))?.delivered_at)
    assert.equal((await last(id))?.last_error, 'address')
    receiver.close()
    await warder.close()
  })
})

describe('programs that do not answer', () => {
  let warder: TestWarder
  const receivers: Receiver[] = []
  before(async () => {
    warder = await startWarder({ allow_networks: '127.0.0.1/32' })
    for (let made = 0; made < 9; made++) {
      const receiver = await startReceiver()
      receivers.push(receiver)
      await createWebhook(warder.operator, { url: receiver.url, types: ['user.created'] })
    }
    await warder.user()
  })
  after(async () => {
    for (const receiver of receivers) receiver.close()
    await warder.close()
  })

  test('F-48 SS-10 hold up neither a sign-in nor one another, and have one message at a time', async () => {
    const [good, ...silent] = receivers
    for (const receiver of silent) receiver.answers.push(...Array<'hang'>(50).fill('hang'))
    for (let made = 0; made < 10; made++) await warder.user(`bob-${made}@example.com`)
    const begin = performance.now()
    const sending = sendWebhooks(warder.app)
    await warder.tokens()
    const signed_in = performance.now() - begin
    assert.ok(signed_in < 2000, `a sign-in took ${signed_in} ms`)
    await sending
    assert.ok(performance.now() - begin < 15_000)
    assert.equal(good?.received.length, 11)
    assert.equal(good.most(), 1)
    for (const receiver of silent)
      assert.equal(receiver.received.length, 1, 'one attempt that hangs is enough for now')
    assert.equal(await sendWebhooks(warder.app), 0)
  })
})
