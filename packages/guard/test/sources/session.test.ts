import assert from 'node:assert/strict'
import { describe, test, type TestContext } from 'node:test'
import { guard } from '../../src/index.ts'
import { startServer } from '../support/server.ts'

const cookie = `wds_${'a'.repeat(43)}`
const ada = { id: 'usr_ada', roles: ['editor'], permissions: ['notes:write'], tenant_id: 'ten_1' }

async function startSessions(t: TestContext) {
  const state = { signedIn: true, status: 200 }
  const server = await startServer(t, ({ headers }) => {
    if (state.status !== 200) return { status: state.status }
    const known = headers.cookie === `warder_session=${cookie}` && state.signedIn
    return known ? { json: ada } : { status: 401 }
  })
  const time = { elapsed: 0 }
  const auth = guard({
    sources: [{ kind: 'warder_session', issuer: server.url }],
    clock: { now: () => 1_800_000_000, elapsed: () => time.elapsed },
    onIssuerError: () => undefined,
    log: () => undefined,
  })
  const call = (method = 'GET', headers: Record<string, string> = {}) => {
    const sent: Record<string, string> = {
      cookie: `theme=dark; warder_session=${cookie}`,
      'user-agent': 'Firefox',
      ...headers,
    }
    return auth.authenticate({ method, url: '/notes', headers: { get: (name) => sent[name] ?? null } })
  }
  return { auth, server, state, time, call }
}

describe('a session of Warder', () => {
  test('says who is signed in; Warder is shown its cookie and the browser, and nothing else', async (t) => {
    const { call, server } = await startSessions(t)
    const result = await call()
    assert.ok(result.ok)
    const { claims, ...caller } = result.caller
    assert.deepEqual(caller, {
      authenticated_by: 'session',
      subject: 'usr_ada',
      scopes: [],
      roles: ['editor'],
      permissions: ['notes:write'],
      tenant_id: 'ten_1',
    })
    assert.equal(claims['id'], 'usr_ada')
    const [asked] = server.asked
    assert.equal(asked?.path, '/auth/me')
    assert.equal(asked?.headers.cookie, `warder_session=${cookie}`)
    assert.equal(asked?.headers['user-agent'], 'Firefox')
  })

  test('is none by a cookie with another space before its name, as a subdomain may plant it', async (t) => {
    const { call, server } = await startSessions(t)
    for (const space of ['\u00a0', '\t', '\v', '  '])
      assert.equal((await call('GET', { cookie: `theme=dark; ${space}warder_session=${cookie}` })).ok, false)
    assert.deepEqual(server.asked, [])
  })

  test('is over within two seconds of its end', async (t) => {
    const { call, state, time, server } = await startSessions(t)
    await call()
    state.signedIn = false
    assert.equal((await call()).ok, true)
    time.elapsed += 2
    const result = await call()
    assert.ok(!result.ok)
    assert.deepEqual([result.status, result.reason], [401, 'no_session'])
    assert.equal(server.asked.length, 2)
  })

  // oxfmt-ignore
  const table: [what: string, method: string, headers: Record<string, string>, ok: boolean][] = [
    ['reading, from anywhere',          'GET',    { 'sec-fetch-site': 'same-site' },                     true],
    ['changing, from a page of ours',   'POST',   { origin: 'SELF' },                                    true],
    ['changing, as the browser says',   'DELETE', { 'sec-fetch-site': 'same-origin' },                   true],
    ['changing, from a sister site',    'POST',   { origin: 'https://evil.example' },                    false],
    ['changing, from nowhere',          'POST',   { origin: 'null', 'sec-fetch-site': 'same-origin' },   false],
    ['changing, from the same site',    'PUT',    { 'sec-fetch-site': 'same-site' },                     false],
    ['changing, without a word of it',  'POST',   {},                                                    false],
  ]
  for (const [what, method, headers, ok] of table) {
    test(`${what}: ${ok ? 'passes' : 'is refused before anybody is asked'}`, async (t) => {
      const { call, server } = await startSessions(t)
      const sent = headers['origin'] === 'SELF' ? { ...headers, origin: server.url } : headers
      const result = await call(method, sent)
      assert.equal(result.ok, ok)
      if (result.ok) return
      assert.deepEqual([result.status, result.reason, server.asked.length], [403, 'cross_site', 0])
    })
  }

  test('does not stand in for a credential that is wrong', async (t) => {
    const { call, server } = await startSessions(t)
    const result = await call('GET', { authorization: 'Bearer wrong' })
    assert.equal(result.ok, false)
    assert.equal(server.asked.length, 0)
  })

  const malformed = [
    `warder_session=${cookie}; warder_session=other`,
    'warder_session=',
    'warder_session=a b',
  ]
  for (const sent of malformed) {
    test(`"${sent.slice(0, 24)}…" is no cookie of a session`, async (t) => {
      const { call, server } = await startSessions(t)
      const result = await call('GET', { cookie: sent })
      assert.ok(!result.ok)
      assert.equal(result.status, 400)
      assert.equal(server.asked.length, 0)
    })
  }

  test('cannot be checked while Warder is away, and lets nobody in', async (t) => {
    const { call, state } = await startSessions(t)
    state.status = 500
    const result = await call()
    assert.ok(!result.ok)
    assert.equal(result.status, 503)
  })
})
