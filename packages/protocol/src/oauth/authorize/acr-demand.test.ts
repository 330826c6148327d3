import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { acrDemand, type AcrWishes } from './acr-demand.ts'

const supported = ['level1', 'level2', 'level3']
const claims = (acr: unknown) => JSON.stringify({ id_token: { acr } })
const none: AcrWishes = { default_acr_values: [] }

describe('OIDC Core §3.1.2.1, OIDC Core §5.5 and §5.5.1.1: how sure a client wants to be', () => {
  // oxfmt-ignore
  const table: [what: string, wishes: AcrWishes, expected: string][] = [
    ['nothing is said',                             none,                                              'any'],
    ['the weakest, which every sign-in has',        { ...none, acr_values: 'level1' },                 'any'],
    ['a stronger one',                              { ...none, acr_values: 'level2' },                 'level2 level3'],
    ['one of several: the weakest of them will do', { ...none, acr_values: 'level3 level2' },          'level2 level3'],
    ['the weakest among them',                      { ...none, acr_values: 'level2 level1' },          'any'],
    ['a value that nobody knows, voluntarily',      { ...none, acr_values: 'phr' },                    'any'],
    ['such a value beside one that there is',       { ...none, acr_values: 'phr level3' },             'level3'],
    ['nothing, from a client with a default',       { default_acr_values: ['level2'] },                'level2 level3'],
    ['less than the default of the client',         { default_acr_values: ['level2'], acr_values: 'level1' }, 'any'],
    ['a claim, which says more than acr_values',    { ...none, acr_values: 'level1', claims: claims({ values: ['level3'] }) }, 'level3'],
    ['a claim with one value that must be',         { ...none, claims: claims({ essential: true, value: 'level2' }) }, 'level2 level3 essential'],
    ['a claim without a value',                     { ...none, acr_values: 'level2', claims: claims({ essential: true }) }, 'level2 level3'],
    ['a claim that is null',                        { ...none, claims: claims(null) },                 'any'],
    ['a claim of another kind',                     { ...none, claims: claims({ values: [1, {}] }) },  'any'],
    ['claims of userinfo alone',                    { ...none, claims: '{"userinfo":{"acr":{"value":"level3"}}}' }, 'any'],
    ['claims that are no JSON',                     { ...none, claims: '{' },                          'any'],
    ['claims that are a list',                      { ...none, claims: '[]' },                         'any'],
  ]
  for (const [what, wishes, expected] of table) {
    test(`${what}: ${expected}`, () => {
      const demand = acrDemand(wishes, supported)
      const said = demand && [...demand.sufficient, ...(demand.essential ? ['essential'] : [])].join(' ')
      assert.equal(said ?? 'any', expected)
    })
  }
  test('§5.5.1.1 a value that must be and that there is not is an error', () => {
    const wishes = { ...none, claims: claims({ essential: true, values: ['phr'] }) }
    assert.throws(() => acrDemand(wishes, supported), { code: 'unmet_authentication_requirements' })
  })
})
