import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { CredentialRow } from '../../store/services/credentials.ts'
import { judgeSecret } from './secret.ts'

const now = 1000
const row = {
  id: 'crd_1',
  account_id: 'svc_ada',
  version: 3,
  secret_hash: 'present',
  expires_at: null,
  replaced_version: 2,
  replaced_hash: 'before',
  replaced_until: null,
} as CredentialRow // the columns that are judged

describe('a secret of a service account', () => {
  // oxfmt-ignore
  const table: [what: string, change: Partial<CredentialRow> | undefined, hash: string, expected: string][] = [
    ['no row',                                   undefined,                                    'present', 'unknown'],
    ['another account',                          { account_id: 'svc_bob' },                    'present', 'unknown'],
    ['the present one without an end',           {},                                           'present', 'version 3'],
    ['the present one a second before its end',  { expires_at: now + 1 },                      'present', 'version 3'],
    ['the present one at its end',               { expires_at: now },                          'present', 'expired'],
    ['the one before without a grace',           {},                                           'before',  'replaced'],
    ['the one before within its grace',          { replaced_until: now + 1 },                  'before',  'version 2'],
    ['the one before at the end of its grace',   { replaced_until: now },                      'before',  'replaced'],
    ['the one before of another account',        { account_id: 'svc_bob', replaced_until: now + 1 }, 'before', 'unknown'],
  ]
  for (const [what, change, hash, expected] of table)
    test(`${what}: ${expected}`, () => {
      const proof = judgeSecret(change && { ...row, ...change }, { account_id: 'svc_ada', hash, now })
      assert.equal(proof.ok ? `version ${proof.credential.version}` : proof.reason, expected)
    })
})
