import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { record } from '../../../packages/warder/src/audit/audit.ts'
import { sendWebhooks } from '../../../packages/warder/src/webhooks/deliver.ts'
import {
  changeWebhook,
  createWebhook,
  listDeliveries,
  removeWebhook,
  rotateWebhook,
  type MadeWebhook,
} from '../../../packages/warder/src/webhooks/manage.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { administrator } from '../../support/people/administrators.ts'
import { checked, startReceiver, type Receiver } from '../../support/programs/receiver.ts'
import { json, type TestWarder } from '../../support/warder.ts'

const settings = { allow_networks: '127.0.0.1/32', 'limits.costly': '100000' }

onEveryDatabase(
  'programs elsewhere are told what happens',
  (warder: TestWarder) => {
    let receiver: Receiver
    const made: MadeWebhook[] = []
    const webhook = async (...types: string[]) => {
      const one = await createWebhook(warder.operator, { url: receiver.url, types })
      made.push(one)
      return one
    }
    const send = () => sendWebhooks(warder.app)

    before(async () => (receiver = await startReceiver()))
    after(() => receiver.close())
    beforeEach(async () => {
      for (const { id } of made.splice(0)) await removeWebhook(warder.operator, id).catch(() => undefined)
      receiver.received.length = 0
      receiver.answers.length = 0
      warder.clock.now += 10
    })

    test('SS-09 a message is signed as Standard Webhooks 1.0 has it, and says who did what to whom by their ids', async () => {
      const { secret } = await webhook('user.created')
      const ada = await warder.user('ada-told@example.com')
      assert.equal(await send(), 1)
      assert.equal(await send(), 0, 'once')
      const [got] = receiver.received
      const id = got?.headers.get('webhook-id') ?? ''
      assert.match(id, /^msg_[0-9a-z]{20}$/)
      assert.deepEqual(await checked(got, [secret], warder.clock.now), {
        ok: true,
        id,
        timestamp: warder.clock.now,
      })
      assert.deepEqual(got?.message, {
        type: 'user.created',
        timestamp: new Date(warder.clock.now * 1000).toISOString().replace('.000', ''),
        data: {
          tenant_id: 'ten_default',
          outcome: 'succeeded',
          actor: null,
          subject: ada.id,
          client_id: null,
          session_id: null,
          request_id: 'warder:operator',
          detail: { roles: [] },
        },
      })
      assert.ok(!got?.body.includes('ada-told'), 'no address of anybody')
    })

    test('no address of anybody is told, also where it is what has changed', async () => {
      await webhook('*')
      const event = { type: 'email.primary_changed', outcome: 'succeeded' } as const
      const detail = {
        from: 'ada@old.example',
        to: 'ada@new.example',
        kept: ['ada@old.example'],
        sessions: 2,
      }
      await record(warder.app.db, warder.operator, { ...event, detail })
      await send()
      const told = receiver.received.at(-1)
      assert.deepEqual(told?.message.data.detail, { sessions: 2 })
      assert.ok(!receiver.received.some(({ body }) => body.includes('@')))
    })

    test('a program hears of the events that it names, of the rest nothing', async () => {
      await webhook('user.disabled', 'session.*')
      await warder.user('bob-told@example.com')
      await warder.tokens('bob-told@example.com')
      await send()
      assert.deepEqual(
        receiver.received.map(({ message }) => message.type),
        ['session.opened'],
      )
    })

    test('what is undone is told to nobody, and what is done is on its way before anybody is answered', async () => {
      await webhook('*')
      const event = { type: 'user.updated', outcome: 'succeeded' } as const
      await assert.rejects(
        warder.app.db.transaction().execute(async (tx) => {
          await record(tx, warder.operator, event)
          throw new Error('undone')
        }),
        /undone/,
      )
      assert.equal(await send(), 1, 'that the webhook was made')
      await record(warder.app.db, warder.operator, event)
      const waiting = warder.app.db
        .selectFrom('webhook_delivery')
        .select('type')
        .where('delivered_at', 'is', null)
      assert.deepEqual(await waiting.execute(), [{ type: 'user.updated' }])
    })

    test('SS-09 while a secret takes the place of another both sign, and afterwards the new one alone', async () => {
      const old = await webhook('user.created')
      const { secret } = await rotateWebhook(warder.operator, old.id, 3600)
      const tell = async (email: string) => {
        await warder.user(email)
        await send()
        return receiver.received.at(-1)
      }
      const during = await tell('during@example.com')
      assert.ok((await checked(during, [old.secret], warder.clock.now)).ok)
      assert.ok((await checked(during, [secret], warder.clock.now)).ok)
      warder.clock.now += 3600
      const later = await tell('later@example.com')
      assert.deepEqual(await checked(later, [old.secret], warder.clock.now), {
        ok: false,
        reason: 'signature',
      })
      assert.ok((await checked(later, [secret], warder.clock.now)).ok)
      const atOnce = await rotateWebhook(warder.operator, old.id, 0)
      const last = await tell('last@example.com')
      assert.ok(!(await checked(last, [secret], warder.clock.now)).ok)
      assert.ok((await checked(last, [atOnce.secret], warder.clock.now)).ok)
    })

    test('messages come in the order in which things happened', async () => {
      await webhook('user.created')
      const emails = ['one', 'two', 'three', 'four'].map((name) => `${name}-order@example.com`)
      const ids: string[] = []
      for (const email of emails) ids.push((await warder.user(email)).id)
      await send()
      assert.deepEqual(
        receiver.received.map(({ message }) => message.data.subject),
        ids,
      )
    })

    test('one that is stopped hears nothing of what happens meanwhile, and goes on when it is told to', async () => {
      const { id } = await webhook('user.created')
      assert.equal((await changeWebhook(warder.operator, id, { enabled: false })).disabled_as, 'paused')
      await warder.user('meanwhile@example.com')
      assert.ok((await changeWebhook(warder.operator, id, { enabled: true })).enabled)
      const { id: after } = await warder.user('again@example.com')
      await send()
      assert.deepEqual(
        receiver.received.map(({ message }) => message.data.subject),
        [after],
      )
    })

    test('administrators make, change, rotate and remove one, and see what became of its messages', async () => {
      const ada = await administrator(warder)
      const input = { url: 'https://hooks.example/warder', types: ['user.*'], description: 'Mirror' }
      const keyed = { 'idempotency-key': 'mirror' }
      const { secret, ...one } = await json<MadeWebhook>(await ada.call('POST', '/webhooks', input, keyed))
      assert.match(secret, /^whsec_[A-Za-z0-9+/]{43}=$/)
      assert.deepEqual(await json(await ada.call('POST', '/webhooks', input, keyed)), one, 'told once')
      const path = `/webhooks/${one.id}`
      assert.deepEqual(await ada.ask('GET', path, 200), one)
      const { items } = await ada.ask<{ items: object[] }>('GET', '/webhooks', 200)
      assert.deepEqual(items, [one])

      const state = await ada.state(path)
      const changed = await ada.call('PATCH', path, { types: ['*'] }, state)
      assert.deepEqual(await json(changed), { ...one, types: ['*'] })
      assert.equal((await ada.call('PATCH', path, { types: ['*'] }, state)).status, 412)
      assert.notEqual((await ada.ask<MadeWebhook>('POST', `${path}/rotate`, 200)).secret, secret)

      const deliveries = await ada.ask<{ items: Record<string, unknown>[] }>('GET', `${path}/deliveries`, 200)
      const [rotated] = deliveries.items
      assert.equal(rotated?.['type'], 'webhook.rotated')
      assert.equal(rotated?.['attempts'], 0)
      assert.equal((await ada.call('DELETE', path, undefined, await ada.state(path))).status, 204)
      await ada.ask('GET', path, 404)
      await ada.ask('GET', `${path}/deliveries`, 404)
      assert.deepEqual(
        await warder.app.db
          .selectFrom('webhook_delivery')
          .select('id')
          .where('webhook_id', '=', one.id)
          .execute(),
        [],
      )
    })

    test('a message that was given up goes out again under its id, and a message that was taken is forgotten', async () => {
      const { id, secret } = await webhook('user.created')
      await warder.user('lost@example.com')
      // The fourth comes more than a day after it happened.
      for (let attempt = 1; attempt <= 4; attempt++) {
        receiver.answers.push(500)
        await send()
        warder.clock.now += 11 * 3600
      }
      const [lost] = (await listDeliveries(warder.operator, id, {})).items
      assert.ok(lost?.failed_at)
      assert.equal(lost.last_error, 'it answered 500')
      assert.equal(await send(), 0)
      const again = `/webhooks/${id}/deliveries/${lost.id}/redeliver`
      await (await administrator(warder)).ask('POST', again, 202)
      warder.clock.now += 3600
      await send()
      const got = receiver.received.findLast(({ headers }) => headers.get('webhook-id') === lost.id)
      const timestamp = warder.clock.now
      assert.deepEqual(await checked(got, [secret], timestamp), { ok: true, id: lost.id, timestamp })
      const row = await warder.app.db
        .selectFrom('webhook_delivery')
        .selectAll()
        .where('id', '=', lost.id)
        .executeTakeFirst()
      assert.equal(row?.body, null)
      await (await administrator(warder)).ask('POST', again, 404)
    })
  },
  settings,
)
