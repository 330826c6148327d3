import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, test } from 'node:test'
import { actBy, actIn, mayAct } from './actors.ts'
import { deathNames, deathsOf, diesWith } from './dies-with.ts'
import { accessTokenType, parseTokenExchange } from './exchange-request.ts'

const type = (name: string) => `urn:ietf:params:oauth:token-type:${name}`
const sound: [string, string][] = [
  ['subject_token', 'eyJ'],
  ['subject_token_type', accessTokenType],
]
const parse = (...more: [string, string][]) => parseTokenExchange(new URLSearchParams([...sound, ...more]))

describe('RFC 8693 §2.1 and §3: a token exchange', () => {
  test('has a token in whose name it is, and everything else as it is asked for', () => {
    assert.deepEqual(parse(), {
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject: { token: 'eyJ', type: 'access_token' },
      audience: [],
      resource: [],
    })
    const all = parse(
      ['actor_token', 'act'],
      ['actor_token_type', type('jwt')],
      ['audience', 'orders'],
      ['audience', 'bills'],
      ['audience', 'orders'],
      ['resource', 'https://api.example'],
      ['scope', 'read'],
      ['requested_token_type', accessTokenType],
    )
    assert.deepEqual(all.actor, { token: 'act', type: 'jwt' })
    assert.deepEqual(all.audience, ['orders', 'bills'])
    assert.deepEqual([all.resource, all.scope], [['https://api.example'], 'read'])
  })
  // oxfmt-ignore
  const refused: [what: string, fields: [string, string][], code: string][] = [
    ['no token',                         [['subject_token_type', accessTokenType]],                        'invalid_request'],
    ['a token without its type',         [['subject_token', 'eyJ']],                                       'invalid_request'],
    ['a refresh token',                  [['subject_token', 'r'], ['subject_token_type', type('refresh_token')]], 'invalid_request'],
    ['SAML (RFC 8693 §3)',                             [['subject_token', 'r'], ['subject_token_type', type('saml2')]],  'invalid_request'],
    ['an actor without the type of it',  [...sound, ['actor_token', 'a']],                                 'invalid_request'],
    ['the type of an actor without it',  [...sound, ['actor_token_type', accessTokenType]],                'invalid_request'],
    ['a wish for a refresh token',       [...sound, ['requested_token_type', type('refresh_token')]],      'invalid_request'],
    ['a wish for an ID token',           [...sound, ['requested_token_type', type('id_token')]],           'invalid_request'],
    ['the token twice',                  [...sound, ['subject_token', 'other']],                           'invalid_request'],
    ['an audience with a space',         [...sound, ['audience', 'a b']],                                  'invalid_target'],
    ['an audience that is too long',     [...sound, ['audience', 'a'.repeat(2049)]],                       'invalid_target'],
    ['eleven audiences',                 [...sound, ...Array.from({ length: 11 }, (_, i): [string, string] => ['audience', `a${i}`])], 'invalid_target'],
    ['a resource that is no URI',        [...sound, ['resource', 'orders']],                               'invalid_target'],
  ]
  for (const [what, fields, code] of refused) {
    test(`with ${what} is refused: ${code}`, () =>
      assert.throws(() => parseTokenExchange(new URLSearchParams(fields)), { code }))
  }
})

describe('RFC 8693 §4.1: who acts', () => {
  test('the one who acts now stands outside, with those before inside', () => {
    assert.deepEqual(actBy('cli_a', {}, 4), { sub: 'cli_a' })
    assert.deepEqual(actBy('cli_b', { act: { sub: 'cli_a' } }, 4), { sub: 'cli_b', act: { sub: 'cli_a' } })
  })
  test('who acts already is not named twice in a row, and is named again after somebody else', () => {
    assert.deepEqual(actBy('cli_a', { act: { sub: 'cli_a' } }, 1), { sub: 'cli_a' })
    const back = actBy('cli_a', { act: { sub: 'cli_b', act: { sub: 'cli_a' } } }, 3)
    assert.deepEqual(back, { sub: 'cli_a', act: { sub: 'cli_b', act: { sub: 'cli_a' } } })
  })
  test('no more than allowed act for one another', () => {
    const claims = { act: { sub: 'cli_b', act: { sub: 'cli_a' } } }
    assert.equal(actBy('cli_c', claims, 3).act?.act?.sub, 'cli_a')
    assert.throws(() => actBy('cli_c', claims, 2), { code: 'invalid_request' })
  })
  const unreadable: unknown[] = ['cli_a', null, [], {}, { sub: '' }, { sub: 1 }, { sub: 'a', act: 'b' }]
  for (const act of unreadable) {
    test(`${JSON.stringify(act)} names nobody`, () =>
      assert.throws(() => actIn({ act }), { code: 'invalid_request' }))
  }
  test('a chain without an end is not walked', () => {
    let act: Record<string, unknown> = { sub: 'a' }
    for (let i = 0; i < 10_000; i++) act = { sub: 'a', act }
    assert.throws(() => actIn({ act }), { code: 'invalid_request' })
  })
})

describe('RFC 8693 §4.4: who may act', () => {
  const actor = { sub: 'cli_a', iss: 'https://id.example' }
  // oxfmt-ignore
  const table: [may_act: unknown, may: boolean | undefined][] = [
    [undefined,                                           undefined],
    [{ sub: 'cli_a' },                                    true],
    [{ sub: 'cli_a', iss: 'https://id.example' },         true],
    [{ sub: 'cli_a', iss: 'https://other.example' },      false],
    [{ sub: 'cli_b' },                                    false],
    [{ sub: ['cli_a'] },                                  false],
    [{ sub: 'cli_a', email: 'a@example.com' },            false],
    [{},                                                  false],
    ['cli_a',                                             false],
    [null,                                                false],
    [[{ sub: 'cli_a' }],                                  false],
  ]
  for (const [may_act, may] of table) {
    test(`${JSON.stringify(may_act)}: ${may ?? 'not said'}`, () =>
      assert.equal(mayAct({ may_act }, actor), may))
  }
})

describe('RFC 8693 §1.1: what ends an exchanged token', () => {
  const digest = (text: string) => createHash('sha256').update(text).digest('base64url')
  test('the names of its token in the feed, which tell nothing to who reads them', () => {
    const names = deathNames({ jti: 'j', sub: 'usr_ada', client: 'cli_a', sid: undefined })
    assert.deepEqual(names, [`jti ${digest('j')}`, `sub ${digest('usr_ada')}`, `client ${digest('cli_a')}`])
    assert.deepEqual(diesWith({ dies_with: names }), names)
  })
  const digested = digest('j')
  const nothing: unknown[] = [
    undefined,
    'jti',
    [1],
    [`tenant ${digested}`],
    [`jti ${digested}x`],
    [`jti  ${digested}`],
  ]
  for (const dies_with of nothing) {
    test(`${JSON.stringify(dies_with)} names nothing`, () => assert.deepEqual(diesWith({ dies_with }), []))
  }
})

test('RFC 8693 §4.1 a token that comes of more exchanges than are remembered is refused, and names are told once', () => {
  const names = Array.from({ length: 65 }, (_, at) => `jti ${String(at).padStart(43, '0')}`)
  const all = names.slice(1)
  assert.deepEqual(deathsOf([...all, ...all]), all)
  assert.deepEqual(diesWith({ dies_with: deathsOf(all) }), all, 'and the last of them counts')
  assert.throws(() => deathsOf(names), { code: 'invalid_request' })
})
