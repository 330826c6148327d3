import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test, type TestContext } from 'node:test'
import { importJwk } from '../keys/import-jwk.ts'
import { verifyJws } from './jws.ts'

/** Published test vectors, which lie beside the project and not in it. */
const vectors = new URL('../../../../../../shared/vectors/', import.meta.url)

/** The document, or undefined after the test has said that it is not there. */
function read<Document>(t: TestContext, path: string): Document | undefined {
  try {
    return JSON.parse(readFileSync(new URL(path, vectors), 'utf8')) as Document
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    const reason = `test vectors ../shared/vectors/${path} are absent`
    t.diagnostic(reason)
    t.skip(reason)
    return undefined
  }
}

type Case = { tcId: number; comment: string; jws: string; result: 'valid' | 'invalid' }
type Group = { comment: string; public?: Record<string, unknown>; tests: Case[] }
type Outcome =
  | 'accepted'
  | 'refused'
  | 'no HMAC'
  | 'algorithm not ours'
  | 'key labelled for another algorithm'

const ours = ['ES256', 'RS256', 'PS256']
/** PS384 signatures under a key that says PS256: the key decides, so we refuse what the vector calls valid. */
const mislabelled = [346, 350]

function outcome(group: Group, { tcId, jws }: Case): Outcome {
  if (!group.public) return 'no HMAC'
  const { alg } = group.public
  if (alg !== undefined && !ours.includes(String(alg))) return 'algorithm not ours'
  const key = importJwk(group.public)
  if (key && verifyJws(jws, [key]).ok) return 'accepted'
  return mislabelled.includes(tcId) ? 'key labelled for another algorithm' : 'refused'
}

describe('JW-29 Wycheproof, JSON Web Signature', () => {
  test('all 401 cases have the result expected, and each that is passed over has its reason', (t) => {
    const document = read<{ numberOfTests: number; testGroups: Group[] }>(
      t,
      'jose/json_web_signature_test.json',
    )
    if (!document) return

    const counts: Record<string, number> = {}
    for (const group of document.testGroups) {
      for (const one of group.tests) {
        const result = outcome(group, one)
        const name = `${group.comment} ${one.tcId} ${one.comment}`
        if (result === 'accepted') assert.equal(one.result, 'valid', name)
        if (result === 'refused') assert.equal(one.result, 'invalid', name)
        counts[`${one.result}: ${result}`] = (counts[`${one.result}: ${result}`] ?? 0) + 1
      }
    }
    assert.equal(document.numberOfTests, 401)
    // Symmetric keys are no part of Warder's tokens, and neither are RS384, RS512, PS384, PS512 and ES512.
    assert.deepEqual(counts, {
      'valid: accepted': 16,
      'invalid: refused': 308,
      'valid: no HMAC': 10,
      'invalid: no HMAC': 30,
      'valid: algorithm not ours': 18,
      'invalid: algorithm not ours': 17,
      'valid: key labelled for another algorithm': 2,
    })
  })

  test('no key of a class that is passed over can be imported, so none of its tokens can be accepted', (t) => {
    const document = read<{ testGroups: (Group & { private: unknown })[] }>(
      t,
      'jose/json_web_signature_test.json',
    )
    if (!document) return
    const others = document.testGroups.filter(
      (group) => !ours.includes(String(group.public?.['alg'] ?? 'ES256')),
    )
    for (const group of others) assert.equal(importJwk(group.public), undefined, group.comment)
    for (const group of document.testGroups) assert.equal(importJwk(group.private), undefined, group.comment)
  })
})

type Example = { input: { payload: string; key: Record<string, unknown> }; output: { compact: string } }

describe('the JOSE cookbook', () => {
  const examples = [
    ['RFC 7520 §4.1 RSA', 'jose-cookbook/jws/4_1.rsa_v15_signature.json'],
    ['RFC 8037 §3.1 Ed25519', 'jose-cookbook/curve25519/jws.json'],
  ] as const
  for (const [name, path] of examples) {
    test(`${name} is verified`, (t) => {
      const example = read<Example>(t, path)
      if (!example) return
      const { kty, kid, crv, x, n, e } = example.input.key
      const key = importJwk(JSON.parse(JSON.stringify({ kty, kid, crv, x, n, e })))
      assert.ok(key)
      const result = verifyJws(example.output.compact, [key])
      assert.equal(result.ok && result.payload.toString(), example.input.payload)
    })
  }
})
