import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createRole } from '../../../packages/warder/src/roles/manage.ts'
import {
  createConnection,
  revokeConnection,
  rotateConnection,
} from '../../../packages/warder/src/scim/connections/connection.ts'
import { mapGroup } from '../../../packages/warder/src/scim/connections/mapping.ts'
import * as credentials from '../../../packages/warder/src/store/people/credentials.ts'
import { callsOf, directoryOf, patch, type Directory } from '../../support/programs/scim.ts'
import { startWarder, type TestWarder } from '../../support/warder.ts'

describe('the audit of what directories do', () => {
  let warder: TestWarder
  let entra: Directory
  before(async () => {
    warder = await startWarder()
    entra = await directoryOf(warder)
    await createRole(warder.operator, { name: 'editor', permissions: ['docs:edit'] })
  })
  after(() => warder.close())

  /** The events of some work. */
  async function eventsOf(work: () => Promise<unknown>) {
    const newest = await warder.app.db
      .selectFrom('audit_event')
      .select('seq')
      .orderBy('seq', 'desc')
      .executeTakeFirst()
    await work()
    return warder.app.db
      .selectFrom('audit_event')
      .selectAll()
      .where('seq', '>', newest?.seq ?? 0)
      .orderBy('seq')
      .execute()
  }
  const typesOf = async (work: () => Promise<unknown>) => (await eventsOf(work)).map(({ type }) => type)

  test('LP-04 provisioner.created, provisioner.rotated, provisioner.revoked and provisioner.refused, without the token', async () => {
    let made = { id: '', token: '' }
    const events = await eventsOf(async () => {
      made = await createConnection(warder.operator, { name: 'Okta' })
      await rotateConnection(warder.operator, made.id, 0)
      await callsOf(warder, made.token).call('GET', '/Users')
      await revokeConnection(warder.operator, made.id)
    })
    assert.deepEqual(
      events.map(({ type, outcome }) => `${type} ${outcome}`),
      [
        'provisioner.created succeeded',
        'provisioner.rotated succeeded',
        'provisioner.refused refused',
        'provisioner.revoked succeeded',
      ],
    )
    assert.ok(!JSON.stringify(events).includes(made.token.slice(4)))
  })

  test('LP-04 what is done to people names the connection, in the transaction of what it does', async () => {
    let id = ''
    const steps: [what: string, work: () => Promise<unknown>, types: string[]][] = [
      ['made', async () => (id = await entra.user('ada@example.com')), ['user.created']],
      [
        'changed',
        () => entra.call('PATCH', `/Users/${id}`, patch({ op: 'add', path: 'title', value: 'Countess' })),
        ['user.updated'],
      ],
      [
        'the same again',
        () => entra.call('PATCH', `/Users/${id}`, patch({ op: 'add', path: 'title', value: 'Countess' })),
        [],
      ],
      [
        'disabled',
        () => entra.call('PATCH', `/Users/${id}`, patch({ op: 'replace', path: 'active', value: false })),
        ['user.disabled', 'user.updated'],
      ],
      [
        'enabled',
        () => entra.call('PATCH', `/Users/${id}`, patch({ op: 'replace', path: 'active', value: true })),
        ['user.enabled', 'user.updated'],
      ],
      [
        'addressed',
        () =>
          entra.call(
            'PATCH',
            `/Users/${id}`,
            patch({ op: 'replace', path: 'userName', value: 'b@example.com' }),
          ),
        ['email.primary_changed', 'user.updated'],
      ],
    ]
    for (const [what, work, types] of steps) {
      const events = await eventsOf(work)
      assert.deepEqual(
        events.map(({ type }) => type),
        types,
        what,
      )
      for (const { actor, subject, detail } of events) {
        assert.deepEqual([actor, subject], [entra.id, id], what)
        assert.ok(detail.includes(`"provisioner":"${entra.id}"`), what)
      }
    }
  })

  test('LP-04 user.unprovisioned and user.deleted', async () => {
    const own = await entra.user('own@example.com')
    const row = { id: 'crd_own', user_id: own, directory_id: 'dir_common', method: 'password', lookup: own }
    await credentials.insert(warder.app.db, { ...row, data: '', created_at: 1, updated_at: 1 })
    assert.deepEqual(await typesOf(() => entra.call('DELETE', `/Users/${own}`)), ['user.unprovisioned'])
    const other = await entra.user('other@example.com')
    assert.deepEqual(await typesOf(() => entra.call('DELETE', `/Users/${other}`)), ['user.deleted'])
  })

  test('LP-04 group.created, group.mapped, group.updated and group.deleted, with the roles that they give', async () => {
    const ada = await entra.user('member@example.com')
    let group = ''
    assert.deepEqual(await typesOf(async () => (group = await entra.group('Writers'))), ['group.created'])
    assert.deepEqual(await typesOf(() => mapGroup(warder.operator, group, 'editor')), ['group.mapped'])
    const add = patch({ op: 'add', path: 'members', value: [{ value: ada }] })
    assert.deepEqual(await typesOf(() => entra.call('PATCH', `/Groups/${group}`, add)), [
      'role.granted',
      'group.updated',
    ])
    assert.deepEqual(await typesOf(() => entra.call('PATCH', `/Groups/${group}`, add)), [])
    assert.deepEqual(await typesOf(() => entra.call('DELETE', `/Groups/${group}`)), [
      'role.revoked',
      'group.deleted',
    ])
  })

  test('a token works until the end of its grace period, and never after', async () => {
    const made = await directoryOf(warder, { name: 'Rotating' })
    const next = await rotateConnection(warder.operator, made.id, 60)
    const [before, now] = [callsOf(warder, made.token), callsOf(warder, next.token)]
    const statuses = async () => [
      (await before.call('GET', '/Users')).status,
      (await now.call('GET', '/Users')).status,
    ]
    assert.deepEqual(await statuses(), [200, 200])
    warder.clock.now += 60
    assert.deepEqual(await statuses(), [401, 200])
    const rotations = await Promise.allSettled(
      Array.from({ length: 5 }, () => rotateConnection(warder.operator, made.id, 0)),
    )
    assert.ok(rotations.some(({ status }) => status === 'fulfilled'))
    assert.deepEqual(await statuses(), [401, 401])
    const found = await warder.app.db
      .selectFrom('provisioner')
      .selectAll()
      .where('id', '=', made.id)
      .executeTakeFirstOrThrow()
    assert.ok(found.last_used_at !== null && !JSON.stringify(found).includes(made.token))
  })
})
