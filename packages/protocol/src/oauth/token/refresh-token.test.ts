import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { decideRefresh, type RefreshTokenState } from './refresh-token.ts'

const now = 1_800_000_000
const token: RefreshTokenState = {
  client_id: 'app',
  family_id: 'fam_1',
  scope: ['a', 'b'],
  resource: ['urn:a'],
  expires_at: now + 3600,
  consumed_at: null,
  revoked_at: null,
  successor_used: false,
}
const request = { grant_type: 'refresh_token' as const, refresh_token: 'r', resource: [] }

describe('RFC 6749 §6: a refresh token is exchanged', () => {
  test('for a successor with the same scope', () => {
    const decision = decideRefresh(request, 'app', token, now, 10)
    assert.deepEqual(decision, { kind: 'rotate', scope: ['a', 'b'], resource: ['urn:a'] })
  })
  test('TK-14 for less than it stands for, never for more', () => {
    const narrow = decideRefresh({ ...request, scope: 'b' }, 'app', token, now, 10)
    assert.deepEqual(narrow, { kind: 'rotate', scope: ['b'], resource: ['urn:a'] })
    assert.throws(() => decideRefresh({ ...request, scope: 'a b c' }, 'app', token, now, 10), {
      code: 'invalid_scope',
    })
    assert.throws(() => decideRefresh({ ...request, resource: ['urn:b'] }, 'app', token, now, 10), {
      code: 'invalid_target',
    })
  })
  const refusals: [what: string, client_id: string, token: RefreshTokenState | undefined][] = [
    ['an unknown token', 'app', undefined],
    ['TK-13 the token of another client', 'other', token],
    ['a revoked token', 'app', { ...token, revoked_at: now - 1 }],
    ['a token that expires this second', 'app', { ...token, expires_at: now }],
    ['a revoked token that was used', 'app', { ...token, revoked_at: now, consumed_at: now - 1 }],
    ['a used token of another client', 'other', { ...token, consumed_at: now - 100 }],
  ]
  for (const [what, client_id, presented] of refusals) {
    test(`${what} is refused, with the same words`, () => {
      assert.throws(() => decideRefresh(request, client_id, presented, now, 10), {
        name: 'OAuthError',
        code: 'invalid_grant',
        message: 'the refresh token is invalid, expired or revoked',
      })
    })
  }
})

describe('RFC 9700 §4.14.2: a refresh token presented again', () => {
  // oxfmt-ignore
  const table: [what: string, secondsAgo: number, successor_used: boolean, grace: number, kind: string][] = [
    ['in the same second',                      0,   false, 10, 'repeat'],
    ['in the last second of the grace window',  9,   false, 10, 'repeat'],
    ['TK-10 after the grace window',            10,  false, 10, 'reuse'],
    ['when the successor has been used',        1,   true,  10, 'reuse'],
    ['in the same second, without grace',       0,   false, 0,  'reuse'],
    ['after it has expired',                    4000, false, 10, 'reuse'],
  ]
  for (const [what, secondsAgo, successor_used, grace, kind] of table) {
    test(`${what} is ${kind}`, () => {
      const used = {
        ...token,
        consumed_at: now - secondsAgo,
        expires_at: now + 3600 - secondsAgo,
        successor_used,
      }
      const decision = decideRefresh(request, 'app', used, now, grace)
      assert.deepEqual(decision, kind === 'reuse' ? { kind, family_id: 'fam_1' } : { kind })
    })
  }
})

describe('RFC 9449 §5 and RFC 8705 §4: a refresh token that is bound to a key', () => {
  const bound = { ...token, bound_to: 'jkt a' }
  test('comes with a proof of that key', () => {
    assert.equal(decideRefresh(request, 'app', bound, now, 10, { key: 'jkt a' }).kind, 'rotate')
    for (const key of ['jkt b', undefined])
      assert.throws(() => decideRefresh(request, 'app', bound, now, 10, { key }), { code: 'invalid_grant' })
  })
  test('is not ended by somebody who has the token and not the key', () => {
    const used = { ...bound, consumed_at: now - 100 }
    assert.throws(() => decideRefresh(request, 'app', used, now, 10), { code: 'invalid_grant' })
    assert.equal(decideRefresh(request, 'app', used, now, 10, { key: 'jkt a' }).kind, 'reuse')
  })
  test('that is bound to none takes any key', () => {
    assert.equal(decideRefresh(request, 'app', token, now, 10, { key: 'jkt a' }).kind, 'rotate')
  })
})

test('FAPI 2.0 Security Profile: a refresh token that does not rotate goes on as it is', () => {
  const kept = decideRefresh({ ...request, scope: 'a' }, 'app', token, now, 10, { rotates: false })
  assert.deepEqual(kept, { kind: 'keep', scope: ['a'], resource: ['urn:a'] })
})
