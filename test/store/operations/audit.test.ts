import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { untilDone } from '../../../packages/warder/src/store/batches.ts'
import * as auditEvents from '../../../packages/warder/src/store/operations/audit-events.ts'
import { onEveryStore } from '../open-stores.ts'

onEveryStore('old events', (store) => {
  beforeEach(() =>
    store.db
      .deleteFrom('audit_event')
      .execute()
      .then(() => undefined),
  )

  const event = (time: number) => ({
    time,
    type: 'session.opened',
    outcome: 'succeeded',
    tenant_id: 'ten_default',
    actor: null,
    subject: null,
    client_id: null,
    session_id: null,
    request_id: '',
    address: '',
    user_agent: '',
    detail: '{}',
  })
  const left = async () =>
    (await store.db.selectFrom('audit_event').select('time').orderBy('seq').execute()).map(({ time }) => time)

  test('go a batch at a time, and what is not old enough stays', async () => {
    await store.db.insertInto('audit_event').values([1, 2, 3, 4, 5, 6, 7].map(event)).execute()
    assert.equal(await auditEvents.removeBefore(store.db, 6, 2), 2)
    assert.deepEqual(await left(), [3, 4, 5, 6, 7])
    await untilDone((batch) => auditEvents.removeBefore(store.db, 6, batch), { batch: 2, stop: () => false })
    assert.deepEqual(await left(), [6, 7])
    assert.equal(await auditEvents.removeBefore(store.db, 6, 2), 0)
  })

  test('are looked for among the first rows alone, so that there being none costs nothing', async () => {
    await store.db.insertInto('audit_event').values([9, 9, 9, 1].map(event)).execute()
    assert.equal(await auditEvents.removeBefore(store.db, 6, 2), 0)
    assert.deepEqual(await left(), [9, 9, 9, 1])
  })
})
