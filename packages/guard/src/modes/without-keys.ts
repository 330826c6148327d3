import { deepFreeze, type Caller } from '../caller.ts'
import type { Result } from '../check.ts'
import type { Credential } from '../credentials/credential.ts'
import type { Refusal } from '../refusal.ts'
import { keyIn } from '../sources/api-keys.ts'

/**
 * Who calls while nothing is configured. `decideMode` alone leads here, and never in production or for a guard that has
 * a key or an issuer.
 */
const nobody = (authenticated_by: 'development' | 'test'): Caller =>
  deepFreeze({
    authenticated_by,
    subject: authenticated_by,
    scopes: [],
    roles: [],
    permissions: [],
    claims: {},
  })

export const developmentCaller = nobody('development')
const testCaller = nobody('test')

/** The key that a test suite may send. Any other is wrong, so that a suite can see it refused. */
const testKey = 'test-api-key-12345'

/** Decides under a test runner: no credential passes, and so does the test key. */
export function testJudge(
  refuse: () => Refusal,
): (credential: Credential | { kind: 'none' }) => Result<Caller> {
  return (credential) => {
    const passes = credential.kind === 'none' || keyIn(credential) === testKey
    return passes ? { ok: true, caller: testCaller } : refuse()
  }
}
