import assert from 'node:assert/strict'
import { describe, test, type TestContext } from 'node:test'
import { guard, type GuardOptions, type IntrospectionSource } from '../../src/index.ts'
import { audience } from '../support/guarded.ts'
import { startServer, type Told } from '../support/server.ts'

const now = 1_800_000_000

async function startOpaque(
  t: TestContext,
  change: Partial<IntrospectionSource> = {},
  more: Partial<GuardOptions> = {},
) {
  const told: Record<string, Told> = {}
  const server = await startServer(t, ({ path, body }) => {
    if (path.startsWith('/.well-known/oauth'))
      return { json: { issuer: server.url, introspection_endpoint: `${server.url}/introspect` } }
    return told[new URLSearchParams(body).get('token') ?? ''] ?? { json: { active: false } }
  })
  const time = { now, elapsed: 0 }
  const errors: Error[] = []
  const source = { issuer: server.url, audience, client_id: 'cli:api', client_secret: 'a b+c', ...change }
  const auth = guard({
    sources: [{ kind: 'introspection', ...source }],
    clock: { now: () => time.now, elapsed: () => time.elapsed },
    onIssuerError: (error) => errors.push(error),
    log: () => undefined,
    ...more,
  })
  const call = async (token: string) => {
    const request = new Request('https://api.example/', { headers: { authorization: `Bearer ${token}` } })
    return auth.authenticate(request)
  }
  const active = (claims: object = {}) => ({
    json: {
      active: true,
      iss: server.url,
      sub: 'usr_ada',
      client_id: 'cli_app',
      aud: audience,
      scope: 'notes:read',
      exp: now + 600,
      jti: 'jti_1',
      ...claims,
    },
  })
  const asked = () => server.asked.filter(({ path }) => path === '/introspect')
  return { auth, call, told, active, asked, time, errors, server }
}

describe('RFC 7662 opaque tokens', () => {
  test('RFC 7662 §2.1 are asked about as the client of this API, and say who calls', async (t) => {
    const { call, told, active, asked } = await startOpaque(t)
    told['opaque'] = active()
    const result = await call('opaque')
    assert.ok(result.ok)
    assert.equal(result.caller.authenticated_by, 'introspection')
    assert.equal(result.caller.subject, 'usr_ada')
    assert.deepEqual(result.caller.scopes, ['notes:read'])
    const [question] = asked()
    // RFC 6749 §2.3.1: both halves are form-encoded.
    assert.equal(question?.headers.authorization, `Basic ${btoa('cli%3Aapi:a+b%2Bc')}`)
    assert.equal(question?.body, 'token=opaque&token_type_hint=access_token')
  })

  // oxfmt-ignore
  const refused: [what: string, claims: Record<string, unknown>][] = [
    ['not active',                    { active: false }],
    ['active in other words',         { active: 'true' }],
    ['for another API',               { aud: 'https://other.example' }],
    ['for several others',            { aud: ['a', 'b'] }],
    ['for nobody in particular',      { aud: undefined }],
    ['of another issuer',             { iss: 'https://evil.example' }],
    ['expired',                       { exp: now }],
    ['not valid yet',                 { nbf: now + 31 }],
    ['of nobody',                     { sub: undefined, client_id: undefined }],
    ['bound to a key',                { cnf: { jkt: 'x' } }],
  ]
  for (const [what, claims] of refused) {
    test(`RFC 7662 §2.2 ${what}: refused`, async (t) => {
      const { call, told, active } = await startOpaque(t)
      told['opaque'] = active(claims)
      const result = await call('opaque')
      assert.ok(!result.ok)
      assert.equal(result.status, 401)
      assert.match(result.challenge ?? '', /error="invalid_token"/)
    })
  }

  test('an answer is believed for as long as it is said, and never beyond the expiry', async (t) => {
    const { call, told, active, asked, time } = await startOpaque(t, { cache: 5 })
    told['long'] = active()
    told['short'] = active({ exp: now + 2 })
    for (const token of ['long', 'short', 'wrong', 'long', 'short', 'wrong']) await call(token)
    assert.equal(asked().length, 3)
    time.now += 2
    time.elapsed += 2
    told['short'] = { json: { active: false } }
    assert.equal((await call('short')).ok, false)
    assert.equal((await call('long')).ok, true)
    assert.equal(asked().length, 4)
    told['long'] = { json: { active: false } }
    time.elapsed += 3
    assert.equal((await call('long')).ok, false)
  })

  test('fifty requests with one token are one question', async (t) => {
    const { call, told, active, asked } = await startOpaque(t, { cache: 0 })
    told['opaque'] = active()
    const results = await Promise.all(Array.from({ length: 50 }, () => call('opaque')))
    assert.ok(results.every(({ ok }) => ok))
    assert.equal(asked().length, 1)
  })

  test('an issuer that cannot be asked lets nobody in, and what fails is not remembered', async (t) => {
    const { call, told, active, errors } = await startOpaque(t)
    told['opaque'] = { status: 500 }
    const result = await call('opaque')
    assert.ok(!result.ok)
    assert.deepEqual([result.status, result.reason], [503, 'issuer_unavailable'])
    assert.match(errors[0]?.message ?? '', /could not be introspected: .* answered 500/)
    assert.equal(errors[0]?.message.includes('opaque'), false)
    told['opaque'] = active()
    assert.equal((await call('opaque')).ok, true)
  })

  test('an API key is shown to no issuer', async (t) => {
    const { call, asked } = await startOpaque(t)
    assert.equal((await call(`wdr_live_${'x'.repeat(49)}`)).ok, false)
    assert.deepEqual(asked(), [])
  })

  test('the endpoint may be named where the issuer publishes nothing', async (t) => {
    const { server, told, active } = await startOpaque(t)
    told['opaque'] = active({ iss: undefined, aud: undefined })
    const auth = guard({
      sources: [
        { kind: 'introspection', endpoint: `${server.url}/introspect`, client_id: 'a', client_secret: 'b' },
      ],
      clock: { now: () => now, elapsed: () => 0 },
    })
    const headers = { authorization: 'Bearer opaque' }
    assert.equal((await auth.authenticate(new Request('https://api.example/', { headers }))).ok, true)
    const [, far] = [0, 'http://id.example/introspect']
    assert.throws(
      () => guard({ sources: [{ kind: 'introspection', endpoint: far }] }),
      /must be https[^]*No client/,
    )
  })
})
