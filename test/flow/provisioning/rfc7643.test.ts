import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { directoryOf, patch, type Directory } from '../../support/programs/scim.ts'

const core = 'urn:ietf:params:scim:schemas:core:2.0:User'
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
type Described = {
  name: string
  mutability: string
  returned: string
  required: boolean
  uniqueness: string
  subAttributes?: Described[]
}

onEveryDatabase('RFC 7643', (warder) => {
  let directory: Directory
  let id: string
  before(async () => {
    directory = await directoryOf(warder)
    id = await directory.user('ada@example.com', {
      externalId: 'E-1',
      name: { givenName: 'Ada', familyName: 'Lovelace' },
      emails: [{ value: 'ada@example.com', type: 'work', primary: true }, { value: 'ada@home.example' }],
      [enterprise]: { department: 'Engines' },
    })
  })
  const found = async (filter: string, path = '/Users') =>
    (await directory.call('GET', `${path}?filter=${encodeURIComponent(filter)}`)).body['totalResults']
  const attributesOf = async (schema: string) =>
    (await directory.call('GET', `/Schemas/${schema}`)).body['attributes'] as Described[]

  test('§2.1 names of attributes are the same in any case', async () => {
    for (const filter of ['USERNAME eq "ada@example.com"', `${core.toUpperCase()}:username sw "ada"`])
      assert.equal(await found(filter), 1, filter)
    const made = await directory.user('case@example.com', { TITLE: 'Countess' })
    assert.equal((await directory.call('GET', `/Users/${made}?attributes=TITLE`)).body['title'], 'Countess')
  })

  test('§2.2 values are compared as their attribute says: a userName in any case, an externalId exactly', async () => {
    assert.equal(await found('userName eq "ADA@EXAMPLE.COM"'), 1)
    assert.equal(await found('externalId eq "E-1"'), 1)
    assert.equal(await found('externalId eq "e-1"'), 0)
    assert.equal(await found('externalId eq "e-1" or userName eq "Ada@Example.com"'), 1)
  })

  test('§2.3 values of another type are refused', async () => {
    for (const value of [{ title: 1 }, { active: 1 }, { name: 'Ada' }, { emails: [[]] }]) {
      const answer = await directory.call('POST', '/Users', { userName: 'type@example.com', ...value })
      assert.deepEqual([answer.status, answer.body['scimType']], [400, 'invalidValue'])
    }
  })

  test('§2.4 one value of several is primary, and the same is not there twice', async () => {
    const twice = patch({ op: 'add', path: 'emails', value: [{ value: 'ada@home.example' }] })
    assert.equal(
      ((await directory.call('PATCH', `/Users/${id}`, twice)).body['emails'] as object[]).length,
      2,
    )
    const both = [
      { value: 'a@example.com', primary: true },
      { value: 'b@example.com', primary: true },
    ]
    assert.equal(
      (await directory.call('PATCH', `/Users/${id}`, patch({ op: 'replace', path: 'emails', value: both })))
        .body['scimType'],
      'invalidValue',
    )
  })

  test('§2.5 what has no value is not there', async () => {
    const made = await directory.user('empty@example.com', {
      title: null,
      nickName: '',
      emails: [],
      name: {},
    })
    const { body } = await directory.call('GET', `/Users/${made}`)
    for (const name of ['title', 'nickName', 'emails', 'name', 'groups']) assert.ok(!(name in body), name)
  })

  test('§3.1 id and meta are of the server, externalId of the client', async () => {
    const sent = {
      id: 'chosen',
      externalId: 'E-2',
      meta: { created: '2000-01-01T00:00:00Z', version: 'W/"9"' },
    }
    const made = await directory.user('common@example.com', sent)
    const { body } = await directory.call('GET', `/Users/${made}`)
    const { resourceType, location, version, created } = body['meta'] as Record<string, string>
    assert.notEqual(made, 'chosen')
    assert.deepEqual([body['externalId'], resourceType, version], ['E-2', 'User', 'W/"1"'])
    assert.equal(location, `https://id.example/scim/v2/Users/${made}`)
    assert.ok(!created?.startsWith('2000'))
  })

  test('§3 and §3.3: schemas names what the resource has, and can be asked for', async () => {
    const { body } = await directory.call('GET', `/Users/${id}`)
    assert.deepEqual(body['schemas'], [core, enterprise])
    assert.equal(await found(`schemas eq "${enterprise}"`), 1)
    const removed = patch({ op: 'remove', path: enterprise })
    assert.deepEqual((await directory.call('PATCH', `/Users/${id}`, removed)).body['schemas'], [core])
    const sent = patch({ op: 'replace', value: { schemas: ['x'], title: 'a' } })
    assert.deepEqual((await directory.call('PATCH', `/Users/${id}`, sent)).body['schemas'], [core])
  })

  test('§4.1.1 a userName is there once, and is required', async () => {
    const again = { userName: 'ADA@example.com', emails: [{ value: 'other@example.com' }] }
    const taken = await directory.call('POST', '/Users', again)
    assert.deepEqual([taken.status, taken.body['scimType']], [409, 'uniqueness'])
    const nobody = await directory.call('POST', '/Users', { emails: [{ value: 'n@example.com' }] })
    assert.deepEqual([nobody.status, nobody.body['scimType']], [400, 'invalidValue'])
  })

  test('§4.1.2 groups of a person are read only, and said where they are', async () => {
    const group = await directory.group('Readers', [id])
    const { body } = await directory.call('GET', `/Users/${id}`)
    const $ref = `https://id.example/scim/v2/Groups/${group}`
    assert.deepEqual(body['groups'], [{ value: group, $ref, display: 'Readers', type: 'direct' }])
    const refused = await directory.call('PATCH', `/Users/${id}`, patch({ op: 'remove', path: 'groups' }))
    assert.deepEqual([refused.status, refused.body['scimType']], [400, 'mutability'])
    assert.equal(await found(`groups.value eq "${group}"`), 1)
    assert.equal(await found('groups.display sw "read" and userName pr'), 1)
  })

  test('§4.2 a group has a displayName and people, each with where they are', async () => {
    const group = await directory.group('Members', [id])
    const { body } = await directory.call('GET', `/Groups/${group}`)
    assert.deepEqual(body['members'], [
      { value: id, $ref: `https://id.example/scim/v2/Users/${id}`, type: 'User' },
    ])
    assert.equal((await directory.call('POST', '/Groups', {})).body['scimType'], 'invalidValue')
    assert.equal((await directory.call('POST', '/Groups', { displayName: 'MEMBERS' })).status, 409)
    assert.equal(await found(`members.value eq "${id}" and displayName eq "members"`, '/Groups'), 1)
    assert.equal(await found(`displayName co "ember"`, '/Groups'), 1)
  })

  test('§5 what the server can do', async () => {
    const { body } = await directory.call('GET', '/ServiceProviderConfig')
    for (const name of ['patch', 'bulk', 'filter', 'changePassword', 'sort', 'etag'])
      assert.equal(typeof (body[name] as { supported: boolean }).supported, 'boolean', name)
    assert.equal((body['authenticationSchemes'] as { type: string }[])[0]?.type, 'oauthbearertoken')
  })

  test('§6 the kinds of resources lead to their schemas and addresses', async () => {
    const { body } = await directory.call('GET', '/ResourceTypes')
    const types = body['Resources'] as {
      endpoint: string
      schema: string
      schemaExtensions: { schema: string }[]
    }[]
    assert.deepEqual(
      types.map(({ endpoint }) => endpoint),
      ['/Users', '/Groups'],
    )
    for (const { endpoint, schema, schemaExtensions } of types) {
      assert.equal((await directory.call('GET', endpoint)).status, 200)
      for (const one of [schema, ...schemaExtensions.map((each) => each.schema)])
        assert.equal((await directory.call('GET', `/Schemas/${one}`)).status, 200)
    }
  })

  test('§7 a schema says of each attribute what may be done with it, and that is so', async () => {
    for (const attribute of await attributesOf(core)) {
      const value = attribute.subAttributes ? [{ value: 'x' }] : 'x'
      const answer = await directory.call(
        'PATCH',
        `/Users/${id}`,
        patch({ op: 'remove', path: attribute.name, value }),
      )
      const isRefused = attribute.mutability === 'readOnly' || attribute.required
      assert.equal(answer.body['scimType'], isRefused ? 'mutability' : undefined, attribute.name)
    }
    const shown = (await directory.call('GET', `/Users/${id}`)).body
    const known = new Set((await attributesOf(core)).map(({ name }) => name))
    for (const name of Object.keys(shown))
      assert.ok(known.has(name) || ['schemas', 'id', 'externalId', 'meta'].includes(name), name)
    const [name] = await attributesOf('urn:ietf:params:scim:schemas:core:2.0:Group')
    assert.deepEqual([name?.required, name?.uniqueness], [true, 'server'])
  })
})
