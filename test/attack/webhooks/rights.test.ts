import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sendWebhooks } from '../../../packages/warder/src/webhooks/deliver.ts'
import {
  createWebhook,
  listDeliveries,
  type MadeWebhook,
} from '../../../packages/warder/src/webhooks/manage.ts'
import { resumeTenant, suspendTenant } from '../../../packages/warder/src/tenants/manage.ts'
import { lockDown } from '../../../packages/warder/src/users/lifecycle/lock-down.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { administrator, callAdmin } from '../../support/people/administrators.ts'
import { makeTenant } from '../../support/people/tenants.ts'
import { startReceiver, type Receiver } from '../../support/programs/receiver.ts'
import { json } from '../../support/warder.ts'

/** Told of what does not happen here, so that nothing is sent there. */
const input = { url: 'https://hooks.example/warder', types: ['signing_key.retired'] }
const settings = { allow_networks: '127.0.0.1/32', 'limits.costly': '100000' }

onEveryDatabase(
  'who may have programs told',
  (warder) => {
    let receiver: Receiver
    before(async () => (receiver = await startReceiver()))
    after(() => receiver.close())

    test('AG-11 whoever may only look sees no secret, and changes nothing', async () => {
      const [ada, reader] = [await administrator(warder), await administrator(warder, ['webhooks:read'])]
      const { id, secret } = await ada.ask<MadeWebhook>('POST', '/webhooks', 201, input)
      const path = `/webhooks/${id}`
      for (const at of [path, '/webhooks', `${path}/deliveries`]) {
        const text = JSON.stringify(await reader.ask('GET', at, 200))
        assert.ok(!text.includes(secret) && !text.includes('whsec_'), at)
      }
      await reader.ask('POST', '/webhooks', 403, input)
      await reader.ask('POST', `${path}/rotate`, 403)
      assert.equal((await reader.call('PATCH', path, { types: ['*'] }, { 'if-match': '*' })).status, 403)
      assert.equal((await reader.call('DELETE', path, undefined, { 'if-match': '*' })).status, 403)
      const rows = await warder.app.db.selectFrom('webhook').selectAll().execute()
      assert.ok(!JSON.stringify(rows).includes(secret), 'it rests sealed')
    })

    test('AD-02 nobody is told by a webhook what they may not read', async () => {
      const bob = await administrator(warder, ['webhooks:*'])
      await bob.ask('POST', '/webhooks', 403, input)
      const { id } = await createWebhook(warder.operator, input)
      assert.equal(
        (await bob.call('PATCH', `/webhooks/${id}`, { url: 'https://bob.example/' }, { 'if-match': '*' }))
          .status,
        403,
      )
      await bob.ask('POST', `/webhooks/${id}/rotate`, 403)
      const carol = await administrator(warder, ['webhooks:write', 'audit:read'])
      await carol.ask('POST', '/webhooks', 201, input)
    })

    // oxfmt-ignore
    const addresses: [id: string, url: string][] = [
      ['SS-07', 'http://hooks.example/'],
      ['SS-07', 'file:///etc/passwd'],
      ['SS-07', 'ftp://hooks.example/'],
      ['SS-07', 'https://ada:secret@hooks.example/'],
      ['SS-07', 'https://hooks.example/#part'],
      ['SS-07', 'javascript:alert(1)'],
      ['AD-14', 'https://hooks.example/"><script>alert(1)</script>'],
      ['SS-07', ''],
    ]
    for (const [id, url] of addresses) {
      test(`${id} ${JSON.stringify(url)} is no address that an administrator may name`, async () => {
        const ada = await administrator(warder)
        await ada.ask('POST', '/webhooks', 400, { ...input, url })
      })
    }

    for (const types of [[], ['nothing'], ['user.'], ['user'], ['u.*'], ['**'], ['user.*.*']]) {
      test(`${JSON.stringify(types)} names no event`, async () => {
        await assert.rejects(createWebhook(warder.operator, { ...input, types }), { code: 'invalid_input' })
      })
    }

    for (const url of [
      'https://127.0.0.2/',
      'https://10.0.0.1/',
      'https://169.254.169.254/',
      'https://[::1]/',
      'https://2130706434/',
    ]) {
      test(`SS-01 SS-02 ${url} is reached by nothing that an administrator names`, async () => {
        const ada = await administrator(warder)
        const { id } = await ada.ask<MadeWebhook>('POST', '/webhooks', 201, { url, types: ['user.created'] })
        await warder.user(`${id}@example.com`)
        await sendWebhooks(warder.app)
        const [waiting] = (await listDeliveries(warder.operator, id, {})).items
        assert.equal(waiting?.last_error, 'address')
      })
    }

    test('an address of the operator that an administrator changes is not the operator’s any more', async () => {
      const ada = await administrator(warder)
      const { id } = await createWebhook(warder.operator, { url: 'http://10.0.0.1/', types: ['user.*'] })
      const path = `/webhooks/${id}`
      assert.equal(
        (await ada.call('PATCH', path, { url: 'http://10.0.0.2/' }, { 'if-match': '*' })).status,
        400,
      )
      assert.equal(
        (await ada.call('PATCH', path, { url: 'https://10.0.0.2/' }, { 'if-match': '*' })).status,
        200,
      )
      const row = await warder.app.db
        .selectFrom('webhook')
        .select('trusted_at')
        .where('id', '=', id)
        .executeTakeFirst()
      assert.equal(row?.trusted_at, null)
    })

    test('TN-03 a webhook of another tenant is unknown, and hears nothing of this one', async () => {
      const slug = `hooks-${receiver.received.length}-${warder.clock.now % 1000}`
      const other = await makeTenant(warder, slug)
      const theirs = await createWebhook(other.by, { url: receiver.url, types: ['user.*'] })
      const ada = await administrator(warder)
      const unknown = await ada.call('GET', '/webhooks/whk_unknown')
      const got = await ada.call('GET', `/webhooks/${theirs.id}`)
      assert.deepEqual([got.status, (await json(got))['detail']], [404, (await json(unknown))['detail']])
      for (const [method, path] of [
        ['POST', '/rotate'],
        ['GET', '/deliveries'],
        ['POST', '/deliveries/msg_1/redeliver'],
      ] as const)
        assert.equal((await ada.call(method, `/webhooks/${theirs.id}${path}`)).status, 404, path)

      const mine = await createWebhook(warder.operator, { url: `${receiver.url}/mine`, types: ['user.*'] })
      await warder.user(`${mine.id}@example.com`)
      await sendWebhooks(warder.app)
      assert.deepEqual([...new Set(receiver.received.map(({ path }) => path))], ['/hook/mine'])
      const message = (await listDeliveries(warder.operator, mine.id, {})).items[0]
      assert.deepEqual((await listDeliveries(other.by, theirs.id, {})).items, [])
      // Their webhook and a message of mine: the message is none of theirs.
      const path = `/webhooks/${theirs.id}/deliveries/${message?.id}/redeliver`
      assert.equal((await ada.call('POST', path)).status, 404)
      receiver.received.length = 0
    })

    test('TN-17 while a tenant is suspended its programs are told nothing', async () => {
      const slug = `still-${warder.clock.now % 1000}`
      const other = await makeTenant(warder, slug)
      const { id } = await createWebhook(other.by, { url: receiver.url, types: ['user.created'] })
      await other.user()
      await suspendTenant(warder.operator, slug)
      await sendWebhooks(warder.app)
      assert.equal(receiver.received.length, 0)
      await resumeTenant(warder.operator, slug)
      await sendWebhooks(warder.app)
      assert.equal(receiver.received.length, 1)
      assert.ok((await listDeliveries(other.by, id, {})).items[0]?.delivered_at)
      receiver.received.length = 0
    })

    test('whoever got into the account of an administrator hears nothing more once it is locked', async () => {
      const ada = await administrator(warder)
      const { id } = await ada.ask<MadeWebhook>('POST', '/webhooks', 201, input)
      const own = await createWebhook(warder.operator, input)
      await warder.app.db
        .transaction()
        .execute((tx) => lockDown(tx, warder.operator, ada.id, { actor: ada.id, since: 0 }))
      const by = { authorization: `Bearer ${(await administrator(warder)).access_token}` }
      const state = async (at: string) =>
        (await json<MadeWebhook>(await callAdmin(warder, 'GET', `/webhooks/${at}`, undefined, by)))
          .disabled_as
      assert.equal(await state(id), 'locked_down')
      assert.equal(await state(own.id), null)
    })
  },
  settings,
)
