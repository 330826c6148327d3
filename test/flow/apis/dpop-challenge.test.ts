import assert from 'node:assert/strict'
import { describe, test, type TestContext } from 'node:test'
import type { Check } from '../../../packages/guard/src/check.ts'
import { startGuarded } from '../../../packages/guard/test/support/guarded.ts'
import { clientKey, proofOf } from '../../support/oauth-clients/keys.ts'

const url = 'https://api.example/notes'
const key = clientKey('ES256')

/** A guard, and calls with a token by either scheme, with a proof by the scheme that wants one. */
async function started(t: TestContext) {
  const { auth, token, time } = await startGuarded(t, { resource: { resource: 'https://api.example' } })
  const bound = token({ cnf: { jkt: key.thumbprint } })
  const challenge = async (check: Check<unknown>, scheme: string, access_token: string) => {
    const headers = new Headers({ authorization: `${scheme} ${access_token}` })
    if (scheme === 'DPoP')
      headers.set('dpop', proofOf(key, { method: 'GET', url, now: time.now, access_token }))
    const result = await check(new Request(url, { headers }))
    return result.ok ? assert.fail('let in') : `${result.status} ${result.challenge}`
  }
  return { auth, token, time, bound, challenge }
}

const told = (status: number, scheme: string, parameters: string) =>
  new RegExp(
    `^${status} ${scheme} realm="[^"]+", ${parameters}.*${scheme === 'DPoP' ? ', algs="ES256 [^"]+"' : '"'}$`,
  )

describe('RFC 9449 §7.1 an API tells what is wrong by the scheme that the token came by', () => {
  test('RFC 6750 §3.1 a scope that is missing, with the one that would do', async (t) => {
    const { auth, bound, token, challenge } = await started(t)
    const check = auth.requireScope('notes:erase')
    const wrong =
      'error="insufficient_scope", error_description="[^"]+", scope="notes:erase", resource_metadata="https:'
    assert.match(await challenge(check, 'DPoP', bound), told(403, 'DPoP', wrong))
    assert.match(await challenge(check, 'Bearer', token()), told(403, 'Bearer', wrong))
  })

  test('RFC 9470 §3 a sign-in that is not sure enough', async (t) => {
    const { auth, bound, challenge } = await started(t)
    const check = auth.requireSignIn({ acr_values: ['urn:warder:aal2'] })
    const wrong =
      'error="insufficient_user_authentication", error_description="[^"]+", acr_values="urn:warder:aal2"'
    assert.match(await challenge(check, 'DPoP', bound), told(401, 'DPoP', wrong))
  })

  test('a token that has expired, or is none', async (t) => {
    const { auth, token, time, challenge } = await started(t)
    const late = token({ cnf: { jkt: key.thumbprint }, exp: time.now - 600 })
    for (const access_token of [late, 'none'])
      assert.match(
        await challenge(auth.required(), 'DPoP', access_token),
        told(401, 'DPoP', 'error="invalid_token"'),
      )
  })
})
