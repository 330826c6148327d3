import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  listResponse,
  parsePart,
  resourceTypeDocuments,
  schemaDocuments,
  serviceProviderConfig,
} from '../documents.ts'
import { ScimError, scimErrorDocument } from '../error.ts'
import { isAsked, project } from './project.ts'
import { readResource, requireComplete } from './read-resource.ts'
import { groupType, userType } from './resource-types.ts'

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const base = 'https://id.example/scim/v2'

describe('a resource in its one form', () => {
  test('RFC 7643 §2.1 and §3.1: names are written as the schema spells them', () => {
    const sent = {
      USERNAME: 'ada',
      externalid: 'E-1',
      name: { GIVENname: 'Ada' },
      [enterprise.toUpperCase()]: { Department: 'E' },
    }
    assert.deepEqual(readResource(userType, sent), {
      userName: 'ada',
      externalId: 'E-1',
      name: { givenName: 'Ada' },
      [enterprise]: { department: 'E' },
    })
  })

  test('RFC 7644 §3.3, RFC 7644 §3.5.1: what the server alone says, and what no schema names, is passed over', () => {
    const sent = {
      userName: 'ada',
      id: 'usr_1',
      meta: { version: '1' },
      groups: [{ value: 'g' }],
      password: 'secret',
      x: 1,
      schemas: [],
    }
    assert.deepEqual(readResource(userType, sent), { userName: 'ada' })
  })

  test('RFC 7643 §2.5: null, an empty list and an empty text are no value', () => {
    const sent = {
      userName: 'ada',
      title: null,
      nickName: '',
      emails: [],
      name: {},
      phoneNumbers: [{ value: null }],
    }
    assert.deepEqual(readResource(userType, sent), { userName: 'ada' })
  })

  test('values of another kind, or more of them than there may be, are refused', () => {
    const wrong: unknown[] = [
      { userName: 1 },
      { userName: 'a'.repeat(4097) },
      { active: 'maybe' },
      { active: 1 },
      { name: 'Ada' },
      { emails: [1] },
      { emails: [[{}]] },
      { emails: Array.from({ length: 101 }, (_, at) => ({ value: String(at) })) },
    ]
    for (const sent of wrong)
      assert.throws(
        () => readResource(userType, sent),
        { scim_type: 'invalidValue' },
        JSON.stringify(sent).slice(0, 50),
      )
    for (const sent of [null, [], 'ada'])
      assert.throws(() => readResource(userType, sent), { scim_type: 'invalidSyntax' })
    const members = Array.from({ length: 10_001 }, (_, at) => ({ value: String(at) }))
    assert.throws(() => readResource(groupType, { members }), { scim_type: 'invalidValue' })
  })

  test('RFC 7643 §4.1, §4.2 and §4.3: a person has a userName and a group a displayName', () => {
    assert.throws(() => requireComplete(userType, {}), { scim_type: 'invalidValue' })
    assert.throws(() => requireComplete(groupType, { members: [] }), { scim_type: 'invalidValue' })
    requireComplete(userType, { userName: 'ada' })
  })
})

describe('RFC 7644 §3.9 what is asked for', () => {
  const ada = {
    schemas: ['s'],
    id: 'usr_1',
    userName: 'ada',
    name: { givenName: 'Ada', familyName: 'Lovelace' },
    emails: [{ value: 'a', type: 'work' }, { value: 'b' }],
    [enterprise]: { department: 'E', division: 'D' },
  }
  const { schemas, id } = ada
  // oxfmt-ignore
  const table: [attributes: string[], found: object][] = [
    [['userName'],                            { schemas, id, userName: 'ada' }],
    [['NAME.givenname'],                      { schemas, id, name: { givenName: 'Ada' } }],
    [['name.givenName', 'name.familyName'],   { schemas, id, name: ada.name }],
    [['emails.value', 'emails.type'],         { schemas, id, emails: ada.emails }],
    [['emails.value'],                        { schemas, id, emails: [{ value: 'a' }, { value: 'b' }] }],
    [[`${enterprise}:department`],            { schemas, id, [enterprise]: { department: 'E' } }],
    [['unknown', 'title'],                    { schemas, id }],
  ]
  for (const [attributes, found] of table) {
    test(`${attributes.join(' and ')}`, () => assert.deepEqual(project(userType, ada, { attributes }), found))
  }

  test('all but what is excluded, and the id always', () => {
    const excluded = ['id', 'emails', 'name.givenName', `${enterprise}:division`, 'unknown', 'title']
    const found = project(userType, ada, { excluded })
    assert.deepEqual(found, {
      schemas,
      id,
      userName: 'ada',
      name: { familyName: 'Lovelace' },
      [enterprise]: { department: 'E' },
    })
    assert.equal(project(userType, ada, {}), ada)
  })

  test('members are asked for unless somebody says otherwise', () => {
    assert.equal(isAsked(groupType, 'members', {}), true)
    assert.equal(isAsked(groupType, 'members', { excluded: ['members'] }), false)
    assert.equal(isAsked(groupType, 'members', { attributes: ['displayName'] }), false)
    assert.equal(isAsked(groupType, 'members', { attributes: ['members.value'] }), true)
  })
})

describe('documents', () => {
  test('RFC 7644 §3.12 and §3.3: an error has its status as text and the word for what is wrong', () => {
    const error = new ScimError('uniqueness', 'It is taken.')
    assert.deepEqual(scimErrorDocument(error.status, error.message, error.scim_type), {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: '409',
      scimType: 'uniqueness',
      detail: 'It is taken.',
    })
    assert.equal(new ScimError('noTarget', '').status, 400)
  })

  test('RFC 7644 §3.4.2.4: a part begins with 1, and what is too small or too large is brought into bounds', () => {
    // oxfmt-ignore
    const table: [startIndex: string | null, count: string | null, start: number, count: number][] = [
      [null, null, 1, 100], ['0', '10', 1, 10], ['-5', '-1', 1, 0], ['7', '100000', 7, 200], ['2', '0', 2, 0],
    ]
    for (const [startIndex, asked, start, count] of table)
      assert.deepEqual(parsePart(startIndex, asked, null), { start, count, after: undefined })
    for (const wrong of ['a', '', '1.5', '1e3'])
      assert.throws(() => parsePart(wrong, null, null), { scim_type: 'invalidValue' })
  })

  test('RFC 9865 §2: a cursor is empty or an id, and stands without a startIndex', () => {
    assert.deepEqual(parsePart(null, '5', ''), { start: 1, count: 5, after: '' })
    assert.deepEqual(parsePart(null, null, 'usr_a-B1'), { start: 1, count: 100, after: 'usr_a-B1' })
    assert.throws(() => parsePart('1', null, ''), { scim_type: 'invalidValue' })
    for (const wrong of ['usr 1', "'", 'a'.repeat(65), 'é'])
      assert.throws(() => parsePart(null, null, wrong), { scim_type: 'invalidCursor' })
  })

  test('RFC 7644 §3.4.2: a list says how many there are in all', () => {
    const list = listResponse([{}, {}], 12, 3)
    assert.deepEqual([list.totalResults, list.startIndex, list.itemsPerPage], [12, 3, 2])
    assert.equal(listResponse([{}]).totalResults, 1)
  })

  test('RFC 7643 §5, §6 and §7: what the server says of itself is whole', () => {
    const config = serviceProviderConfig(base)
    assert.deepEqual(
      [config.patch.supported, config.bulk.supported, config.etag.supported],
      [true, true, true],
    )
    // RFC 9865 §4.
    assert.deepEqual(config.pagination, {
      cursor: true,
      index: true,
      defaultPaginationMethod: 'index',
      defaultPageSize: 100,
      maxPageSize: config.filter.maxResults,
    })
    assert.deepEqual(
      resourceTypeDocuments(base).map(({ endpoint }) => endpoint),
      ['/Users', '/Groups'],
    )
    for (const { id, meta, attributes } of schemaDocuments(base)) {
      assert.equal(meta.location, `${base}/Schemas/${id}`)
      for (const attribute of attributes) {
        assert.ok(
          attribute.description && attribute.mutability && attribute.returned && attribute.uniqueness,
          attribute.name,
        )
        assert.equal(attribute.type === 'complex', attribute.subAttributes !== undefined, attribute.name)
      }
    }
  })
})
