import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createRole } from '../../../packages/warder/src/roles/manage.ts'
import { listGroups, mapGroup } from '../../../packages/warder/src/scim/connections/mapping.ts'
import { heldBy } from '../../../packages/warder/src/access/permissions/held.ts'
import { directoryOf, patch, type Directory } from '../../support/programs/scim.ts'
import { startWarder, type TestWarder } from '../../support/warder.ts'

describe('groups that are provisioned', () => {
  let warder: TestWarder
  let entra: Directory
  let ada: string
  let bob: string
  before(async () => {
    warder = await startWarder()
    entra = await directoryOf(warder)
    ada = await entra.user('ada@example.com')
    bob = await entra.user('bob@example.com')
    for (const name of ['editor', 'reader'])
      await createRole(warder.operator, { name, permissions: [`${name}:all`] })
  })
  after(() => warder.close())

  const rolesOf = async (id: string) => (await heldBy(warder.app.db, warder.operator.tenant.id, id)).roles
  const add = (group: string, ...ids: string[]) =>
    entra.call(
      'PATCH',
      `/Groups/${group}`,
      patch({ op: 'add', path: 'members', value: ids.map((value) => ({ value })) }),
    )
  const take = (group: string, id: string) =>
    entra.call('PATCH', `/Groups/${group}`, patch({ op: 'remove', path: `members[value eq "${id}"]` }))

  test('SC-07 a group gives nobody a role by its name, and neither do roles and entitlements of a person', async () => {
    for (const name of ['admin', 'editor', '*']) {
      const group = await entra.group(name, [ada])
      assert.equal((await add(group, bob)).status, 204)
    }
    const told = {
      roles: [{ value: 'admin', primary: true }],
      entitlements: [{ value: '*' }],
      groups: [{ value: 'admin' }],
    }
    assert.equal(
      (await entra.call('PUT', `/Users/${ada}`, { userName: 'ada@example.com', ...told })).status,
      200,
    )
    assert.deepEqual([await rolesOf(ada), await rolesOf(bob)], [[], []])
  })

  test('SC-07 a group that the operator maps gives its role to whoever is in it, and takes it from whoever leaves', async () => {
    const group = await entra.group('Writers', [ada])
    await mapGroup(warder.operator, group, 'editor')
    assert.deepEqual(await rolesOf(ada), ['editor'], 'who was in it before')
    await add(group, bob)
    assert.deepEqual(await rolesOf(bob), ['editor'])
    await take(group, bob)
    assert.deepEqual(await rolesOf(bob), [])

    const second = await entra.group('Authors', [ada])
    await mapGroup(warder.operator, second, 'editor')
    await take(group, ada)
    assert.deepEqual(await rolesOf(ada), ['editor'], 'another group gives it')
    assert.equal((await entra.call('DELETE', `/Groups/${second}`)).status, 204)
    assert.deepEqual(await rolesOf(ada), [])

    await add(group, ada)
    await mapGroup(warder.operator, group, 'reader')
    assert.deepEqual(await rolesOf(ada), ['reader'], 'mapped to another role')
    await mapGroup(warder.operator, group, null)
    assert.deepEqual(await rolesOf(ada), [], 'mapped no longer')
  })

  test('SC-07 another group of the same name, or one renamed to it, gives nothing', async () => {
    const group = await entra.group('Staff', [ada])
    await mapGroup(warder.operator, group, 'editor')
    assert.deepEqual(await rolesOf(ada), ['editor'])
    const other = await entra.group('Guests', [bob])
    assert.equal(
      (
        await entra.call(
          'PATCH',
          `/Groups/${other}`,
          patch({ op: 'replace', path: 'displayName', value: 'staff' }),
        )
      ).status,
      409,
    )
    await entra.call('DELETE', `/Groups/${group}`)
    assert.equal(
      (
        await entra.call(
          'PATCH',
          `/Groups/${other}`,
          patch({ op: 'replace', path: 'displayName', value: 'Staff' }),
        )
      ).status,
      204,
    )
    assert.deepEqual([await rolesOf(ada), await rolesOf(bob)], [[], []])
  })

  test('SC-07 no group is mapped to administrators, to a role that there is not, or in another tenant', async () => {
    const group = await entra.group('Mapped')
    await assert.rejects(mapGroup(warder.operator, group, 'admin'), { code: 'invalid_input' })
    await assert.rejects(mapGroup(warder.operator, group, 'nothing'), { code: 'invalid_input' })
    const elsewhere = { ...warder.operator, tenant: { ...warder.operator.tenant, id: 'ten_elsewhere' } }
    await assert.rejects(mapGroup(elsewhere, group, null), { code: 'not_found' })
    await assert.rejects(listGroups(elsewhere, entra.id, {}), { code: 'not_found' })
    const { items } = await listGroups(warder.operator, entra.id, {})
    assert.equal(items.find(({ id }) => id === group)?.role, null)
  })

  test('SC-02 a person of another connection is no member, and neither is a group', async () => {
    const okta = await directoryOf(warder, { name: 'Another' })
    const theirs = await okta.user('theirs@example.com')
    const group = await entra.group('Ours', [ada])
    const own = await warder.user('own@example.com')
    for (const value of [theirs, own.id, group, 'usr_unknown']) {
      const answer = await add(group, bob, value)
      assert.deepEqual([answer.status, answer.body['scimType']], [400, 'invalidValue'])
    }
    const { body } = await entra.call('GET', `/Groups/${group}`)
    assert.deepEqual(
      (body['members'] as { value: string }[]).map(({ value }) => value),
      [ada],
      'all or nothing',
    )
  })
})

describe('SC-05 filters at the endpoint', () => {
  let warder: TestWarder
  let entra: Directory
  before(async () => {
    warder = await startWarder()
    entra = await directoryOf(warder)
    await entra.user('ada@example.com')
  })
  after(() => warder.close())

  // oxfmt-ignore
  const filters: [what: string, filter: string][] = [
    ['ten thousand brackets',     `${'('.repeat(10_000)}userName pr${')'.repeat(10_000)}`],
    ['a comparison of numbers',   'userName eq "a" or 1 eq 1'],
    ['an unknown attribute',      'password eq "a"'],
    ['a megabyte',                `userName eq "${'a'.repeat(1_000_000)}"`],
    ['a quote of SQL',            `userName eq "a' or 1=1 --`],
  ]
  for (const [what, filter] of filters) {
    test(`SC-05 ${what} is refused in no time`, async () => {
      for (const path of ['/Users', '/Groups']) {
        const query = `${path}?filter=${encodeURIComponent(filter.replace('userName', path === '/Users' ? 'userName' : 'displayName'))}`
        // The best of a few, because others use this machine too.
        let best = Infinity
        for (let round = 0; round < 5; round++) {
          const began = performance.now()
          const answer = await entra.call('GET', query)
          best = Math.min(best, performance.now() - began)
          assert.deepEqual([answer.status, answer.body['scimType']], [400, 'invalidFilter'])
        }
        assert.ok(best < 50, `${best} ms`)
      }
    })
  }

  test('SC-05 what looks like SQL is text', async () => {
    for (const text of ["a' or '1'='1", '%', '_da@example.com', 'a%'])
      assert.equal(
        (await entra.call('GET', `/Users?filter=${encodeURIComponent(`userName eq "${text}"`)}`)).body[
          'totalResults'
        ],
        0,
      )
    assert.equal(
      (await entra.call('GET', `/Users?filter=${encodeURIComponent('userName sw "%"')}`)).body[
        'totalResults'
      ],
      0,
    )
  })
})
