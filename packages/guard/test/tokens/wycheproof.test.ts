import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test, type TestContext } from 'node:test'
import { guard } from '../../src/index.ts'
import { audience, startGuarded } from '../support/guarded.ts'

type Case = { tcId: number; comment: string; jws: string; result: 'valid' | 'invalid' }
type Document = { testGroups: { comment: string; public?: Record<string, unknown>; tests: Case[] }[] }

const path = '../shared/vectors/jose/json_web_signature_test.json'

/** The vectors lie beside the project and not in it. Undefined after the test has said that they are not there. */
function vectors(t: TestContext): Document | undefined {
  const file = new URL(`../../../${path}`, import.meta.url)
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Document
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    const reason = `test vectors ${path} are absent`
    t.diagnostic(reason)
    t.skip(reason)
    return undefined
  }
}

/** How far a token gets whose signature is good: what it says is no access token. */
const beyondTheSignature = ['typ', 'claims']

test('JW-29 Wycheproof through the guard: a bad signature never gets past the signature', async (t) => {
  const document = vectors(t)
  if (!document) return
  const counts = { beyond: 0, stopped: 0 }
  const { issuer } = await startGuarded(t)
  for (const { public: jwk, tests } of document.testGroups) {
    // A symmetric key is published by nobody.
    issuer.documents = () => ({
      '/.well-known/oauth-authorization-server': { issuer: issuer.url, jwks_uri: `${issuer.url}/jwks` },
      '/jwks': { keys: jwk ? [jwk] : [] },
    })
    const auth = guard({ issuer: issuer.url, audience, log: () => undefined })
    for (const { tcId, comment, jws, result } of tests) {
      const headers = { get: (name: string) => (name === 'authorization' ? `Bearer ${jws}` : null) }
      const answer = await auth.authenticate({ method: 'GET', url: '/', headers })
      assert.ok(!answer.ok, `${tcId} ${comment}`)
      const beyond = beyondTheSignature.includes(answer.reason)
      if (beyond) assert.equal(result, 'valid', `${tcId} ${comment}`)
      counts[beyond ? 'beyond' : 'stopped']++
    }
  }
  // The sixteen valid ones of algorithms that are ours, and no other of the 401.
  assert.deepEqual(counts, { beyond: 16, stopped: 385 })
})
