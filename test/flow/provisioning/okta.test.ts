import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { directoryOf, type Directory } from '../../support/programs/scim.ts'

/** What Okta sends, in its order and its spelling, as its reference of SCIM 2.0 has it. */

const schemas = ['urn:ietf:params:scim:schemas:core:2.0:User']
const PatchOp = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'
const patch = (...Operations: object[]) => ({ schemas: [PatchOp], Operations })

const newUser = {
  schemas,
  userName: 'test.user@okta.local',
  name: { givenName: 'Test', familyName: 'User' },
  emails: [{ primary: true, value: 'test.user@okta.local', type: 'work' }],
  displayName: 'Test User',
  locale: 'en-US',
  externalId: '00ujl29u0le5T6Aj10h7',
  groups: [],
  password: '1mz050nq',
  active: true,
}

onEveryDatabase('a directory of Okta', (warder) => {
  let okta: Directory
  let id: string
  let group: string
  before(async () => (okta = await directoryOf(warder)))

  test('looks for somebody by name, makes them, and gives them no password', async () => {
    const filter = encodeURIComponent('userName eq "test.user@okta.local"')
    const before = await okta.call('GET', `/Users?filter=${filter}&startIndex=1&count=100`)
    assert.deepEqual(
      [before.body['totalResults'], before.body['startIndex'], before.body['itemsPerPage']],
      [0, 1, 0],
    )
    const { status, body } = await okta.call('POST', '/Users', newUser, {
      'content-type': 'application/scim+json; charset=utf-8',
    })
    assert.equal(status, 201)
    id = String(body['id'])
    assert.deepEqual([body['password'], body['groups'], body['active']], [undefined, undefined, true])
    const login = await warder.post('/auth/login', { email: newUser.userName, password: newUser.password })
    assert.equal(login.status, 401)
    assert.equal((await okta.call('POST', '/Users', newUser)).status, 409)
  })

  test('reads everybody, page by page', async () => {
    const more = await Promise.all(['b', 'c', 'd', 'e'].map((name) => okta.user(`${name}@okta.local`)))
    const seen: string[] = []
    for (const start of [1, 3, 5]) {
      const { body } = await okta.call('GET', `/Users?startIndex=${start}&count=2`)
      assert.equal(body['totalResults'], 5)
      seen.push(...(body['Resources'] as { id: string }[]).map((one) => one.id))
    }
    assert.deepEqual(seen.toSorted(), [id, ...more].toSorted())
    const past = await okta.call('GET', '/Users?startIndex=100&count=2')
    assert.deepEqual([past.body['totalResults'], past.body['Resources']], [5, []])
  })

  test('replaces the whole of somebody whom it has read', async () => {
    const { body } = await okta.call('GET', `/Users/${id}`)
    const next = { ...body, name: { givenName: 'Another', familyName: 'User' }, displayName: 'Another User' }
    const answer = await okta.call('PUT', `/Users/${id}`, next)
    assert.deepEqual([answer.status, answer.body['displayName']], [200, 'Another User'])
    const row = await warder.app.db
      .selectFrom('user')
      .select('full_name')
      .where('id', '=', id)
      .executeTakeFirst()
    assert.equal(row?.full_name, 'Another User')
  })

  test('deactivates and activates without a path', async () => {
    for (const active of [false, true]) {
      const answer = await okta.call('PATCH', `/Users/${id}`, patch({ op: 'replace', value: { active } }))
      assert.deepEqual([answer.status, answer.body['active']], [200, active])
    }
  })

  test('makes a group, and pushes names and members', async () => {
    const made = await okta.call('POST', '/Groups', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      displayName: 'Test SCIMv2',
      members: [{ value: id, display: 'test.user@okta.local' }],
    })
    assert.equal(made.status, 201)
    group = String(made.body['id'])
    assert.deepEqual(made.body['members'], [
      { value: id, $ref: `https://id.example/scim/v2/Users/${id}`, type: 'User' },
    ])
    const rename = patch({ op: 'replace', value: { id: group, displayName: 'Test SCIMv2 renamed' } })
    assert.equal((await okta.call('PATCH', `/Groups/${group}`, rename)).status, 204)
    const other = await okta.user('member@okta.local')
    const members = patch(
      { op: 'remove', path: `members[value eq "${id}"]` },
      { op: 'add', path: 'members', value: [{ value: other, display: 'member@okta.local' }] },
    )
    assert.equal((await okta.call('PATCH', `/Groups/${group}`, members)).status, 204)
    const found = await okta.call('GET', `/Groups/${group}`)
    assert.equal(found.body['displayName'], 'Test SCIMv2 renamed')
    assert.deepEqual(
      (found.body['members'] as { value: string }[]).map(({ value }) => value),
      [other],
    )
    const all = patch({ op: 'replace', path: 'members', value: [{ value: id }, { value: other }] })
    await okta.call('PATCH', `/Groups/${group}`, all)
    assert.equal(((await okta.call('GET', `/Groups/${group}`)).body['members'] as object[]).length, 2)
  })

  test('reads its groups, and deletes one', async () => {
    const { body } = await okta.call('GET', '/Groups?startIndex=1&count=100')
    assert.equal(body['totalResults'], 1)
    assert.equal((await okta.call('DELETE', `/Groups/${group}`)).status, 204)
    assert.equal((await okta.call('GET', `/Users/${id}`)).body['groups'], undefined)
  })
})
