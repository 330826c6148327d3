import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createRole } from '../../../packages/warder/src/roles/manage.ts'
import type { MadeConnection } from '../../../packages/warder/src/scim/connections/connection.ts'
import { lockDown } from '../../../packages/warder/src/users/lifecycle/lock-down.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { administrator } from '../../support/people/administrators.ts'
import { callsOf } from '../../support/programs/scim.ts'
import { json } from '../../support/warder.ts'

onEveryDatabase('directories, by whoever administers', (warder) => {
  test('one is connected once, its token told once, rotated and ended', async () => {
    const ada = await administrator(warder)
    const keyed = { 'idempotency-key': 'entra' }
    const { token, ...made } = await json<MadeConnection>(
      await ada.call('POST', '/provisioners', { name: 'Entra' }, keyed),
    )
    assert.match(token, /^wsc_/)
    assert.deepEqual(await json(await ada.call('POST', '/provisioners', { name: 'Entra' }, keyed)), made)
    const path = `/provisioners/${made.id}`
    assert.deepEqual(await ada.ask('GET', path, 200), made)
    assert.deepEqual(await ada.ask('GET', '/provisioners', 200), { items: [made], next_cursor: null })
    assert.equal((await callsOf(warder, token).call('GET', '/Users')).status, 200)
    const next = await ada.ask<MadeConnection>('POST', `${path}/rotate`, 200, { grace_period_seconds: 0 })
    assert.equal((await callsOf(warder, token).call('GET', '/Users')).status, 401)
    assert.equal((await callsOf(warder, next.token).call('GET', '/Users')).status, 200)
    await ada.ask('DELETE', path, 204)
    assert.equal((await callsOf(warder, next.token).call('GET', '/Users')).status, 401)
    await ada.ask('GET', path, 404)
  })

  test('AD-02 nobody connects a directory that may do more than they, and no group gives more than they have', async () => {
    const [bob, carol] = [
      await administrator(warder, ['provisioners:*']),
      await administrator(warder, ['provisioners:*', 'users:write']),
    ]
    await bob.ask('POST', '/provisioners', 403, { name: 'Bobs' })
    await carol.ask('POST', '/provisioners', 403, { name: 'Carols', vouched: true })
    const { id, token } = await carol.ask<MadeConnection>('POST', '/provisioners', 201, { name: 'Carols' })
    await bob.ask('POST', `/provisioners/${id}/rotate`, 403, {})

    await createRole(warder.operator, { name: 'writer', permissions: ['users:write'] })
    await createRole(warder.operator, { name: 'auditor', permissions: ['audit:read'] })
    const group = await callsOf(warder, token).group('Auditors')
    await carol.ask('POST', `/provisioned-groups/${group}/map`, 403, { role: 'auditor' })
    await carol.ask('POST', `/provisioned-groups/${group}/map`, 400, { role: 'admin' })
    await carol.ask('POST', `/provisioned-groups/${group}/map`, 200, { role: 'writer' })
    const { items } = await bob.ask<{ items: object[] }>('GET', `/provisioners/${id}/groups`, 200)
    assert.deepEqual(items, [{ id: group, name: 'Auditors', external_id: null, role: 'writer' }])
    await (await administrator(warder, ['provisioners:read'])).ask('DELETE', `/provisioners/${id}`, 403)
  })

  test('a connection whose token an administrator was told ends when somebody else was in their account', async () => {
    const ada = await administrator(warder)
    const { token } = await ada.ask<MadeConnection>('POST', '/provisioners', 201, { name: 'Theirs' })
    const { token: own } = await (
      await administrator(warder)
    ).ask<MadeConnection>('POST', '/provisioners', 201, { name: 'Own' })
    await warder.app.db
      .transaction()
      .execute((tx) => lockDown(tx, warder.operator, ada.id, { actor: ada.id, since: 0 }))
    assert.equal((await callsOf(warder, token).call('GET', '/Users')).status, 401)
    assert.equal((await callsOf(warder, own).call('GET', '/Users')).status, 200)
  })
})
