import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { guard, refusalHeaders, refusalResponse } from '../src/index.ts'
import { audience, startGuarded, withToken } from './support/guarded.ts'

const bare = (headers: Record<string, string> = {}) =>
  new Request('https://api.example/notes?token=secret', { headers })

describe('a sound token', () => {
  test('says who calls', async (t) => {
    const { call, token, time } = await startGuarded(t)
    const result = await call(token({ tenant_id: 'ten_1', sid: 'ses_1', auth_time: time.now - 5 }))
    assert.ok(result.ok)
    const { claims, ...caller } = result.caller
    assert.deepEqual(caller, {
      authenticated_by: 'access_token',
      subject: 'usr_ada',
      client_id: 'cli_app',
      scopes: ['notes:read', 'notes:write'],
      roles: ['editor'],
      permissions: ['notes.share'],
      tenant_id: 'ten_1',
      session_id: 'ses_1',
      token_id: 'at_1',
      expires_at: time.now + 600,
      auth_time: time.now - 5,
    })
    assert.equal(claims['sub'], 'usr_ada')
  })

  test('seen again is the same frozen caller, until it expires', async (t) => {
    const { call, token, pass } = await startGuarded(t)
    const text = token()
    const [first, second] = [await call(text), await call(text)]
    assert.ok(first.ok && second.ok)
    assert.equal(first.caller, second.caller)
    assert.ok(
      Object.isFrozen(first.caller) &&
        Object.isFrozen(first.caller.scopes) &&
        Object.isFrozen(first.caller.claims['roles']),
    )
    pass(629)
    assert.equal((await call(text)).ok, true)
    pass(1)
    const expired = await call(text)
    assert.ok(!expired.ok)
    assert.equal(expired.reason, 'expired')
    assert.match(expired.challenge ?? '', /error_description="The access token has expired\."/)
  })

  test('of which only the newest are remembered is verified anew', async (t) => {
    const { call, token } = await startGuarded(t, { remember: 2 })
    const texts = ['at_1', 'at_2', 'at_3'].map((jti) => token({ jti }))
    const callers = []
    for (const text of texts) callers.push(await call(text))
    const [first, , third] = callers
    const again = [await call(texts[2]!), await call(texts[0]!)]
    assert.ok(first?.ok && third?.ok && again[0]?.ok && again[1]?.ok)
    assert.equal(again[0].caller, third.caller)
    assert.notEqual(again[1].caller, first.caller)
  })

  test('roles and permissions of another shape grant nothing', async (t) => {
    const { call, token } = await startGuarded(t)
    for (const roles of ['admin', { admin: true }, [['admin']], [1], null]) {
      const result = await call(token({ roles, permissions: roles, scope: ['notes:read'] }))
      assert.ok(result.ok)
      assert.deepEqual([result.caller.roles, result.caller.permissions, result.caller.scopes], [[], [], []])
    }
  })
})

describe('RFC 9068 §2.2 an access token', () => {
  for (const claim of ['sub', 'client_id', 'jti']) {
    test(`without ${claim} is refused`, async (t) => {
      const { call, token } = await startGuarded(t)
      for (const value of [undefined, '']) {
        const result = await call(token({ [claim]: value }))
        assert.ok(!result.ok)
        assert.equal(result.reason, 'incomplete_token')
      }
    })
  }

  test('bound to a key (RFC 9449 §6, RFC 8705 §3) is refused as a bearer token', async (t) => {
    const { call, token } = await startGuarded(t)
    const result = await call(token({ cnf: { jkt: 'x' } }))
    assert.ok(!result.ok)
    assert.equal(result.reason, 'bound_token')
  })
})

describe('RFC 6750 §3 the challenge', () => {
  test('§3.1 without a credential has no error', async (t) => {
    const { auth } = await startGuarded(t)
    for (const headers of [{}, { authorization: 'Basic YWRhOng=' }]) {
      const result = await auth.authenticate(bare(headers))
      assert.ok(!result.ok)
      assert.equal(result.status, 401)
      assert.equal(result.challenge, `Bearer realm="${audience}"`)
    }
  })

  test('§3.1 a malformed credential is an invalid request', async (t) => {
    const { auth, token } = await startGuarded(t)
    for (const authorization of [
      'Bearer',
      'Bearer  ',
      'Bearer a b',
      `Bearer ${token()}, Bearer ${token()}`,
    ]) {
      const result = await auth.authenticate(bare({ authorization }))
      assert.ok(!result.ok)
      assert.equal(result.status, 400)
      assert.match(result.challenge ?? '', /error="invalid_request"/)
    }
  })

  test('a refused token is told without its reason', async (t) => {
    const { call, token } = await startGuarded(t, { realm: 'notes' })
    const answers = await Promise.all(
      [{ aud: 'x' }, { iss: 'x' }, { sub: undefined }].map((claims) => call(token(claims))),
    )
    for (const answer of answers) {
      assert.ok(!answer.ok)
      assert.equal(
        answer.challenge,
        'Bearer realm="notes", error="invalid_token", error_description="The access token is not valid here."',
      )
      assert.equal(answer.body.code, 'invalid_token')
    }
  })

  test('RFC 6750 §2.3 a token in the query is not looked at', async (t) => {
    const { auth, token } = await startGuarded(t)
    const result = await auth.authenticate(new Request(`https://api.example/?access_token=${token()}`))
    assert.ok(!result.ok)
    assert.equal(result.reason, 'no_credential')
  })
})

describe('checks', () => {
  test('required wants a token', async (t) => {
    const { auth, token } = await startGuarded(t)
    assert.equal((await auth.required()(bare())).ok, false)
    assert.equal((await auth.required()(withToken(token()))).ok, true)
  })

  test('optional lets nobody pass with a wrong token', async (t) => {
    const { auth, token } = await startGuarded(t)
    const check = auth.optional()
    assert.deepEqual(await check(bare()), { ok: true, caller: undefined })
    const known = await check(withToken(token()))
    assert.ok(known.ok)
    assert.equal(known.caller?.subject, 'usr_ada')
    const wrong = await check(withToken(token({ aud: 'x' })))
    assert.ok(!wrong.ok)
    assert.equal(wrong.status, 401)
    assert.equal((await check(bare({ authorization: 'Bearer' }))).ok, false)
  })

  test('withMetadata tells about the request, never its query', async (t) => {
    const { auth, token, time } = await startGuarded(t)
    const authorization = `Bearer ${token()}`
    const result = await auth.withMetadata()(bare({ authorization, 'user-agent': 'curl/8' }))
    assert.ok(result.ok)
    assert.equal(result.caller.subject, 'usr_ada')
    assert.deepEqual(result.caller.metadata, {
      authenticated_by: 'access_token',
      received_at: time.now,
      method: 'GET',
      path: '/notes',
      user_agent: 'curl/8',
    })
  })

  const table: [
    name: 'requireScope' | 'requireRole' | 'requirePermission',
    needed: [string, ...string[]],
    ok: boolean,
  ][] = [
    ['requireScope', ['notes:read'], true],
    ['requireScope', ['notes:read', 'notes:write'], true],
    ['requireScope', ['notes:read', 'notes:delete'], false],
    ['requireScope', ['notes'], false],
    ['requireRole', ['editor'], true],
    ['requireRole', ['editor', 'owner'], false],
    ['requirePermission', ['notes.share'], true],
    ['requirePermission', ['notes:read'], false],
  ]
  for (const [name, needed, ok] of table) {
    test(`${name}(${needed.join(', ')}) ${ok ? 'lets pass' : 'refuses with 403'}`, async (t) => {
      const { auth, token } = await startGuarded(t)
      const result = await auth[name](...needed)(withToken(token()))
      assert.equal(result.ok, ok)
      if (result.ok) return
      assert.equal(result.status, 403)
      assert.match(result.challenge ?? '', /error="insufficient_scope"/)
      // RFC 6750 §3: scope says what would do. A role is nothing a client can ask for.
      assert.equal(
        / scope="([^"]*)"/.exec(result.challenge ?? '')?.[1],
        name === 'requireScope' ? needed.join(' ') : undefined,
      )
    })
  }

  // A role gives them so (docs/roles.md), and a token carries what it gives.
  for (const [held, wanted, ok] of [
    ['docs:*', 'docs:read', true],
    ['*', 'docs:read', true],
    ['docs:*', 'docs', false],
    ['docs:*', 'docsecrets:read', false],
    ['docs:read', 'docs:*', false],
  ] as const)
    test(`the permission ${held} is ${ok ? '' : 'not '}enough for ${wanted}, and no scope or role is wider than it says`, async (t) => {
      const { auth, token } = await startGuarded(t)
      const caller = withToken(token({ permissions: [held], scope: held, roles: [held] }))
      assert.equal((await auth.requirePermission(wanted)(caller)).ok, ok)
      assert.equal((await auth.requireScope(wanted)(caller)).ok, false)
      assert.equal((await auth.requireRole(wanted)(caller)).ok, false)
    })

  test('without a credential a scope check answers 401', async (t) => {
    const { auth } = await startGuarded(t)
    const result = await auth.requireScope('notes:read')(bare())
    assert.ok(!result.ok)
    assert.equal(result.status, 401)
  })

  test('a check that asks for nothing is not made', async (t) => {
    const { auth } = await startGuarded(t)
    const none: string[] = []
    assert.throws(() => auth.requireScope(...(none as [string])), /Name at least one/)
  })
})

test('a refusal becomes a problem document with its headers (RFC 9457 §3)', async (t) => {
  const { auth } = await startGuarded(t)
  const result = await auth.authenticate(bare())
  assert.ok(!result.ok)
  const response = refusalResponse(result)
  assert.equal(response.status, 401)
  assert.equal(response.headers.get('content-type'), 'application/problem+json')
  assert.equal(response.headers.get('cache-control'), 'no-store')
  assert.equal(response.headers.get('www-authenticate'), result.challenge)
  assert.deepEqual(await response.json(), {
    type: 'urn:warder:problem:not_authenticated',
    title: 'Authentication is required',
    status: 401,
    detail: 'Send an access token.',
    code: 'not_authenticated',
  })
  assert.equal(refusalHeaders({ ...result, status: 503, challenge: undefined })['retry-after'], '5')
})

describe('options', () => {
  const wrong: [options: Parameters<typeof guard>[0], told: RegExp][] = [
    [{ sources: [{ kind: 'access_tokens' }] }, /WARDER_ISSUER[^]*WARDER_AUDIENCE/],
    [{ issuer: 'id.example', audience }, /not a URL/],
    [{ issuer: 'http://id.example', audience }, /must be https/],
    [{ issuer: 'http://localhost.evil.example', audience }, /must be https/],
    [{ issuer: 'http://127.0.0.1.evil.example', audience }, /must be https/],
    [{ issuer: 'ftp://localhost', audience }, /must be https/],
    [{ issuer: 'https://id.example?x', audience }, /no query/],
    [{ issuer: 'https://ada@id.example', audience }, /no query, fragment or user name/],
    [{ issuer: 'https://id.example', audience, leeway: 61 }, /leeway must be a number from 0 to 60/],
    [{ issuer: 'https://id.example', audience, cooldown: NaN }, /cooldown must be/],
  ]
  for (const [options, told] of wrong) {
    test(`${JSON.stringify(options)} is refused`, () => assert.throws(() => guard(options), told))
  }

  test('come from the environment where they are not given', async (t) => {
    const { issuer, token } = await startGuarded(t)
    process.env['WARDER_ISSUER'] = issuer.url
    process.env['WARDER_AUDIENCE'] = audience
    t.after(() => {
      delete process.env['WARDER_ISSUER']
      delete process.env['WARDER_AUDIENCE']
    })
    const now = Math.floor(Date.now() / 1000)
    assert.equal((await guard().authenticate(withToken(token({ iat: now, exp: now + 60 })))).ok, true)
  })
})
