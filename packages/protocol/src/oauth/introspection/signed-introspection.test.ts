import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { verifyJwt } from '../../jwt/verify.ts'
import { introspectionType, signIntrospection, wantsSigned } from './signed-introspection.ts'

const wanted = 'application/token-introspection+jwt'

// oxfmt-ignore
const table: [accept: string | null, signed: boolean][] = [
  [null,                                               false],
  ['*/*',                                              false],
  ['application/*',                                    false],
  ['application/json',                                 false],
  ['application/jwt',                                  false],
  [wanted,                                             true],
  ['Application/Token-Introspection+JWT',              true],
  [`${wanted};q=0`,                                    false],
  [`${wanted};q=0.5, application/json`,                false],
  [`application/json;q=0.5, ${wanted};q=0.9`,          true],
  [`application/json, ${wanted}`,                      true],
  [`${wanted};q=much`,                                 false],
  [`text/html, ${wanted};charset=utf-8, */*`,          true],
]
for (const [accept, signed] of table) {
  test(`RFC 9701 §4 and RFC 9110 §12.5.1: "${accept}" is answered ${signed ? 'signed' : 'as JSON'}`, () =>
    assert.equal(wantsSigned(accept), signed))
}

test('RFC 9701 §5 and §8.1 all that is known of the token is in one claim, and no access token is like it', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const key = { kid: 'k1', alg: 'ES256' as const, privateKey }
  const of = { issuer: 'https://id.example', client_id: 'cli_api', now: 100 }
  const known = { active: true, sub: 'usr_ada', exp: 200, scope: 'read' }
  const jwt = signIntrospection(key, of, known)
  const [header = '', payload = ''] = jwt.split('.').map((part) => Buffer.from(part, 'base64url').toString())
  assert.deepEqual(JSON.parse(header), { alg: 'ES256', typ: introspectionType, kid: 'k1' })
  assert.deepEqual(JSON.parse(payload), {
    iss: of.issuer,
    aud: of.client_id,
    iat: of.now,
    token_introspection: known,
  })
  const keys = [{ kid: key.kid, alg: key.alg, publicKey }]
  const asAccessToken = verifyJwt(jwt, keys, { typ: 'at+jwt', issuer: of.issuer, now: 100, leeway: 0 })
  assert.equal(asAccessToken.ok, false)
})
