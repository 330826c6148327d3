import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { guard, type Guard, type SourceOptions } from '../../../packages/guard/src/index.ts'
import {
  createClient,
  deleteClient,
  type NewClient,
} from '../../../packages/warder/src/oauth-server/register.ts'
import { createUser } from '../../../packages/warder/src/users/manage.ts'
import { createBrowser } from '../../support/cookies.ts'
import { eventually } from '../../support/eventually.ts'
import { startLive, type LiveWarder } from '../../support/live.ts'
import { goodPassword } from '../../support/warder.ts'

const email = 'ada@example.com'
const resource = 'https://api.example'

/** Seconds until it happened. */
async function secondsUntil(what: string, asked: () => Promise<boolean>): Promise<number> {
  const began = performance.now()
  await eventually(what, asked)
  return (performance.now() - began) / 1000
}

describe('the guard and a running Warder', () => {
  let warder: LiveWarder
  const guards: Guard[] = []
  before(async () => {
    warder = await startLive()
    await warder.start()
    await createUser(warder.operator, { email, full_name: 'Ada Lovelace', password: goodPassword })
  })
  after(async () => {
    for (const one of guards) one.close()
    await warder.stop()
  })

  const guarded = (...sources: SourceOptions[]): Guard => {
    const auth = guard({ sources, log: () => undefined, onIssuerError: () => undefined })
    guards.push(auth)
    return auth
  }
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(warder.origin + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  const call = (auth: Guard, token: string) =>
    auth.authenticate(new Request(resource, { headers: { authorization: `Bearer ${token}` } }))
  const machineToken = async ({
    client_id,
    client_secret = '',
  }: {
    client_id: string
    client_secret?: string
  }) => {
    const response = await fetch(`${warder.origin}/oauth/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${client_id}:${client_secret}`)}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', resource }),
    })
    assert.equal(response.status, 200)
    return ((await response.json()) as { access_token: string }).access_token
  }
  const machine = (change: Partial<NewClient> = {}) =>
    createClient(warder.operator, {
      name: 'Reader',
      type: 'machine',
      scope: 'notes:read',
      resources: [resource],
      ...change,
    })

  test('AK-07 who signs out is out at every guard within five seconds', async () => {
    const source: SourceOptions = { kind: 'access_tokens', issuer: warder.origin, audience: warder.origin }
    const both = [guarded(source), guarded(source)]
    const response = await post('/auth/login', { email, password: goodPassword })
    const { access_token } = (await response.json()) as { access_token: string }
    for (const auth of both) {
      const result = await call(auth, access_token)
      assert.ok(result.ok)
      assert.match(result.caller.subject, /^usr_/)
    }
    const left = await post('/auth/logout', {}, { authorization: `Bearer ${access_token}` })
    assert.equal(left.status, 204)
    for (const auth of both) {
      const seconds = await secondsUntil(
        'the token is dead',
        async () => !(await call(auth, access_token)).ok,
      )
      assert.ok(seconds < 5)
      const result = await call(auth, access_token)
      assert.ok(!result.ok)
      assert.equal(result.reason, 'revoked')
    }
    const status = both[0]?.getAuthStatus().revocations[warder.origin]
    assert.equal(status?.stale, false)
    assert.ok((status?.age ?? Infinity) < 5)
  })

  test('AG-05 a client that is removed is out, with every token of it', async () => {
    const client = await machine()
    const token = await machineToken(client)
    const auth = guarded({ kind: 'access_tokens', issuer: warder.origin, audience: resource })
    assert.equal(
      (
        await auth.requireScope('notes:read')(
          new Request(resource, { headers: { authorization: `Bearer ${token}` } }),
        )
      ).ok,
      true,
    )
    await deleteClient(warder.operator, client.client_id)
    assert.ok((await secondsUntil('the client is gone', async () => !(await call(auth, token)).ok)) < 5)
  })

  for (const access_token_format of ['jwt', 'opaque']) {
    test(`RFC 7662 a token (${access_token_format}) is introspected as the client of the API`, async () => {
      const api = await createClient(warder.operator, {
        name: 'API',
        type: 'confidential',
        grant_types: ['client_credentials'],
        resources: [resource],
      })
      const client = await machine({ access_token_format })
      const auth = guarded({
        kind: 'introspection',
        issuer: warder.origin,
        audience: resource,
        client_id: api.client_id,
        client_secret: api.client_secret ?? '',
        cache: 0,
      })
      const token = await machineToken(client)
      const result = await call(auth, token)
      assert.ok(result.ok)
      assert.deepEqual([result.caller.subject, result.caller.scopes], [client.client_id, ['notes:read']])
      await deleteClient(warder.operator, client.client_id)
      const after = await call(auth, token)
      assert.ok(!after.ok)
      assert.equal(after.reason, 'inactive_token')
    })
  }

  test('AK-07 a key of a person opens the API, until they end it: at once, however long answers are believed', async () => {
    const api = await createClient(warder.operator, {
      name: 'API',
      type: 'confidential',
      grant_types: ['client_credentials'],
    })
    const auth = guarded({
      kind: 'warder_keys',
      issuer: warder.origin,
      client_id: api.client_id,
      client_secret: api.client_secret ?? '',
      cache: 300,
    })
    const login = await post('/auth/login', { email, password: goodPassword })
    const { access_token } = (await login.json()) as { access_token: string }
    const authorization = `Bearer ${access_token}`
    const made = await post('/api/keys', { name: 'laptop', scopes: ['profile:read'] }, { authorization })
    assert.equal(made.status, 201)
    const { id, key } = (await made.json()) as { id: string; key: string }

    const result = await auth.requireScope('profile:read')(
      new Request(resource, { headers: { 'x-api-key': key } }),
    )
    assert.ok(result.ok)
    assert.match(result.caller.subject, /^usr_/)
    assert.deepEqual(result.caller.key, { id, name: 'laptop', shown: key.slice(0, 17) })
    const typo = await auth.verifyKey(`${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}`)
    assert.ok(!typo.ok)
    assert.equal(typo.reason, 'unknown_api_key')

    await eventually(
      'the feed is followed',
      () => auth.getAuthStatus().revocations[warder.origin] !== undefined,
    )
    const ended = await fetch(`${warder.origin}/api/keys/${id}`, {
      method: 'DELETE',
      headers: { authorization },
    })
    assert.equal(ended.status, 204)
    assert.ok((await secondsUntil('the key is dead', async () => !(await auth.verifyKey(key)).ok)) < 5)
  })

  test('a session says who is signed in, until they sign out', async () => {
    const browser = createBrowser(
      (path, init) => fetch(warder.origin + path, { ...init, redirect: 'manual' }),
      warder.origin,
    )
    await browser.submit(await browser.open('/login'), '/login', { email, password: goodPassword })
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const auth = guarded({ kind: 'warder_session', issuer: warder.origin })
    const who = () => auth.authenticate(new Request(resource, { headers: { cookie } }))
    const result = await who()
    assert.ok(result.ok)
    assert.deepEqual([result.caller.authenticated_by, result.caller.claims['email']], ['session', email])
    await browser.submit(await browser.open('/logout'), '/logout', {})
    assert.ok((await secondsUntil('the session is over', async () => !(await who()).ok)) < 5)
  })
})
