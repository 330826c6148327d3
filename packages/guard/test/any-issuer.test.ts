import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { startGuarded } from './support/guarded.ts'

const any = { sources: [{ kind: 'access_tokens' as const, profile: 'any_jwt' as const }] }

describe('the profile any_jwt, for issuers that do not mark access tokens', () => {
  // oxfmt-ignore
  const kinds: [typ: string | undefined, ok: boolean][] = [
    [undefined,                true],
    ['JWT',                    true],
    ['application/at+jwt',     true],
    ['at+jwt',                 true],
    ['logout+jwt',             false],
    ['dpop+jwt',               false],
    ['secevent+jwt',           false],
    ['',                       false],
  ]
  for (const [typ, ok] of kinds) {
    test(`${ok ? 'takes' : 'refuses'} a token of the kind ${typ ?? 'that names none'}`, async (t) => {
      const { call, token } = await startGuarded(t, any)
      assert.equal((await call(token({}, { typ }))).ok, ok)
    })
  }

  test('finds client and scopes where others write them', async (t) => {
    const { call, token } = await startGuarded(t, any)
    const others = { client_id: undefined, jti: undefined, scope: undefined, azp: 'app', scp: ['notes:read'] }
    const result = await call(token(others, { typ: 'JWT' }))
    assert.ok(result.ok)
    assert.deepEqual([result.caller.client_id, result.caller.scopes], ['app', ['notes:read']])
    const text = await call(token({ ...others, scp: 'a b' }, { typ: undefined }))
    assert.ok(text.ok)
    assert.deepEqual(text.caller.scopes, ['a', 'b'])
  })

  test('a token of nobody is refused all the same', async (t) => {
    const { call, token } = await startGuarded(t, any)
    const result = await call(token({ sub: undefined, client_id: undefined }, { typ: 'JWT' }))
    assert.ok(!result.ok)
    assert.equal(result.reason, 'incomplete_token')
  })

  test('is nothing that a guard does by itself', async (t) => {
    const { call, token } = await startGuarded(t)
    for (const typ of [undefined, 'JWT']) assert.equal((await call(token({}, { typ }))).ok, false)
  })
})
