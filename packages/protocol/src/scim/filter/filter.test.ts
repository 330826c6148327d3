import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { ScimError } from '../error.ts'
import { resolveIn } from '../schema/attribute-path.ts'
import { groupType, userType } from '../schema/resource-types.ts'
import { matches, mustEqual } from './matches.ts'
import { parseFilter } from './parse-filter.ts'

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const core = 'urn:ietf:params:scim:schemas:core:2.0:User'
const ada = {
  schemas: [core],
  id: 'usr_1',
  externalId: 'E-1',
  userName: 'Ada@example.com',
  name: { givenName: 'Ada', familyName: 'Lovelace' },
  active: true,
  title: 'Countess',
  emails: [
    { value: 'ada@example.com', type: 'work', primary: true },
    { value: 'ada@home.example', type: 'home' },
  ],
  [enterprise]: { department: 'Engines', manager: { value: 'E-2' } },
  meta: { created: '2026-01-01T00:00:00Z', lastModified: '2026-05-13T04:42:34Z' },
}

const read = (source: string) => parseFilter(source, resolveIn(userType))
const refusal = (source: string): string => {
  try {
    read(source)
    return 'none'
  } catch (error) {
    assert.ok(error instanceof ScimError)
    return error.scim_type
  }
}

// oxfmt-ignore
const met: [filter: string, met: boolean][] = [
  ['userName eq "ada@EXAMPLE.com"',                               true],
  ['USERNAME Eq "ada@example.com"',                               true],
  ['externalId eq "E-1"',                                         true],
  ['externalId eq "e-1"',                                         false],
  ['id eq "usr_1"',                                               true],
  ['name.familyName co "lace"',                                   true],
  [`${core}:userName sw "ada"`,                                   true],
  [`${enterprise}:department eq "engines"`,                       true],
  [`${enterprise}:manager eq "E-2"`,                              true],
  [`${enterprise}:employeeNumber pr`,                             false],
  ['title pr',                                                    true],
  ['nickName pr',                                                 false],
  ['nickName eq null',                                            true],
  ['title ne null',                                               true],
  ['title ne "Duchess"',                                          true],
  ['title ew "ess" and active eq true',                           true],
  ['active eq "True"',                                            true],
  ['active ne true',                                              false],
  ['emails eq "ada@home.example"',                                true],
  ['emails.type eq "home"',                                       true],
  ['emails[type eq "work" and value ew "example.com"]',           true],
  ['emails[type eq "home" and value ew "example.com"]',           false],
  ['emails[type eq "home" and not (value co "work")]',            true],
  // What Entra asks where people are matched by their address for work.
  ['emails[type eq "work"].value eq "ADA@example.com"',           true],
  ['emails[type eq "home"].value sw "ada@example"',               false],
  ['emails[type eq "home"].display pr',                           false],
  ['schemas eq "urn:ietf:params:scim:schemas:core:2.0:User"',     true],
  ['emails co "home" or title eq "x"',                            true],
  ['title eq "x" or title eq "y" or userName pr and active eq true', true],
  ['(title eq "x" or userName pr) and active eq false',           false],
  ['not (title eq "x")',                                          true],
  ['meta.lastModified gt "2026-05-13T04:42:33Z"',                 true],
  ['meta.lastModified gt "2026-05-13T06:42:34+02:00"',            false],
  ['meta.lastModified le "2026-05-13T06:42:34+02:00"',            true],
  ['title gt "Baron"',                                            true],
  ['title lt "Baron"',                                            false],
  ['title ge "countess"',                                         true],
  ['title eq "with \\"quotes\\" ]) and brackets"',                false],
  ['title eq 1',                                                  false],
]

describe('RFC 7644 §3.4.2.2 a filter', () => {
  for (const [filter, expected] of met) {
    test(`RFC 7644 §3.10, RFC 7643 §2.1, §2.2 and §2.4: ${filter} ${expected ? 'finds' : 'does not find'} her`, () =>
      assert.equal(matches(read(filter), ada), expected))
  }

  // oxfmt-ignore
  const refused = [
    '', ' ', 'userName', 'userName eq', 'userName eq "a', 'userName eq a', 'userName xx "a"', 'eq "a"', '1 eq 1',
    'userName eq "a" or 1 eq 1', 'userName eq "a" and', 'userName eq "a" userName eq "b"', 'userName eq "a")',
    '(userName eq "a"', '()', 'not userName eq "a"', 'unknown eq "a"', 'password eq "a"', 'name.unknown pr', 'name.givenName.x pr',
    'userName[value eq "a"]', 'emails[value eq "a"', 'emails[unknown eq "a"]', 'emails[]', 'emails[type eq "a"].nothing eq "b"',
    'emails[type eq "a"].value', 'emails[type eq "a"]value eq "b"', 'emails[type eq "a"]. eq "b"',
    'emails[type[value eq "a"]]', 'name eq "Ada"', 'active gt true', 'active co "t"', 'userName eq {}', 'userName eq []', '__proto__ pr',
    'constructor pr', 'urn:ietf:params:scim:schemas:core:2.0:User pr', 'urn:unknown:userName pr', "userName eq 'a'",
    `userName eq "${'a'.repeat(2048)}"`,
  ]
  for (const filter of refused) {
    test(`SC-05 ${filter.slice(0, 50)} is no filter`, () => assert.equal(refusal(filter), 'invalidFilter'))
  }

  test('SC-05 ten thousand brackets, a megabyte, and all that fits are refused or read in no time', () => {
    const many = Array.from({ length: 60 }, () => 'title pr').join(' and ')
    const costly = [
      `${'('.repeat(10_000)}userName pr${')'.repeat(10_000)}`,
      `${'('.repeat(1000)}title pr${')'.repeat(1000)}`,
      `${'not ('.repeat(400)}title pr`,
      `userName eq "${'a'.repeat(1_000_000)}"`,
      `userName eq "${'\\'.repeat(2000)}`,
      'emails['.repeat(250),
      many,
    ]
    for (const filter of costly) {
      let best = Infinity
      for (let round = 0; round < 5; round++) {
        const began = performance.now()
        assert.equal(refusal(filter), 'invalidFilter')
        best = Math.min(best, performance.now() - began)
      }
      assert.ok(best < 50, filter.slice(0, 20))
    }
    assert.equal(refusal('((((((((title pr))))))))'), 'none')
    assert.equal(refusal('(((((((((title pr)))))))))'), 'invalidFilter')
  })

  test('SC-05 nonsense is read or refused, and nothing else', () => {
    const word = fc.constantFrom(
      'userName',
      'emails',
      'name.givenName',
      'eq',
      'pr',
      'and',
      'or',
      'not',
      '(',
      ')',
      '[',
      ']',
      '"a"',
      'true',
      '"',
    )
    fc.assert(fc.property(fc.string(), (text) => void refusal(text)))
    fc.assert(
      fc.property(fc.array(word, { maxLength: 20 }), (words) => {
        const text = words.join(' ')
        if (refusal(text) === 'none') assert.equal(typeof matches(read(text), ada), 'boolean')
      }),
      { numRuns: 1000 },
    )
  })

  test('what a filter asks for is told to a store where it must be so, and only there', () => {
    const found = (source: string, name: string) => mustEqual(read(source), name)
    assert.equal(found('userName eq "a"', 'userName'), 'a')
    assert.equal(found('active eq true and (userName eq "a" and title pr)', 'userName'), 'a')
    for (const other of [
      'userName ne "a"',
      'not (userName eq "a")',
      'userName eq "a" or title pr',
      'title eq "a"',
      'userName eq true',
    ])
      assert.equal(found(other, 'userName'), undefined, other)
    const inGroup = (source: string) => mustEqual(parseFilter(source, resolveIn(groupType)), 'members')
    assert.equal(inGroup('id eq "g" and members eq "u"'), 'u')
    assert.equal(inGroup('members.value eq "u"'), 'u')
    assert.equal(inGroup('members.type eq "u"'), undefined)
  })
})
