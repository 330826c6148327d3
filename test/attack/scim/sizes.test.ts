import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { before, test } from 'node:test'
import { createRole } from '../../../packages/warder/src/roles/manage.ts'
import * as groups from '../../../packages/warder/src/store/provisioning/groups.ts'
import { mapGroup } from '../../../packages/warder/src/scim/connections/mapping.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { bulkOf, crowdOf, directoryOf, patch, type Directory } from '../../support/programs/scim.ts'

/** A text that nothing can make shorter. */
const noise = (length: number) => randomBytes(length).toString('base64').slice(0, length)

onEveryDatabase('SC-05 what is very long, very many or no text', (warder) => {
  let entra: Directory
  before(async () => (entra = await directoryOf(warder)))
  const emails = (name: string) => [{ value: `${name}@example.com` }]

  test('a name that no index holds is refused, and the longest that there may be is found again', async () => {
    const long = noise(4096)
    const ada = { userName: 'x', displayName: 'Ada', emails: emails('x') }
    const user = (more: object) => entra.call('POST', '/Users', { ...ada, ...more })
    const id = await entra.user('long@example.com')
    const group = await entra.group('Long')
    const answers = [
      await user({ userName: long }),
      await user({ externalId: long }),
      await entra.call('PUT', `/Users/${id}`, { ...ada, userName: long }),
      await entra.call('PATCH', `/Users/${id}`, patch({ op: 'add', path: 'externalId', value: long })),
      await entra.call('POST', '/Groups', { displayName: long }),
      await entra.call('POST', '/Groups', { displayName: 'x', externalId: long }),
      await entra.call(
        'PATCH',
        `/Groups/${group}`,
        patch({ op: 'replace', path: 'displayName', value: long }),
      ),
    ]
    for (const { status, body } of answers)
      assert.deepEqual([status, body['scimType']], [400, 'invalidValue'])

    // Three bytes for a character, which no compression makes fewer.
    const wide = Array.from(randomBytes(512), (byte) => String.fromCodePoint(0x4e00 + byte * 64)).join('')
    const made = await user({ userName: wide, externalId: wide, emails: emails('wide') })
    assert.equal(made.status, 201)
    await entra.group(wide)
    for (const path of ['/Users?filter=userName', '/Users?filter=externalId', '/Groups?filter=displayName']) {
      const found = await entra.call('GET', `${path} eq ${encodeURIComponent(JSON.stringify(wide))}`)
      assert.equal(found.body['totalResults'], 1, path)
    }
  })

  test('a resource grows by no number of requests beyond what one of them may have', async () => {
    const id = await entra.user('growing@example.com')
    const statuses: number[] = []
    for (let round = 0; round < 12; round++) {
      const value = [{ value: noise(4000), display: noise(4000) }]
      const answer = await entra.call('PATCH', `/Users/${id}`, patch({ op: 'add', path: 'ims', value }))
      statuses.push(answer.status)
    }
    assert.equal(statuses[0], 200)
    assert.equal(statuses.at(-1), 400)
    const { body } = await entra.call('GET', `/Users/${id}`)
    assert.ok(JSON.stringify(body).length < 70_000)
    assert.equal(
      (await entra.call('PATCH', `/Users/${id}`, patch({ op: 'remove', path: 'ims' }))).status,
      200,
    )
  })

  test('a text with NUL is kept nowhere that cannot hold it, and breaks nothing', async () => {
    const nul = 'a\u0000b'
    const quoted = encodeURIComponent(JSON.stringify(nul))
    const id = await entra.user('nul@example.com')
    const group = await entra.group('Nul')
    const answers = [
      await entra.call('POST', '/Users', { userName: nul, emails: emails('nul-1') }),
      await entra.call('POST', '/Users', { userName: 'nul-2', externalId: nul, emails: emails('nul-2') }),
      await entra.call('PATCH', `/Users/${id}`, patch({ op: 'add', path: 'title', value: nul })),
      await entra.call('POST', '/Groups', { displayName: nul }),
      await entra.call('PATCH', `/Groups/${group}`, patch({ op: 'add', path: 'members', value: nul })),
      await entra.call('GET', `/Users?filter=userName eq ${quoted}`),
      await entra.call('GET', `/Groups?filter=members eq ${quoted}`),
      await entra.call('GET', '/Users/%00'),
      await entra.call('DELETE', '/Groups/a%00b'),
      await entra.call('POST', '/Bulk', { Operations: [{ method: 'DELETE', path: `/Users/${nul}` }] }),
    ]
    for (const [at, { status }] of answers.entries()) assert.ok(status < 500, `${at}: ${status}`)
    const { results } = await bulkOf(entra, [{ method: 'DELETE', path: `/Users/${nul}` }])
    assert.match(String(results[0]?.status), /^4/)
  })

  test('a large group gives and takes its role, and a PATCH of many operations on it keeps nobody waiting', async () => {
    const ids = await crowdOf(warder, entra, 900)
    const group = await entra.group('Large', ids)
    await createRole(warder.operator, { name: 'reader', permissions: ['docs:read'] })
    for (const [role, type] of [
      ['reader', 'role.granted'],
      [null, 'role.revoked'],
    ] as const) {
      await mapGroup(warder.operator, group, role)
      const held = await warder.app.db
        .selectFrom('user_role')
        .select('user_id')
        .where('role', '=', 'reader')
        .execute()
      const told = await warder.app.db
        .selectFrom('audit_event')
        .select('subject')
        .where('type', '=', type)
        .execute()
      assert.equal(held.length, role === null ? 0 : ids.length, 'everybody, however many')
      assert.deepEqual(new Set(told.map(({ subject }) => subject)), new Set(ids))
      assert.equal(told.length, ids.length, 'each told of once')
    }
    const one = { op: 'add', path: 'members', value: [{ value: ids[0] }] }
    const many = patch(...Array.from({ length: 1112 }, () => ({ op: 'add', path: 'members', value: 'x' })))
    const refused = await entra.call('PATCH', `/Groups/${group}`, many)
    assert.deepEqual([refused.status, refused.body['scimType']], [400, 'tooMany'])
    // A filter looks at each of them once for each of its comparisons.
    const none = `members[${Array.from({ length: 50 }, () => 'value co "~"').join(' or ')}]`
    const looking = patch(...Array.from({ length: 30 }, () => ({ op: 'remove', path: none })))
    const slow = await entra.call('PATCH', `/Groups/${group}`, looking)
    assert.deepEqual([slow.status, slow.body['scimType']], [400, 'tooMany'])
    assert.equal((await entra.call('PATCH', `/Groups/${group}`, patch(one))).status, 204)
    assert.equal(
      (await entra.call('PATCH', `/Groups/${await entra.group('Small')}`, many)).body['scimType'],
      'invalidValue',
    )
  })

  test('a filter looks at the members of so many groups and no more, however few of them are held at once', async () => {
    const other = await directoryOf(warder, { name: 'Other' })
    const { db } = warder.app
    const id = await other.group('First')
    const first = await db.selectFrom('provisioned_group').selectAll().where('id', '=', id).executeTakeFirst()
    assert.ok(first)
    const people = (await db.selectFrom('user').select('id').limit(210).execute()).map((one) => one.id)
    assert.equal(people.length, 210)
    await db.transaction().execute(async (tx) => {
      for (let at = 0; at < 240; at++) {
        const name = `many-${at}`
        await groups.insert(tx, { ...first, id: `${id}-${at}`, display_name: name, display_name_key: name })
        await groups.addMembers(tx, `${id}-${at}`, people)
      }
    })
    const { status, body } = await other.call('GET', `/Groups?filter=${encodeURIComponent('members co "~"')}`)
    assert.deepEqual([status, body['scimType']], [400, 'tooMany'])
  })

  test('what a filter cannot reach it does not change: paths are names of attributes and nothing else', async () => {
    const id = await entra.user('paths@example.com')
    const before = (await entra.call('GET', `/Users/${id}`)).body
    for (const path of [
      'emails[value eq "x"] or 1 eq 1',
      'emails[value eq "x"]].value',
      'emails[value eq "x"].value.value',
      '$.emails',
      '/emails/0/value',
      '__proto__',
      'emails[__proto__ pr]',
      'emails.__proto__',
      'constructor.prototype',
      'meta.version',
      'user_id',
      'provisioner_id',
      'resource',
      'urn:ietf:params:scim:schemas:core:2.0:Group:members',
      `emails[${'('.repeat(2000)}`,
      `${'a.'.repeat(1000)}b`,
    ]) {
      for (const op of ['add', 'replace', 'remove']) {
        const answer = await entra.call('PATCH', `/Users/${id}`, patch({ op, path, value: 'x' }))
        assert.equal(answer.status, 400, `${op} ${path.slice(0, 40)}`)
      }
    }
    assert.deepEqual((await entra.call('GET', `/Users/${id}`)).body, before)
  })
})
