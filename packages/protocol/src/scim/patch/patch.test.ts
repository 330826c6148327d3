import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { ScimError } from '../error.ts'
import type { Resource, ResourceType } from '../schema/attribute.ts'
import { readResource } from '../schema/read-resource.ts'
import { groupType, userType } from '../schema/resource-types.ts'
import { applyPatch } from './apply-patch.ts'
import { parseOperations } from './operations.ts'

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const ada = (): Resource => ({
  userName: 'ada',
  active: true,
  name: { givenName: 'Ada', familyName: 'Byron' },
  emails: [{ value: 'ada@example.com', type: 'work', primary: true }],
  [enterprise]: { department: 'Engines' },
})

const patched = (operations: unknown[], resource = ada()) =>
  applyPatch(userType, resource, parseOperations({ Operations: operations }))

function refusal(operations: unknown[], type: ResourceType = userType): string {
  try {
    applyPatch(
      type,
      type === userType ? ada() : { displayName: 'Engines' },
      parseOperations({ Operations: operations }),
    )
    return 'none'
  } catch (error) {
    assert.ok(error instanceof ScimError, String(error))
    return error.scim_type
  }
}

const work = { value: 'ada@example.com', type: 'work', primary: true }
const home = { value: 'ada@home.example', type: 'home' }

// oxfmt-ignore
const changes: [what: string, operation: object, after: Resource][] = [
  ['RFC 7644 §3.5.2.1 an add sets what was not there',                { op: 'add', path: 'title', value: 'Countess' },                         { ...ada(), title: 'Countess' }],
  ['RFC 7644 §3.5.2.1 an add appends to several values',              { op: 'add', path: 'emails', value: [home] },                            { ...ada(), emails: [work, home] }],
  ['RFC 7644 §3.5.2.1 an add of what is there adds nothing',          { op: 'add', path: 'emails', value: [{ value: work.value, type: 'work' }] }, ada()],
  ['RFC 7644 §3.5.2 a new primary value replaces the one before',     { op: 'add', path: 'emails', value: { ...home, primary: true } },        { ...ada(), emails: [{ ...work, primary: false }, { ...home, primary: true }] }],
  ['RFC 7644 §3.5.2.1 an add makes what is there the primary one',    { op: 'add', path: 'emails', value: [home, { ...home, value: 'b@home.example', primary: true }] }, { ...ada(), emails: [{ ...work, primary: false }, home, { ...home, value: 'b@home.example', primary: true }] }],
  ['RFC 7644 §3.5.2.1 an add without a path adds attributes',         { op: 'add', value: { title: 'Countess', nickName: 'A' } },              { ...ada(), title: 'Countess', nickName: 'A' }],
  ['RFC 7644 §3.5.2.2 a remove takes an attribute away',              { op: 'remove', path: 'active' },                                        without(ada(), 'active')],
  ['RFC 7644 §3.5.2.2 a remove takes one part away',                  { op: 'remove', path: 'name.familyName' },                               { ...ada(), name: { givenName: 'Ada' } }],
  ['RFC 7644 §3.5.2.2 a remove takes what meets a filter away',       { op: 'remove', path: 'emails[type eq "work"]' },                        without(ada(), 'emails')],
  ['RFC 7644 §3.5.2.2 a remove of what is not there removes nothing', { op: 'remove', path: 'emails[type eq "home"]' },                        ada()],
  ['RFC 7644 §3.5.2.2 a remove takes a part of some values away',     { op: 'remove', path: 'emails[type eq "work"].type' },                   { ...ada(), emails: [{ value: work.value, primary: true }] }],
  ['RFC 7644 §3.5.2.3 a replace sets a value',                        { op: 'replace', path: 'userName', value: 'augusta' },                   { ...ada(), userName: 'augusta' }],
  ['RFC 7644 §3.5.2.3 a replace leaves parts that it does not name',  { op: 'replace', path: 'name', value: { familyName: 'Lovelace' } },      { ...ada(), name: { givenName: 'Ada', familyName: 'Lovelace' } }],
  ['RFC 7644 §3.5.2.3 a replace replaces every value',                { op: 'replace', path: 'emails', value: [home] },                        { ...ada(), emails: [home] }],
  ['RFC 7644 §3.5.2.3 a replace replaces the values that are chosen', { op: 'replace', path: 'emails[type eq "work"]', value: home },          { ...ada(), emails: [home] }],
  ['RFC 7644 §3.5.2.3 a replace without a path replaces attributes',  { op: 'replace', value: { active: false } },                             { ...ada(), active: false }],
  ['RFC 7644 §3.10 a URN leads to a core attribute',                  { op: 'replace', path: 'urn:ietf:params:scim:schemas:core:2.0:User:userName', value: 'b' }, { ...ada(), userName: 'b' }],
  ['RFC 7643 §2.5 null takes a value away',                           { op: 'replace', path: 'name.familyName', value: null },                 { ...ada(), name: { givenName: 'Ada' } }],
  ['RFC 7643 §2.5 an empty list takes all values away',               { op: 'replace', path: 'emails', value: [] },                            without(ada(), 'emails')],
  // As Entra writes it.
  ['Entra: op and boolean with a capital letter',            { op: 'Replace', path: 'active', value: 'False' },                       { ...ada(), active: false }],
  ['Entra: an address by its type',                          { op: 'Replace', path: 'emails[type eq "work"].value', value: 'a@b.example' }, { ...ada(), emails: [{ ...work, value: 'a@b.example' }] }],
  ['Entra: an address of a type that is not there',          { op: 'Add', path: 'emails[type eq "home"].value', value: 'a@b.example' }, { ...ada(), emails: [work, { type: 'home', value: 'a@b.example' }] }],
  ['Entra: an attribute of the extension',                   { op: 'Add', path: `${enterprise}:department`, value: 'Poetry' },        { ...ada(), [enterprise]: { department: 'Poetry' } }],
  ['Entra: the manager as a text',                           { op: 'Add', path: `${enterprise}:manager`, value: 'E-2' },              { ...ada(), [enterprise]: { department: 'Engines', manager: { value: 'E-2' } } }],
  ['Entra: paths as names, without a path',                  { op: 'Replace', value: { 'name.familyName': 'L', [`${enterprise}:department`]: 'P' } }, { ...ada(), name: { givenName: 'Ada', familyName: 'L' }, [enterprise]: { department: 'P' } }],
  ['the extension as an object, without a path',             { op: 'replace', value: { [enterprise]: { department: null } } },        without(ada(), enterprise)],
  ['RFC 7644 §3.10 an extension as a whole',                 { op: 'replace', path: enterprise, value: { department: 'Poetry', division: 'D' } }, { ...ada(), [enterprise]: { department: 'Poetry', division: 'D' } }],
  ['RFC 7644 §3.10 an extension goes as a whole',            { op: 'remove', path: enterprise },                                      without(ada(), enterprise)],
  // As Okta writes it.
  ['Okta: the id beside what is changed',                    { op: 'replace', value: { id: 'usr_2', userName: 'b' } },                { ...ada(), userName: 'b' }],
  ['what no schema names is passed over without a path',     { op: 'replace', value: { password: 'secret', __proto: 1, unknown: {} } }, ada()],
]

function without(resource: Resource, name: string): Resource {
  delete resource[name]
  return resource
}

describe('RFC 7644 §3.5.2 a PATCH', () => {
  for (const [what, operation, after] of changes) {
    test(what, () => {
      const before = ada()
      assert.deepEqual(patched([operation], before), after)
      assert.deepEqual(before, ada(), 'what was given was changed')
    })
  }

  // oxfmt-ignore
  const refused: [what: string, operation: unknown, scim_type: string][] = [
    ['RFC 7644 §3.5.2 an attribute that there is not',              { op: 'replace', path: 'unknown', value: 1 },                       'invalidPath'],
    ['RFC 7644 §3.5.2 a part that there is not',                    { op: 'replace', path: 'emails[type eq "work"].nothing', value: 1 }, 'invalidPath'],
    ['RFC 7644 §3.5.2 a filter on one value',                       { op: 'replace', path: 'userName[value eq "a"]', value: 1 },        'invalidPath'],
    ['RFC 7644 §3.5.2 a filter that is none',                       { op: 'replace', path: 'emails[type]', value: 1 },                  'invalidFilter'],
    ['RFC 7644 §3.5.2 what the server alone says',                  { op: 'replace', path: 'id', value: 'usr_1' },                      'mutability'],
    ['RFC 7644 §3.5.2 the groups of a person',                      { op: 'add', path: 'groups', value: [{ value: 'grp_1' }] },         'mutability'],
    ['RFC 7644 §3.5.2.2 a remove without a path',                   { op: 'remove', value: { title: 'a' } },                            'noTarget'],
    ['RFC 7644 §3.5.2.3 a replace of what is not there',            { op: 'replace', path: 'emails[type eq "home"].value', value: 'a' }, 'noTarget'],
    ['RFC 7644 §3.5.2.1 an add by a filter that says nothing',      { op: 'add', path: 'emails[type co "x"].value', value: 'a' },       'noTarget'],
    ['RFC 7644 §3.5.2 a value of another kind',                     { op: 'replace', path: 'active', value: 'perhaps' },                'invalidValue'],
    ['RFC 7644 §3.5.2 a text that is none',                         { op: 'replace', path: 'title', value: { a: 1 } },                  'invalidValue'],
    ['RFC 7644 §3.5.2 a value that is none, without a path',        { op: 'replace', value: 'active' },                                 'invalidValue'],
    ['RFC 7644 §3.5.2.2 nobody loses their name',                   { op: 'remove', path: 'userName' },                                 'mutability'],
    ['RFC 7644 §3.5.2 nobody is left without a name',               { op: 'replace', path: 'userName', value: null },                   'invalidValue'],
    ['RFC 7643 §2.4 two primary values',                            { op: 'replace', path: 'emails', value: [work, { ...home, primary: true }] }, 'invalidValue'],
    ['RFC 7644 §3.5.2 an operation that there is not',              { op: 'move', path: 'title' },                                      'invalidSyntax'],
    ['RFC 7644 §3.5.2 a path that is no text',                      { op: 'add', path: 1, value: 1 },                                   'invalidPath'],
    ['RFC 7644 §3.5.2 an operation that is none',                   'add',                                                              'invalidSyntax'],
  ]
  for (const [what, operation, scim_type] of refused) {
    test(`${what} is refused`, () => assert.equal(refusal([operation]), scim_type))
  }

  test('RFC 7644 §3.5.2 a body without operations is refused', () => {
    for (const body of [null, [], {}, { Operations: [] }, { Operations: {} }, 'a'])
      assert.throws(() => parseOperations(body), ScimError)
    assert.equal(
      parseOperations({ operations: [{ OP: 'Add', Path: 'title', VALUE: 'a' }] })[0]?.path,
      'title',
    )
  })

  test('RFC 7644 §3.5.2 one operation after the other, and none where one is refused', () => {
    const twice = [
      { op: 'replace', path: 'title', value: 'a' },
      { op: 'replace', path: 'title', value: 'b' },
    ]
    assert.equal(patched(twice)['title'], 'b')
    assert.equal(refusal([...twice, { op: 'remove' }]), 'noTarget')
  })

  test('RFC 7644 §3.5.2.1 of two values one becomes the primary one by being added again, and none is lost', () => {
    const resource = { ...ada(), emails: [work, home] }
    const after = patched([{ op: 'add', path: 'emails', value: [{ ...home, primary: true }] }], resource)
    assert.deepEqual(after['emails'], [
      { ...work, primary: false },
      { ...home, primary: true },
    ])
    const addresses = [{ type: 'work', formatted: 'St. James' }]
    const same = [{ type: 'home', formatted: 'St. James' }]
    const both = patched([{ op: 'add', path: 'addresses', value: same }], { ...ada(), addresses })
    assert.deepEqual(both['addresses'], [...addresses, ...same])
  })

  test('RFC 7643 §7 a member is immutable: it goes and another comes', () => {
    const group: Resource = { displayName: 'Engines', members: [{ value: 'usr_1' }] }
    for (const path of ['members[value eq "usr_1"].value', 'members.value'])
      assert.throws(() => applyPatch(groupType, group, [{ op: 'replace', path, value: 'usr_2' }]), {
        scim_type: 'mutability',
      })
  })

  test('many operations on many members cost what they are many', () => {
    const members = Array.from({ length: 10_000 }, (_, at) => ({ value: `usr_${at}` }))
    const leave = Array.from({ length: 50 }, (_, at) => ({
      op: 'remove',
      path: `members[value eq "usr_${at}"]`,
    }))
    const come = leave.map((_, at) => ({ op: 'add', path: 'members', value: [{ value: `new_${at}` }] }))
    const operations = parseOperations({ Operations: [...leave, ...come] })
    let best = Infinity
    for (let round = 0; round < 3; round++) {
      const began = performance.now()
      const after = applyPatch(groupType, { displayName: 'Engines', members }, operations)
      best = Math.min(best, performance.now() - began)
      assert.equal((after['members'] as object[]).length, 10_000)
    }
    assert.ok(best < 2000, `${best} ms`)
  })

  test('Entra and Okta: members come and go by value', () => {
    const members = [{ value: 'usr_1' }, { value: 'usr_2' }, { value: 'usr_3' }]
    const group: Resource = { displayName: 'Engines', members }
    const after = (...operations: unknown[]) =>
      applyPatch(groupType, group, parseOperations({ Operations: operations }))['members']
    assert.deepEqual(after({ op: 'Remove', path: 'members', value: [{ value: 'usr_2' }] }), [
      members[0],
      members[2],
    ])
    assert.deepEqual(after({ op: 'remove', path: 'members[value eq "usr_2"]' }), [members[0], members[2]])
    assert.deepEqual(
      after({ op: 'Add', path: 'members', value: [{ value: 'usr_2', $ref: null }, { value: 'usr_4' }] }),
      [...members, { value: 'usr_4' }],
    )
    assert.deepEqual(after({ op: 'replace', path: 'members', value: [{ value: 'usr_9' }] }), [
      { value: 'usr_9' },
    ])
    assert.equal(after({ op: 'remove', path: 'members' }), undefined)
    assert.deepEqual(after({ op: 'replace', value: { id: 'grp_1', displayName: 'X' } }), members)
  })

  test('nonsense changes a resource into one in its form, or is refused, and touches no prototype', () => {
    const path = fc.option(
      fc.oneof(
        fc.string(),
        fc.constantFrom('emails', 'name', 'emails[type eq "work"]', '__proto__', 'constructor.prototype'),
      ),
      { nil: undefined },
    )
    const operation = fc.record({
      op: fc.constantFrom('add', 'replace', 'remove'),
      path,
      value: fc.jsonValue(),
    })
    fc.assert(
      fc.property(fc.array(operation, { minLength: 1, maxLength: 4 }), (operations) => {
        if (refusal(operations) === 'none') {
          const after = patched(operations)
          assert.deepEqual(readResource(userType, after), after)
        }
      }),
      { numRuns: 1000 },
    )
    const polluting = JSON.parse(
      '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
    ) as unknown
    assert.deepEqual(patched([{ op: 'add', value: polluting }]), ada())
    assert.equal(refusal([{ op: 'add', path: '__proto__.polluted', value: 1 }]), 'invalidPath')
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined)
  })
})
