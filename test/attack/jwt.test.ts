import assert from 'node:assert/strict'
import { createHmac, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { signJwt, type SigningKey } from '@warder/protocol'
import { claimsOf, startOAuth, type OAuthWorld, type Tokens } from '../support/oauth.ts'
import { json, origin } from '../support/warder.ts'
import { quickest } from '../support/timing/quickest.ts'

type Jwk = Record<string, string>

describe('tokens that we did not make, or not for this', () => {
  let world: OAuthWorld
  let tokens: Tokens
  let key: SigningKey
  let claims: Record<string, unknown>
  before(async () => {
    world = await startOAuth()
    tokens = await world.tokens(await world.client({ skip_consent: true }), 'openid email')
    key = await world.warder.app.keys.signer('ten_default', 'ES256')
    claims = claimsOf(tokens.access_token)
  })
  after(() => world.warder.close())

  async function refused(token: string, what: string): Promise<void> {
    const response = await world.userinfo(token)
    assert.equal(response.status, 401, what)
    assert.match(
      response.headers.get('www-authenticate') ?? '',
      /^Bearer .*error="invalid_(token|request)"/,
      what,
    )
  }

  const part = (value: unknown) =>
    Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
  const payload = () => tokens.access_token.split('.')[1] ?? ''
  const signature = () => tokens.access_token.split('.')[2] ?? ''
  /** The real claims with a change, signed with the real key. */
  const signed = (change: Record<string, unknown>, typ = 'at+jwt') =>
    signJwt(key, typ, { ...claims, ...change })
  const raw = (json: string) => {
    const header = part({ alg: 'ES256', typ: 'at+jwt', kid: key.kid })
    return `${header}.${part(json)}.${signature()}`
  }

  test('the token itself is accepted', async () => {
    assert.equal((await world.userinfo(tokens.access_token)).status, 200)
    assert.equal((await world.userinfo(signed({}))).status, 200)
  })

  test('JW-01 no algorithm, in any spelling, with or without a signature', async () => {
    for (const alg of ['none', 'None', 'nOnE', '', undefined]) {
      const header = part({ typ: 'at+jwt', kid: key.kid, ...(alg !== undefined && { alg }) })
      await refused(`${header}.${payload()}.`, String(alg))
      await refused(`${header}.${payload()}.${signature()}`, String(alg))
    }
  })

  test('JW-02 a public key is never taken for a shared secret', async () => {
    const document = await json<{ keys: Jwk[] }>(await world.warder.get('/.well-known/jwks.json'))
    const secrets = document.keys.flatMap((jwk) => {
      const publicKey = createPublicKey({ key: jwk, format: 'jwk' })
      const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString()
      const der = publicKey.export({ format: 'der', type: 'spki' })
      return [pem, pem.trim(), der, der.toString('base64'), JSON.stringify(jwk)]
    })
    for (const secret of secrets) {
      for (const kid of document.keys.map((jwk) => jwk['kid'])) {
        const input = `${part({ alg: 'HS256', typ: 'at+jwt', kid })}.${payload()}`
        await refused(`${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`, 'HS256')
      }
    }
  })

  test('JW-03 JW-05 the header chooses neither the algorithm nor the key', async () => {
    const mine = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const jwk = mine.publicKey.export({ format: 'jwk' })
    const real = await world.warder.app.keys.signer('ten_default', 'RS256')
    for (const alg of ['RS256', 'RS512', 'PS256', 'ES384'])
      await refused(`${part({ alg, typ: 'at+jwt', kid: key.kid })}.${payload()}.${signature()}`, alg)
    for (const more of [
      { jwk },
      { jku: 'https://evil.example/jwks' },
      { x5u: 'https://evil.example/x' },
      { x5c: ['MIIB'] },
    ]) {
      const forged = signJwt({ kid: key.kid, alg: 'ES256', privateKey: mine.privateKey }, 'at+jwt', claims)
      await refused(
        `${part({ alg: 'ES256', typ: 'at+jwt', kid: key.kid, ...more })}.${forged.split('.').slice(1).join('.')}`,
        Object.keys(more)[0] ?? '',
      )
    }
    assert.notEqual(real.kid, key.kid)
  })

  test('JW-06 a kid is a name in our own set and nothing else', async () => {
    for (const kid of ['../../../dev/null', "' OR 1=1--", 'http://evil/k', {}, [], 1, 'k'.repeat(12_000)]) {
      await refused(
        `${part({ alg: 'ES256', typ: 'at+jwt', kid })}.${payload()}.${signature()}`,
        JSON.stringify(kid).slice(0, 40),
      )
    }
  })

  const now = 1_800_000_000
  // oxfmt-ignore
  const wrong: [id: string, what: string, change: Record<string, unknown>][] = [
    ['JW-11', 'no exp',                  { exp: undefined }],
    ['JW-11', 'exp as text',             { exp: '9999999999' }],
    ['JW-11', 'a negative exp',          { exp: -1 }],
    ['JW-11', 'exp null',                { exp: null }],
    ['JW-11', 'exp past',                { exp: now }],
    ['JW-11', 'nbf to come',             { nbf: now + 600 }],
    ['JW-11', 'iat to come',             { iat: now + 600 }],
    ['JW-11', 'no iat',                  { iat: undefined }],
    ['JW-12', 'no aud',                  { aud: undefined }],
    ['JW-12', 'another aud',             { aud: ['x'] }],
    ['JW-12', 'aud with a slash',        { aud: `${origin}/` }],
    ['JW-12', 'aud in capitals',         { aud: origin.toUpperCase() }],
    ['JW-12', 'aud that begins alike',   { aud: `${origin}.evil.example` }],
    ['JW-12', 'aud as a number',         { aud: 1 }],
    ['JW-14', 'iss with a slash',        { iss: `${origin}/` }],
    ['JW-14', 'iss in capitals',         { iss: origin.toUpperCase() }],
    ['JW-14', 'iss of another tenant',   { iss: `${origin}/t/other` }],
    ['JW-15', 'no jti',                  { jti: undefined }],
    ['JW-15', 'no client',               { client_id: undefined }],
    ['JW-15', 'no sub',                  { sub: undefined }],
    ['TK-01', 'a person who is not',     { sub: 'usr_nobody' }],
  ]
  for (const [id, what, change] of wrong) {
    test(`${id} ${what} is refused, though our key signed it`, async () => refused(signed(change), what))
  }

  test('JW-11 exp beyond every number is refused', async () => {
    await refused(raw(JSON.stringify({ ...claims }).replace(/"exp":\d+/, '"exp":1e309')), '1e309')
  })

  test('JW-15 an ID token, a logout token and a plain JWT of the same key are no access tokens', async () => {
    await refused(tokens.id_token ?? '', 'ID token')
    for (const typ of ['JWT', 'logout+jwt', 'at+jwt+x', '']) await refused(signed({}, typ), typ)
  })

  test('JW-20 JSON forms, a detached payload and other spellings of the same bytes are refused', async () => {
    const [header = '', body = '', sig = ''] = tokens.access_token.split('.')
    const json = JSON.stringify({ protected: header, payload: body, signature: sig })
    for (const token of [
      part(json),
      `${header}..${sig}`,
      `${header}.${body}`,
      `${tokens.access_token}.x`,
      `${header}.${body}.${sig}=`,
    ]) {
      await refused(token, token.slice(0, 40))
    }
  })

  test('JW-24 the key set shows public halves alone, and is not kept for long while its first keys are made', async () => {
    const response = await world.warder.get('/.well-known/jwks.json')
    assert.equal(response.headers.get('content-type'), 'application/jwk-set+json')
    assert.equal(response.headers.get('cache-control'), 'public, max-age=5')
    const { keys } = await json<{ keys: Jwk[] }>(response)
    assert.deepEqual(new Set(keys.map((jwk) => jwk['alg'])), new Set(['ES256', 'RS256']))
    for (const jwk of keys) {
      assert.notEqual(jwk['kty'], 'oct')
      for (const member of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k', 'oth']) assert.ok(!(member in jwk), member)
      assert.equal(jwk['use'], 'sig')
    }
    const etag = response.headers.get('etag') ?? ''
    const again = await world.warder.get('/.well-known/jwks.json', { 'if-none-match': etag })
    assert.equal(again.status, 304)
    assert.equal(await again.text(), '')
  })

  test('JW-30 a token of a megabyte, and one nested 100,000 deep, are refused without effort', async () => {
    const deep = '{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000)
    const took = await quickest(async () => {
      await refused(`${randomBytes(750_000).toString('base64url')}.x.x`, 'long')
      await refused(raw(deep), 'deep')
    })
    assert.ok(took < 250, `${took} ms`)
  })

  test('a token that was accepted a moment ago is refused as soon as it is revoked or has expired', async () => {
    const token = signed({ jti: 'jti_of_a_moment', exp: now + 30 })
    assert.equal((await world.userinfo(token)).status, 200)
    world.warder.clock.now = now + 30
    await refused(token, 'expired')
    world.warder.clock.now = now
  })
})
