import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { directoryOf, type Directory } from '../../support/programs/scim.ts'

/** What Microsoft Entra sends, in its order and its spelling, as its documentation of SCIM endpoints has it. */

const core = 'urn:ietf:params:scim:schemas:core:2.0:User'
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const PatchOp = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'
const patch = (...Operations: object[]) => ({ schemas: [PatchOp], Operations })
const resourcesOf = (body: Record<string, unknown>) => body['Resources'] as Record<string, unknown>[]

const person = {
  externalId: '0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef',
  userName: 'Test_User_ab6490ee@testuser.com',
  active: true,
  emails: [{ primary: true, type: 'work', value: 'Test_User_fd0ea19b@testuser.com' }],
  name: { formatted: 'givenName familyName', familyName: 'familyName', givenName: 'givenName' },
}
const newUser = { schemas: [core, enterprise], ...person, meta: { resourceType: 'User' }, roles: [] }

onEveryDatabase('a directory of Entra', (warder) => {
  let entra: Directory
  let id: string
  let group: string
  before(async () => (entra = await directoryOf(warder)))

  test('tests the connection by looking for somebody whom nobody knows', async () => {
    const { status, body, headers } = await entra.call(
      'GET',
      '/Users?filter=userName+eq+%22non-existent-user%22',
    )
    assert.deepEqual([status, body['totalResults'], body['Resources']], [200, 0, []])
    assert.equal(headers.get('content-type'), 'application/scim+json')
  })

  test('makes somebody, and finds them by name, by address and by its own id', async () => {
    const { status, body, headers } = await entra.call('POST', '/Users', newUser)
    assert.equal(status, 201)
    id = String(body['id'])
    assert.equal(headers.get('location'), `https://id.example/scim/v2/Users/${id}`)
    const { meta, schemas, ...rest } = body as Record<string, object>
    assert.deepEqual(rest, { id, ...person })
    assert.deepEqual(schemas, [core])
    assert.deepEqual(Object.keys(meta ?? {}), [
      'resourceType',
      'created',
      'lastModified',
      'location',
      'version',
    ])
    for (const filter of [
      'userName eq "test_user_ab6490ee@testuser.com"',
      'externalId eq "0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef"',
      'emails[type eq "work" and value eq "Test_User_fd0ea19b@testuser.com"]',
    ]) {
      const found = await entra.call('GET', `/Users?filter=${encodeURIComponent(filter)}`)
      assert.deepEqual(
        resourcesOf(found.body).map((one) => one['id']),
        [id],
        filter,
      )
    }
  })

  test('changes an address and a part of the name by paths', async () => {
    const { status, body } = await entra.call(
      'PATCH',
      `/Users/${id}`,
      patch(
        { op: 'Replace', path: 'emails[type eq "work"].value', value: 'updatedEmail@contoso.com' },
        { op: 'Replace', path: 'name.familyName', value: 'updatedFamilyName' },
        { op: 'Add', path: `${enterprise}:department`, value: 'Engines' },
        { op: 'Add', path: 'phoneNumbers[type eq "mobile"].value', value: '+41791234567' },
      ),
    )
    assert.equal(status, 200)
    assert.deepEqual(body['emails'], [{ primary: true, type: 'work', value: 'updatedEmail@contoso.com' }])
    assert.deepEqual(body['name'], {
      formatted: 'givenName familyName',
      familyName: 'updatedFamilyName',
      givenName: 'givenName',
    })
    assert.deepEqual(body[enterprise], { department: 'Engines' })
    assert.deepEqual(body['phoneNumbers'], [{ type: 'mobile', value: '+41791234567' }])
    assert.deepEqual(body['schemas'], [core, enterprise])
  })

  test('changes a name that is taken already into a conflict', async () => {
    await entra.user('taken@testuser.com')
    const answer = await entra.call(
      'PATCH',
      `/Users/${id}`,
      patch({ op: 'Replace', path: 'userName', value: 'Taken@testuser.com' }),
    )
    assert.deepEqual([answer.status, answer.body['scimType']], [409, 'uniqueness'])
  })

  test('disables and enables with words for truth', async () => {
    for (const [value, active] of [
      ['False', false],
      ['True', true],
    ] as const) {
      const { status, body } = await entra.call(
        'PATCH',
        `/Users/${id}`,
        patch({ op: 'Replace', path: 'active', value }),
      )
      assert.deepEqual([status, body['active']], [200, active])
    }
  })

  test('makes a group, finds it without its members, and asks whether somebody is in it', async () => {
    const made = await entra.call('POST', '/Groups', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      externalId: '8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159',
      displayName: 'displayName',
      members: [],
      meta: { resourceType: 'Group' },
    })
    assert.equal(made.status, 201)
    group = String(made.body['id'])
    const read = await entra.call('GET', `/Groups/${group}?excludedAttributes=members`)
    assert.deepEqual(
      [read.status, read.body['displayName'], read.body['members']],
      [200, 'displayName', undefined],
    )
    const found = await entra.call(
      'GET',
      '/Groups?excludedAttributes=members&filter=displayName+eq+%22displayName%22',
    )
    assert.deepEqual(
      resourcesOf(found.body).map((one) => one['id']),
      [group],
    )
  })

  test('adds and removes members by lists, and renames the group, without an answer to read', async () => {
    const isIn = async () => {
      const filter = encodeURIComponent(`id eq "${group}" and members eq "${id}"`)
      return (await entra.call('GET', `/Groups?filter=${filter}&attributes=id`)).body['totalResults']
    }
    const add = { op: 'Add', path: 'members', value: [{ $ref: null, value: id }] }
    assert.equal((await entra.call('PATCH', `/Groups/${group}`, patch(add))).status, 204)
    assert.equal(await isIn(), 1)
    const member = await entra.call('GET', `/Users/${id}`)
    assert.deepEqual(
      (member.body['groups'] as { value: string }[]).map(({ value }) => value),
      [group],
    )
    assert.equal((await entra.call('PATCH', `/Groups/${group}`, patch(add))).status, 204, 'twice')
    const remove = { op: 'Remove', path: 'members', value: [{ $ref: null, value: id }] }
    assert.equal((await entra.call('PATCH', `/Groups/${group}`, patch(remove))).status, 204)
    assert.equal(await isIn(), 0)
    const rename = { op: 'Replace', path: 'displayName', value: 'renamed' }
    assert.equal((await entra.call('PATCH', `/Groups/${group}`, patch(rename))).status, 204)
    assert.equal((await entra.call('GET', `/Groups/${group}`)).body['displayName'], 'renamed')
  })

  test('deletes both, after which they are not there', async () => {
    for (const path of [`/Groups/${group}`, `/Users/${id}`]) {
      assert.equal((await entra.call('DELETE', path)).status, 204)
      for (const method of ['GET', 'DELETE']) {
        const answer = await entra.call(method, path)
        assert.deepEqual([answer.status, answer.body['status']], [404, '404'])
      }
    }
    assert.equal((await entra.call('POST', '/Users', newUser)).status, 201, 'and can be made again')
  })
})
