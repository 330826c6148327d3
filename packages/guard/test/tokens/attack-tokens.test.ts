import assert from 'node:assert/strict'
import { createHmac, createPublicKey } from 'node:crypto'
import { describe, test, type TestContext } from 'node:test'
import { base64url, makeKey, signToken } from '../support/issuer.ts'
import { audience, startGuarded } from '../support/guarded.ts'
import { quickest } from '../../../../test/support/timing/quickest.ts'

type Guarded = Awaited<ReturnType<typeof startGuarded>>

/** Refused with 401, and for one of these reasons, while a sound token still passes. */
async function refused(guarded: Guarded, token: string, ...reasons: string[]) {
  const result = await guarded.call(token)
  assert.ok(!result.ok, 'the token was accepted')
  assert.equal(result.status, 401)
  assert.ok(reasons.includes(result.reason), result.reason)
  assert.match(result.challenge ?? '', /error="invalid_token"/)
  assert.equal((await guarded.call(guarded.token())).ok, true)
}

describe('JW-01 a token without a signature', () => {
  for (const alg of ['none', 'None', 'nOnE', '', undefined]) {
    test(`with alg ${JSON.stringify(alg)} is refused, signed or not`, async (t) => {
      const guarded = await startGuarded(t)
      const signed = guarded.token({}, { alg })
      await refused(guarded, signed, 'algorithm')
      const bare = signed.slice(0, signed.lastIndexOf('.') + 1)
      // As a bearer token "a.b." is well formed; as a JWS its third part is empty.
      await refused(guarded, bare, 'malformed', 'algorithm')
    })
  }
})

test('JW-02 a public key is never the secret of an HMAC', async (t) => {
  const guarded = await startGuarded(t, {}, [makeKey('k1', 'RS256')])
  const [key] = guarded.issuer.keys
  const publicKey = createPublicKey({ key: key!.jwk, format: 'jwk' })
  const pem = publicKey.export({ format: 'pem', type: 'spki' })
  const der = publicKey.export({ format: 'der', type: 'spki' })
  for (const secret of [
    pem,
    `${pem.toString().trim()}`,
    der,
    der.toString('base64'),
    JSON.stringify(key!.jwk),
  ]) {
    const input = `${base64url({ alg: 'HS256', typ: 'at+jwt', kid: 'k1' })}.${base64url(guarded.claims())}`
    const token = `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
    await refused(guarded, token, 'algorithm')
  }
})

describe('JW-03 a key published without alg', () => {
  for (const alg of ['HS256', 'RS512', 'PS256', 'ES256']) {
    test(`does not take ${alg} from the token`, async (t) => {
      const key = makeKey('k1', 'RS256')
      delete key.jwk['alg']
      const guarded = await startGuarded(t, {}, [key])
      await refused(guarded, guarded.token({}, { alg }), 'algorithm')
    })
  }
})

describe('JW-05 a key that the token brings along', () => {
  const mallory = makeKey('mallory')
  for (const member of ['jwk', 'jku', 'x5u', 'x5c']) {
    test(`as ${member} is ignored, and nothing is fetched for it`, async (t) => {
      const guarded = await startGuarded(t)
      await guarded.call(guarded.token())
      const before = guarded.issuer.fetched.length
      const brought = {
        jwk: mallory.jwk,
        jku: `${guarded.issuer.url}/evil`,
        x5u: `${guarded.issuer.url}/evil`,
        x5c: ['MIIB'],
      }
      const header = { kid: 'k1', [member]: brought[member as keyof typeof brought] }
      await refused(guarded, guarded.token({}, header, mallory), 'signature')
      assert.equal(guarded.issuer.fetched.length, before)
    })
  }
})

describe('JW-06 a key id that means something elsewhere', () => {
  const kids: [kid: unknown, reason: string][] = [
    ['../../../dev/null', 'unknown_key'],
    ["' OR 1=1--", 'unknown_key'],
    ['http://evil.example/k', 'unknown_key'],
    ['x'.repeat(100_000), 'too_long'],
    [{}, 'malformed'],
    [[], 'malformed'],
    [1, 'malformed'],
  ]
  for (const [kid, reason] of kids) {
    test(`${JSON.stringify(kid).slice(0, 30)} finds no key`, async (t) => {
      const guarded = await startGuarded(t)
      await refused(guarded, guarded.token({}, { kid }), reason)
      assert.deepEqual(
        [...new Set(guarded.issuer.fetched)],
        ['/.well-known/oauth-authorization-server', '/jwks'],
      )
    })
  }
})

describe('JW-09 which key, when the key id does not say', () => {
  test('of two keys with one id, each verifies what it signed', async (t) => {
    const keys = [makeKey('same', 'RS256'), makeKey('same'), makeKey('same')]
    const guarded = await startGuarded(t, {}, keys)
    for (const key of keys) assert.equal((await guarded.call(guarded.token({}, {}, key))).ok, true)
    await refused(guarded, guarded.token({}, {}, makeKey('same')), 'signature')
  })

  test('without an id, all keys of the algorithm are tried', async (t) => {
    const keys = [makeKey('a', 'RS256'), makeKey('b'), makeKey('c')]
    const guarded = await startGuarded(t, {}, keys)
    for (const key of keys)
      assert.equal((await guarded.call(guarded.token({}, { kid: undefined }, key))).ok, true)
    await refused(guarded, guarded.token({}, { kid: undefined }, makeKey('d')), 'signature')
  })
})

describe('JW-11 the times of a token', () => {
  const now = 1_800_000_000
  const wrong: [name: string, claims: Record<string, unknown>, reason: string][] = [
    ['no exp', { exp: undefined }, 'claims'],
    ['exp as text', { exp: '9999999999' }, 'claims'],
    ['a negative exp', { exp: -1 }, 'claims'],
    ['exp null', { exp: null }, 'claims'],
    ['no iat', { iat: undefined }, 'claims'],
    ['nbf in the future', { nbf: now + 31 }, 'not_yet_valid'],
    ['iat ten minutes ahead', { iat: now + 600 }, 'issued_in_future'],
    ['exp just past the leeway', { exp: now - 30 }, 'expired'],
  ]
  for (const [name, claims, reason] of wrong) {
    test(`${name} is refused`, async (t) => {
      const guarded = await startGuarded(t)
      await refused(guarded, guarded.token(claims), reason)
    })
  }

  test('an exp of 1e309, which JSON reads as infinity, is refused', async (t) => {
    const guarded = await startGuarded(t)
    const payload = JSON.stringify({ ...guarded.claims(), exp: 'EXP' }).replace('"EXP"', '1e309')
    await refused(
      guarded,
      signToken(guarded.issuer.keys[0]!, { alg: 'ES256', typ: 'at+jwt', kid: 'k1' }, payload),
      'claims',
    )
  })
})

describe('JW-12 the audience', () => {
  const wrong: [aud: unknown, reason: string][] = [
    [undefined, 'audience'],
    [[], 'audience'],
    [['x'], 'audience'],
    [`${audience}/`, 'audience'],
    [`${audience}.evil`, 'audience'],
    ['HTTPS://API.EXAMPLE', 'audience'],
    [7, 'claims'],
    [[audience, 7], 'claims'],
  ]
  for (const [aud, reason] of wrong) {
    test(`${JSON.stringify(aud)} is not ours`, async (t) => {
      const guarded = await startGuarded(t)
      await refused(guarded, guarded.token({ aud }), reason)
    })
  }

  test('among several, ours counts', async (t) => {
    const guarded = await startGuarded(t)
    assert.equal((await guarded.call(guarded.token({ aud: ['https://other.example', audience] }))).ok, true)
  })
})

test('JW-14 the issuer is compared character by character', async (t) => {
  const guarded = await startGuarded(t)
  const { url } = guarded.issuer
  for (const iss of [`${url}/`, url.toUpperCase(), `${url}/t2`, undefined]) {
    await refused(guarded, guarded.token({ iss }), iss === undefined ? 'claims' : 'issuer')
  }
})

describe('JW-15 another kind of token from the same key', () => {
  for (const typ of [
    'JWT',
    'jwt',
    'logout+jwt',
    'secevent+jwt',
    'id+jwt',
    '',
    undefined,
    'at+jwt;x',
    'text/at+jwt',
  ]) {
    test(`typ ${JSON.stringify(typ)} is no access token`, async (t) => {
      const guarded = await startGuarded(t)
      await refused(guarded, guarded.token({}, { typ }), 'typ')
    })
  }

  test('application/at+jwt is the same kind as at+jwt', async (t) => {
    const guarded = await startGuarded(t)
    assert.equal((await guarded.call(guarded.token({}, { typ: 'application/at+jwt' }))).ok, true)
  })
})

describe('JW-20 the other forms of a JWS', () => {
  const asHeader = (text: string) =>
    new Request('https://api.example/', { headers: { authorization: `Bearer ${text}` } })

  test('JSON, flattened or general, is no bearer token', async (t: TestContext) => {
    const guarded = await startGuarded(t)
    const [header, payload, signature] = guarded.token().split('.')
    const flattened = { protected: header, payload, signature }
    const general = { payload, signatures: [{ protected: header, signature }] }
    for (const form of [flattened, general]) {
      const result = await guarded.auth.authenticate(asHeader(JSON.stringify(form)))
      assert.ok(!result.ok)
      assert.equal(result.status, 400)
      await refused(guarded, base64url(form), 'malformed')
    }
  })

  test('a detached payload is refused', async (t) => {
    const guarded = await startGuarded(t)
    const [header, , signature] = guarded.token().split('.')
    await refused(guarded, `${header}..${signature}`, 'signature')
  })
})

describe('JW-30 tokens made to be costly', () => {
  test('a megabyte is refused before it is read', async (t) => {
    const guarded = await startGuarded(t)
    await refused(guarded, `${'a'.repeat(500_000)}.${'b'.repeat(500_000)}.c`, 'too_long')
  })

  test('a payload nested a hundred thousand deep is refused within 10 ms', async (t) => {
    const guarded = await startGuarded(t)
    await guarded.call(guarded.token())
    const payload = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
    const token = signToken(guarded.issuer.keys[0]!, { alg: 'ES256', typ: 'at+jwt', kid: 'k1' }, payload)
    const took = await quickest(async () => {
      const result = await guarded.call(token)
      assert.ok(!result.ok)
      assert.equal(result.reason, 'too_long')
    }, 10)
    assert.ok(took < 10, `${took} ms`)
  })

  test('a payload nested as deep as a token can hold is answered, not thrown', async (t) => {
    const guarded = await startGuarded(t)
    const payload = JSON.stringify({ ...guarded.claims(), deep: 'DEEP' })
    const deep = payload.replace('"DEEP"', `${'['.repeat(5500)}${']'.repeat(5500)}`)
    const token = signToken(guarded.issuer.keys[0]!, { alg: 'ES256', typ: 'at+jwt', kid: 'k1' }, deep)
    assert.ok(token.length < 16_384)
    const result = await guarded.call(token)
    assert.equal(typeof result.ok, 'boolean')
  })
})
