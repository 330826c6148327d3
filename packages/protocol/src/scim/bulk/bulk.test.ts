import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { bulkResponse } from '../documents.ts'
import { ScimError } from '../error.ts'
import { stepsOf } from './order.ts'
import { referencesOf, withIds } from './references.ts'
import { bulkTargetOf, parseBulk, type BulkOperation } from './request.ts'

const operation = (more: Partial<BulkOperation> = {}): BulkOperation => ({
  method: 'POST',
  path: '/Users',
  bulkId: 'a',
  version: undefined,
  data: {},
  ...more,
})

describe('RFC 7644 §3.7 a bulk request', () => {
  test('RFC 7644 §3.7 and RFC 7643 §2.1: its members are read without regard to case', () => {
    const { failOnErrors, operations } = parseBulk({
      FailOnErrors: 2,
      operations: [
        { Method: 'post', PATH: '/Users', BULKID: 'a', data: { x: 1 } },
        { method: 'DELETE', path: '/Users/usr_1', version: 'W/"1"' },
      ],
    })
    assert.equal(failOnErrors, 2)
    assert.deepEqual(operations, [
      operation({ data: { x: 1 } }),
      { method: 'DELETE', path: '/Users/usr_1', bulkId: undefined, version: 'W/"1"', data: undefined },
    ])
  })

  // oxfmt-ignore
  const refused: [what: string, body: unknown, scim_type: string][] = [
    ['RFC 7644 §3.7 no object',                     [],                                                      'invalidSyntax'],
    ['RFC 7644 §3.7 no operations',                 {},                                                      'invalidSyntax'],
    ['RFC 7644 §3.7 no list of them',               { Operations: {} },                                      'invalidSyntax'],
    ['RFC 7644 §3.7 an empty list',                 { Operations: [] },                                      'invalidSyntax'],
    ['RFC 7644 §3.7.2 two of one name',             { Operations: [{ bulkId: 'a' }, { bulkId: 'a' }] },      'invalidValue'],
    ['RFC 7644 §3.7.3 failOnErrors that is none',   { failOnErrors: 0, Operations: [{}] },                   'invalidValue'],
    ['RFC 7644 §3.7.3 a part of an error',          { failOnErrors: 1.5, Operations: [{}] },                 'invalidValue'],
    ['RFC 7644 §3.7.3 errors as text',              { failOnErrors: '1', Operations: [{}] },                 'invalidValue'],
  ]
  for (const [what, body, scim_type] of refused)
    test(`${what} is refused`, () => assert.throws(() => parseBulk(body), { scim_type }))

  test('RFC 7644 §3.7.3 without failOnErrors everything is tried', () =>
    assert.equal(parseBulk({ Operations: [{}] }).failOnErrors, Infinity))

  // oxfmt-ignore
  const wrong: [what: string, sent: Partial<BulkOperation>, scim_type: string][] = [
    ['no method',                { method: '' },                                                'invalidSyntax'],
    ['a GET',                    { method: 'GET', path: '/Users/usr_1' },                       'invalidSyntax'],
    ['a POST without a name',    { bulkId: undefined },                                         'invalidSyntax'],
    ['a POST to a resource',     { path: '/Users/usr_1' },                                      'invalidPath'],
    ['a PUT of all',             { method: 'PUT' },                                             'invalidPath'],
    ['another bulk request',     { path: '/Bulk' },                                             'invalidPath'],
    ['oneself',                  { method: 'PATCH', path: '/Me' },                              'invalidPath'],
    ['a whole address',          { path: 'https://id.example/scim/v2/Users' },                  'invalidPath'],
    ['a way out',                { method: 'DELETE', path: '/Users/../Groups/grp_1' },          'invalidPath'],
    ['a query',                  { method: 'DELETE', path: '/Users/usr_1?x=1' },                'invalidPath'],
    ['a search',                 { path: '/Users/.search' },                                    'invalidPath'],
    ['a path without an end',    { method: 'PUT', path: `/Users/${'a'.repeat(1000)}` },         'invalidPath'],
    ['a prototype',              { path: '/constructor' },                                      'invalidPath'],
  ]
  for (const [what, sent, scim_type] of wrong)
    test(`RFC 7644 §3.7 ${what} is no operation`, () =>
      assert.throws(() => bulkTargetOf(operation(sent)), { scim_type }))

  test('RFC 7644 §3.7 the answer has its schema', () =>
    assert.deepEqual(bulkResponse([]), {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkResponse'],
      Operations: [],
    }))
})

describe('RFC 7644 §3.7.2 references', () => {
  const member = (name: string) => ({ members: [{ type: 'User', value: `bulkId:${name}` }] })

  test('RFC 7644 §3.7.2 stand as a value, at any depth, or in the path, and nowhere else', () => {
    const data = {
      title: 'bulkId:title',
      members: [{ value: 'bulkId:a', display: 'bulkId:display' }, { value: 'usr_1' }],
      Operations: [{ op: 'add', path: 'manager', VALUE: 'bulkId:b' }, { value: ['bulkId:c'] }],
    }
    const sent = operation({ method: 'PATCH', path: '/Groups/bulkId:d', data })
    assert.deepEqual([...referencesOf(sent)].toSorted(), ['a', 'b', 'c', 'd'])
    const ids = new Map(['a', 'b', 'c', 'd'].map((name) => [name, `id_${name}`]))
    const { path, data: replaced } = withIds(sent, ids)
    assert.equal(path, '/Groups/id_d')
    assert.deepEqual(replaced, {
      title: 'bulkId:title',
      members: [{ value: 'id_a', display: 'bulkId:display' }, { value: 'usr_1' }],
      Operations: [{ op: 'add', path: 'manager', VALUE: 'id_b' }, { value: ['id_c'] }],
    })
    assert.throws(() => withIds(sent, new Map()), { scim_type: 'invalidValue' })
  })

  // oxfmt-ignore
  const orders: [what: string, operations: Partial<BulkOperation>[], steps: number[][]][] = [
    ['what refers to nothing',         [{ bulkId: 'a' }, { bulkId: 'b' }],                                                     [[0], [1]]],
    ['what refers to what is there',   [{ bulkId: 'a' }, { bulkId: 'b', data: member('a') }],                                  [[0], [1]]],
    ['what refers to what comes',      [{ bulkId: 'a', data: member('b') }, { bulkId: 'c' }, { bulkId: 'b' }],                 [[1], [2], [0]]],
    ['what waits for what waits',      [{ bulkId: 'a', data: member('b') }, { bulkId: 'b', data: member('c') }, { bulkId: 'c' }], [[2], [1], [0]]],
    ['a circle of two',                [{ bulkId: 'a', data: member('b') }, { bulkId: 'b', data: member('a') }],               [[0, 1]]],
    ['a circle of one',                [{ bulkId: 'a', data: member('a') }, { bulkId: 'b' }],                                  [[0], [1]]],
    ['a circle and who waits for it',  [{ bulkId: 'x', data: member('a') }, { bulkId: 'a', data: member('b') }, { bulkId: 'y' }, { bulkId: 'b', data: member('a') }], [[2], [1, 3], [0]]],
    ['a name that nobody has',         [{ bulkId: 'a', data: member('z') }, { bulkId: 'b' }],                                  [[0], [1]]],
    ['a change by a path',             [{ method: 'PATCH', path: '/Groups/bulkId:a', bulkId: undefined }, { bulkId: 'a' }],    [[1], [0]]],
    ['a name of what is no POST',      [{ bulkId: 'a', data: member('b') }, { method: 'PUT', path: '/Users/x', bulkId: 'b' }], [[0], [1]]],
  ]
  for (const [what, operations, steps] of orders)
    test(`RFC 7644 §3.7.1 ${what}`, () => assert.deepEqual(stepsOf(operations.map(operation)), steps))

  test('RFC 7644 §3.7.1 everything is done once, and behind what it needs, however it is tangled', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f']
    const tangle = fc.array(fc.array(fc.constantFrom(...names), { maxLength: 3 }), {
      minLength: 1,
      maxLength: names.length,
    })
    fc.assert(
      fc.property(tangle, (all) => {
        const operations = all.map((refers, at) =>
          operation({
            bulkId: names[at],
            data: { members: refers.map((name) => ({ value: `bulkId:${name}` })) },
          }),
        )
        const steps = stepsOf(operations)
        assert.deepEqual(
          steps.flat().toSorted((a, b) => a - b),
          operations.map((_, at) => at),
        )
        const done = new Set<string>()
        for (const step of steps) {
          for (const at of step) done.add(names[at] ?? '')
          for (const at of step)
            for (const name of all[at] ?? [])
              assert.ok(done.has(name) || names.indexOf(name) >= all.length, `${at} before ${name}`)
        }
      }),
    )
  })

  test('a hundred operations that all refer to each other, and nonsense, are read in no time', () => {
    const all = Array.from({ length: 100 }, (_, at) => ({ value: `bulkId:${at}` }))
    const operations = all.map((_, at) => operation({ bulkId: String(at), data: { members: all } }))
    let best = Infinity
    for (let round = 0; round < 3; round++) {
      const began = performance.now()
      assert.equal(stepsOf(operations).length, 1)
      best = Math.min(best, performance.now() - began)
    }
    assert.ok(best < 500, `${best} ms`)
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        try {
          stepsOf(parseBulk({ Operations: [body, ...(Array.isArray(body) ? body : [])] }).operations)
        } catch (error) {
          assert.ok(error instanceof ScimError, String(error))
        }
      }),
    )
  })
})
