import assert from 'node:assert/strict'
import { createHash, generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto'
import { describe, test, type TestContext } from 'node:test'
import { jwkThumbprint, type Jwk } from '@warder/protocol'
import type { GuardOptions } from '../src/index.ts'
import { startGuarded } from './support/guarded.ts'
import { base64url } from './support/issuer.ts'

type Pair = { privateKey: KeyObject; jwk: Jwk; jkt: string }

function pair(): Pair {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const jwk: Jwk = { kty: 'EC', crv: 'P-256', x, y }
  return { privateKey, jwk, jkt: jwkThumbprint(jwk) }
}

const key = pair()
const url = 'https://api.example/notes'

/** A guard, a token that is bound to the key, and requests with proofs that nothing of ours has made. */
async function started(t: TestContext, options: GuardOptions = {}) {
  const guarded = await startGuarded(t, options)
  const token = guarded.token({ cnf: { jkt: key.jkt } })
  const proof = (claims: Record<string, unknown> = {}, by = key, jwk = by.jwk, of = token): string => {
    const ath = createHash('sha256').update(of).digest('base64url')
    const body = { jti: randomUUID(), htm: 'GET', htu: url, iat: guarded.time.now, ath, ...claims }
    const input = `${base64url({ typ: 'dpop+jwt', alg: 'ES256', jwk })}.${base64url(body)}`
    const options = { key: by.privateKey, dsaEncoding: 'ieee-p1363' as const }
    return `${input}.${sign('sha256', Buffer.from(input), options).toString('base64url')}`
  }
  const call = (dpop: string | undefined, scheme = 'DPoP', of = token, at = url) =>
    guarded.auth.authenticate(
      new Request(at, { headers: { authorization: `${scheme} ${of}`, ...(dpop !== undefined && { dpop }) } }),
    )
  const reason = async (result: ReturnType<typeof call>) => {
    const answer = await result
    return answer.ok ? undefined : answer.reason
  }
  return { ...guarded, another: guarded.token, token, proof, call, reason }
}

describe('RFC 9449 §7.1 and §7.2 a token that is bound to a key', () => {
  test('passes with a proof of that key, each time with a new one', async (t) => {
    const { call, proof } = await started(t)
    for (let i = 0; i < 3; i++) assert.equal((await call(proof())).ok, true)
    assert.equal((await call(proof({ htu: `${url}?page=2` }), 'dpop', undefined, `${url}?page=1`)).ok, true)
  })
  test('DP-03 is refused as a bearer token, with the proof and without', async (t) => {
    const { call, proof, reason } = await started(t)
    assert.equal(await reason(call(proof(), 'Bearer')), 'bound_token')
    assert.equal(await reason(call(undefined, 'Bearer')), 'bound_token')
  })
  test('the answer to either of them names the scheme that it works by', async (t) => {
    const { call, proof, another } = await started(t)
    const plain = another()
    for (const [answer, scheme] of [
      [await call(proof(), 'Bearer'), 'DPoP'],
      [await call(undefined, 'Bearer'), 'DPoP'],
      [await call(proof({}, key, key.jwk, plain), 'DPoP', plain), 'DPoP'],
      [await call(undefined, 'Bearer', another({ cnf: { other: 'x' } })), 'Bearer'],
    ] as const) {
      assert.ok(!answer.ok)
      assert.deepEqual([answer.status, answer.reason], [401, 'bound_token'])
      const challenge = answer.challenge ?? ''
      assert.match(challenge, new RegExp(`^${scheme} .*error="invalid_token"`))
      assert.equal(challenge.includes('algs="ES256 '), scheme === 'DPoP')
    }
  })
  test('a token that is bound to nothing is refused by the scheme DPoP', async (t) => {
    const { call, proof, reason, another } = await started(t)
    const plain = another()
    assert.equal(await reason(call(proof({}, key, key.jwk, plain), 'DPoP', plain)), 'bound_token')
    assert.equal((await call(undefined, 'Bearer', plain)).ok, true)
  })
  // oxfmt-ignore
  const wrong: [what: string, claims: (now: number) => Record<string, unknown>][] = [
    ['no jti', () => ({ jti: undefined })], ['another method', () => ({ htm: 'POST' })], ['no method', () => ({ htm: undefined })],
    ['another path', () => ({ htu: 'https://api.example/other' })], ['another host', () => ({ htu: 'https://evil.example/notes' })],
    ['an hour of age', (now) => ({ iat: now - 3600 })], ['a date to come', (now) => ({ iat: now + 3600 })], ['no date', () => ({ iat: undefined })],
    ['no ath', () => ({ ath: undefined })], ['the ath of another token', () => ({ ath: base64url('x') })],
  ]
  for (const [what, claims] of wrong) {
    test(`DP-01 a proof with ${what} is refused, and a right one afterwards is not`, async (t) => {
      const { call, proof, reason, time } = await started(t)
      assert.equal(await reason(call(proof(claims(time.now)))), 'wrong_proof')
      assert.equal((await call(proof())).ok, true)
    })
  }
  test('DP-01 no proof, two, one of another key, and one that another key signed are refused', async (t) => {
    const { call, proof, reason } = await started(t)
    const other = pair()
    assert.equal(await reason(call(undefined)), 'no_proof')
    assert.equal(await reason(call(`${proof()}, ${proof()}`)), 'wrong_proof')
    assert.equal(await reason(call(proof({}, other))), 'wrong_proof')
    assert.equal(await reason(call(proof({}, other, key.jwk))), 'wrong_proof')
  })
  test('the answer names the scheme and what was wrong', async (t) => {
    const { call } = await started(t)
    const answer = await call(undefined)
    assert.ok(!answer.ok)
    assert.equal(answer.status, 401)
    assert.match(
      answer.challenge ?? '',
      /^DPoP error="invalid_dpop_proof", error_description="[^"]+", algs="ES256 /,
    )
  })
  test('DP-01 a proof is taken once, and one for a token that is refused is not remembered', async (t) => {
    const { call, proof, reason, token } = await started(t)
    const once = proof()
    assert.equal(await reason(call(once, 'DPoP', `${token}x`)), 'malformed')
    assert.equal((await call(once)).ok, true)
    assert.equal(await reason(call(once)), 'replayed_proof')
  })
  test('DP-04 processes that share what they remember take it once between them', async (t) => {
    const seen = new Set<string>()
    const replay = (name: string) => !seen.has(name) && Boolean(seen.add(name))
    const { call, proof, reason } = await started(t, { replay })
    const once = proof()
    await call(once)
    assert.equal(await reason(call(once)), 'replayed_proof')
    assert.equal(seen.size, 1)
  })
  test('behind a proxy that ends TLS the address is that of the option origin', async (t) => {
    const { call, proof } = await started(t, { origin: 'https://public.example' })
    const htu = 'https://public.example/notes'
    assert.equal((await call(proof({ htu }), 'DPoP', undefined, 'http://10.0.0.7:8080/notes')).ok, true)
    assert.equal((await call(proof(), 'DPoP', undefined, url)).ok, false)
  })
  test('RFC 9449 §9 with a nonce of the API, which is good for its turn of five minutes and the next', async (t) => {
    const { call, proof, reason, pass } = await started(t, { nonce_secret: 'x'.repeat(32) })
    assert.equal(await reason(call(proof())), 'no_nonce')
    const refused = await call(undefined)
    assert.ok(!refused.ok)
    const { nonce } = refused
    assert.equal(await reason(call(proof({ nonce }))), undefined)
    assert.equal(await reason(call(proof({ nonce: `${nonce}x` }))), 'no_nonce')
    assert.equal(await reason(call(proof({ nonce: 1 }))), 'no_nonce')
    pass(300)
    assert.equal(await reason(call(proof({ nonce }))), undefined)
    const next = await call(proof({ nonce: 'x' }))
    pass(300)
    assert.equal(await reason(call(proof({ nonce }))), 'no_nonce')
    assert.equal(await reason(call(proof({ nonce: next.ok ? '' : next.nonce }))), undefined)
  })
  test('that is also bound to a certificate needs both', async (t) => {
    const der = Buffer.from('the bytes of a certificate')
    const x5t = createHash('sha256').update(der).digest('base64url')
    let certificate: Buffer | undefined = der
    const { call, proof, reason, another } = await started(t, { certificate: () => certificate })
    const both = another({ cnf: { jkt: key.jkt, 'x5t#S256': x5t } })
    assert.equal((await call(proof({}, key, key.jwk, both), 'DPoP', both)).ok, true)
    assert.equal(await reason(call(undefined, 'DPoP', both)), 'no_proof')
    certificate = undefined
    assert.equal(await reason(call(proof({}, key, key.jwk, both), 'DPoP', both)), 'wrong_certificate')
  })
})
