import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { page } from '../../../packages/warder/src/store/operations/audit-events.ts'
import type { MadeWebhook } from '../../../packages/warder/src/webhooks/manage.ts'
import { administrator, type Administrator } from '../../support/people/administrators.ts'
import { startWarder, type TestWarder } from '../../support/warder.ts'

describe('the audit of webhooks', () => {
  let warder: TestWarder
  let ada: Administrator
  let id: string
  before(async () => {
    warder = await startWarder()
    ada = await administrator(warder)
    const input = { url: 'https://hooks.example/a/path?with=a-secret', types: ['user.created'] }
    id = (await ada.ask<MadeWebhook>('POST', '/webhooks', 201, input)).id
  })
  after(() => warder.close())

  const last = async () => {
    const { rows } = await page(warder.app.db, { tenant_id: 'ten_default' }, 1)
    const [row] = rows
    return [row?.type, row?.outcome, row?.actor, row?.detail]
  }
  const change = (method: string, body?: object) =>
    ada.call(method, `/webhooks/${id}`, body, { 'if-match': '*' })

  test('LP-04 LP-01 says who had which program told what, and where without what an address may hide', async () => {
    const detail = JSON.stringify({ webhook: id, origin: 'https://hooks.example', types: ['user.created'] })
    assert.deepEqual(await last(), ['webhook.created', 'succeeded', ada.id, detail])
  })

  test('LP-04 says who changed it, and what of it', async () => {
    assert.equal((await change('PATCH', { url: 'https://other.example/x', enabled: false })).status, 200)
    const detail = JSON.stringify({
      webhook: id,
      changed: ['url', 'enabled'],
      origin: 'https://other.example',
    })
    assert.deepEqual(await last(), ['webhook.updated', 'succeeded', ada.id, detail])
  })

  test('LP-04 says who gave it another secret, sent a message again, and removed it', async () => {
    await ada.ask('POST', `/webhooks/${id}/rotate`, 200, { grace_period_seconds: 60 })
    assert.deepEqual(await last(), [
      'webhook.rotated',
      'succeeded',
      ada.id,
      JSON.stringify({ webhook: id, grace: 60 }),
    ])

    const now = warder.clock.now
    const times = { created_at: now, attempts: 8, next_attempt_at: now, delivered_at: null, failed_at: now }
    const message = {
      id: 'msg_lost',
      webhook_id: id,
      type: 'user.created',
      body: '{}',
      last_error: 'timeout',
      ...times,
    }
    await warder.app.db.insertInto('webhook_delivery').values(message).execute()
    await ada.ask('POST', `/webhooks/${id}/deliveries/msg_lost/redeliver`, 202)
    const detail = JSON.stringify({ webhook: id, message: 'msg_lost' })
    assert.deepEqual(await last(), ['webhook.redelivered', 'succeeded', ada.id, detail])

    assert.equal((await change('DELETE')).status, 204)
    assert.deepEqual(await last(), ['webhook.removed', 'succeeded', ada.id, JSON.stringify({ webhook: id })])
  })
})
