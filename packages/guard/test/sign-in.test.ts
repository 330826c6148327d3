import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { SignInDemand } from '../src/index.ts'
import { startGuarded, withToken } from './support/guarded.ts'

const aal2 = 'urn:warder:aal2'

describe('RFC 9470 §3 and §4 an API that wants a surer or a fresher sign-in', () => {
  // oxfmt-ignore
  const table: [what: string, said: Record<string, unknown>, demand: SignInDemand, ok: boolean][] = [
    ['the acr that is asked for',            { acr: aal2 },                   { acr_values: [aal2] },               true],
    ['one of several',                       { acr: 'urn:b' },                { acr_values: [aal2, 'urn:b'] },      true],
    ['another acr',                          { acr: 'urn:warder:aal1' },      { acr_values: [aal2] },               false],
    ['no acr',                               {},                              { acr_values: [aal2] },               false],
    ['an acr that is a list',                { acr: [aal2] },                 { acr_values: [aal2] },               false],
    ['a sign-in just young enough',          { auth_time: -300 },             { max_age: 300 },                     true],
    ['one that is too old',                  { auth_time: -331 },             { max_age: 300 },                     false],
    ['no time of a sign-in',                 {},                              { max_age: 300 },                     false],
    ['a time that is text',                  { auth_time: 'now' },            { max_age: 300 },                     false],
    ['a sure one that is too old',           { acr: aal2, auth_time: -331 },  { acr_values: [aal2], max_age: 300 }, false],
    ['a fresh one that is not sure',         { auth_time: 0 },                { acr_values: [aal2], max_age: 300 }, false],
    ['both',                                 { acr: aal2, auth_time: -10 },   { acr_values: [aal2], max_age: 300 }, true],
  ]
  for (const [what, said, demand, ok] of table)
    test(`${ok ? 'takes' : 'does not take'} ${what}`, async (t) => {
      const { auth, token, time } = await startGuarded(t)
      const { auth_time } = said
      const claims = { ...said, ...(typeof auth_time === 'number' && { auth_time: time.now + auth_time }) }
      const result = await auth.requireSignIn(demand)(withToken(token(claims)))
      assert.equal(result.ok, ok)
      if (result.ok) return
      assert.deepEqual([result.status, result.reason], [401, 'weak_sign_in'])
      const told = (name: string) => new RegExp(` ${name}="([^"]*)"`).exec(result.challenge ?? '')?.[1]
      assert.equal(told('error'), 'insufficient_user_authentication')
      assert.equal(told('acr_values'), demand.acr_values?.join(' '))
      assert.equal(told('max_age'), demand.max_age?.toString())
    })

  test('tells whoever comes without a token, or with a wrong one, that and no more', async (t) => {
    const { auth } = await startGuarded(t)
    const check = auth.requireSignIn({ max_age: 60 })
    const nobody = await check(new Request('https://api.example/notes'))
    assert.ok(!nobody.ok && nobody.reason === 'no_credential')
    const wrong = await check(withToken('x.y.z'))
    assert.ok(!wrong.ok && /error="invalid_token"/.test(wrong.challenge ?? ''))
  })

  test('is not made when it asks for nothing, or for what no challenge can carry', async (t) => {
    const { auth } = await startGuarded(t)
    const wrong: SignInDemand[] = [
      {},
      { acr_values: [] },
      { acr_values: ['a b'] },
      { acr_values: ['a"b'] },
      { max_age: -1 },
      { max_age: 1.5 },
    ]
    for (const demand of wrong) assert.throws(() => auth.requireSignIn(demand), /acr_values|max_age/)
  })
})
