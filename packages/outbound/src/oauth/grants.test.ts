import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { verifyJwt, type VerificationKey } from '@warder/protocol'
import type { Credential, Outgoing } from '../credential.ts'
import { bearer } from '../static/basic.ts'
import { exchange } from '../token/exchange.ts'
import { jwtBearer } from './jwt-bearer.ts'
import { selfSignedJwt } from './self-signed-jwt.ts'
import { tokenExchange } from './token-exchange.ts'

const now = 1_800_000_000_000
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const keys: VerificationKey[] = [{ kid: 'k1', alg: 'RS256', publicKey }]
const expected = { typ: 'JWT', now: now / 1000, leeway: 0 }

/** What is sent to a server, and what it answers. */
function server(answer: object, status = 200) {
  const asked: { url: string; headers: Headers; body: string }[] = []
  const send = (url: string, init: RequestInit = {}) => {
    asked.push({ url, headers: new Headers(init.headers), body: String(init.body) })
    return Promise.resolve(Response.json(answer, { status }))
  }
  return { asked, fetch: send as typeof fetch }
}

async function sent(credential: Credential): Promise<Headers> {
  const request: Outgoing = {
    method: 'GET',
    url: new URL('https://api.example/'),
    headers: new Headers(),
    body: null,
  }
  await credential.apply(request, { clock: () => now, signal: undefined })
  return request.headers
}

const tokenOf = (headers: Headers) => (headers.get('authorization') ?? '').replace('Bearer ', '')
const good = { access_token: 'got', token_type: 'Bearer', expires_in: 60 }
const where = {
  tokenEndpoint: 'https://idp.example/token',
  clientId: 'cli',
  auth: { method: 'none' },
} as const

test('RFC 7523 §3 the assertion says who, in whose name, for whom and until when', async () => {
  const { asked, fetch } = server(good)
  const headers = await sent(
    jwtBearer({
      ...where,
      fetch,
      key: { pem, alg: 'RS256', kid: 'k1' },
      iss: 'robot',
      sub: 'ada',
      aud: 'https://idp.example/token',
      scope: 'a b',
    }),
  )
  assert.equal(tokenOf(headers), 'got')
  const form = new URLSearchParams(asked[0]?.body)
  assert.equal(form.get('grant_type'), 'urn:ietf:params:oauth:grant-type:jwt-bearer')
  assert.equal(form.get('scope'), 'a b')
  const verified = verifyJwt(form.get('assertion') ?? '', keys, {
    ...expected,
    issuer: 'robot',
    audience: 'https://idp.example/token',
  })
  assert.ok(verified.ok)
  const { sub, iat, exp, jti } = verified.claims
  assert.deepEqual([sub, iat, exp], ['ada', now / 1000 - 60, now / 1000 + 300])
  assert.ok(jti)
})

test('a self-signed JWT is the token, made anew before it ends', async () => {
  const credential = selfSignedJwt({
    key: { pem, alg: 'RS256', kid: 'k1' },
    claims: { iss: '12345', aud: 'https://api.example' },
    ttl: 540,
  })
  const first = tokenOf(await sent(credential))
  const verified = verifyJwt(first, keys, { ...expected, issuer: '12345', audience: 'https://api.example' })
  assert.ok(verified.ok)
  // GitHub refuses what lives longer than ten minutes, counted from `iat`.
  assert.equal((verified.claims.exp ?? 0) - (verified.claims.iat ?? 0), 600)
  assert.equal(tokenOf(await sent(credential)), first)
})

test('a key that is none is refused without being shown', async () => {
  const credential = selfSignedJwt({ key: { pem: 'canary-key', alg: 'RS256' }, claims: {} })
  await assert.rejects(sent(credential), (error: Error) => {
    assert.equal((error as { code?: string }).code, 'CONFIG_INVALID')
    assert.ok(!JSON.stringify(error).includes('canary') && !error.message.includes('canary'))
    return true
  })
})

test('RFC 8693 §2.1 a token exchange names both tokens and what they are', async () => {
  const { asked, fetch } = server({
    ...good,
    issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
  })
  const credential = tokenExchange({
    ...where,
    fetch,
    subject: bearer('of-ada'),
    actor: 'of-the-agent',
    actorType: 'jwt',
    audience: 'https://calendar.example',
    scope: 'read',
  })
  assert.equal(tokenOf(await sent(credential)), 'got')
  assert.deepEqual(Object.fromEntries(new URLSearchParams(asked[0]?.body)), {
    client_id: 'cli',
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: 'of-ada',
    subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    actor_token: 'of-the-agent',
    actor_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    audience: 'https://calendar.example',
    scope: 'read',
  })
})

test('a sign-in that is no OAuth: a token from the answer, in the header the API wants', async () => {
  const { asked, fetch } = server({ data: { 'a/b': 'the-token', ttl: '120' } })
  const credential = exchange({
    request: {
      url: 'https://api.example/login',
      headers: { 'x-app': 'app' },
      body: { user: 'ada', password: () => 'secret' },
    },
    token: '/data/a~1b',
    expiresIn: '/data/ttl',
    header: { name: 'X-Session', value: 'v1 {token}' },
    fetch,
  })
  assert.equal((await sent(credential)).get('x-session'), 'v1 the-token')
  assert.deepEqual(JSON.parse(asked[0]?.body ?? ''), { user: 'ada', password: 'secret' })
  assert.equal(asked[0]?.headers.get('x-app'), 'app')
  assert.equal((await credential.status?.())?.expires_at, now + 120_000)
})

// oxfmt-ignore
const wrong: [what: string, answer: object, status: number, code: string][] = [
  ['no token there',             { data: {} },               200, 'TOKEN_RESPONSE_INVALID'],
  ['a token that is no text',    { data: { token: 7 } },     200, 'TOKEN_RESPONSE_INVALID'],
  ['a refusal',                  { data: { token: 't' } },   401, 'INVALID_CLIENT'],
  ['a failure',                  {},                         503, 'TOKEN_ENDPOINT_UNAVAILABLE'],
]
for (const [what, answer, status, code] of wrong) {
  test(`a sign-in that answers with ${what} is ${code}`, async () => {
    const { fetch } = server(answer, status)
    await assert.rejects(
      sent(exchange({ request: { url: 'https://api.example/login' }, token: '/data/token', fetch })),
      { code },
    )
  })
}

// oxfmt-ignore
const ends: [what: string, field: object, expected: number | undefined][] = [
  ['ISO 8601',         { expiresAt: '/at' },      Date.parse('2027-01-15T09:00:00Z')],
  ['Unix seconds',     { expiresAt: '/unix' },    1_800_003_600_000],
  ['a fixed time',     { expiresIn: 90 },         now + 90_000],
  ['nothing',          {},                        now + 3_600_000],
]
for (const [what, field, end] of ends) {
  test(`a sign-in that tells the end of its token by ${what}`, async () => {
    const { fetch } = server({ token: 't', at: '2027-01-15T09:00:00Z', unix: 1_800_003_600 })
    const credential = exchange({
      request: { url: 'https://api.example/login' },
      token: '/token',
      ...field,
      fetch,
    })
    await sent(credential)
    assert.equal((await credential.status?.())?.expires_at, end)
  })
}
