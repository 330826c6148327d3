import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, test, type TestContext } from 'node:test'
import { writeApiKey } from '@warder/protocol'
import { guard, type GuardOptions } from '../../src/index.ts'
import { startServer, type Told } from '../support/server.ts'

const now = 1_800_000_000
const newKey = () => writeApiKey('live', randomBytes(32))

async function startKeys(t: TestContext, options: GuardOptions = {}) {
  const told: Record<string, Told> = {}
  const server = await startServer(t, ({ path, body }) => {
    if (path !== '/api/keys/verify') return { status: 404 }
    return told[new URLSearchParams(body).get('key') ?? ''] ?? { json: { active: false } }
  })
  const time = { now, elapsed: 0 }
  const auth = guard({
    sources: [{ kind: 'warder_keys', issuer: server.url, client_id: 'cli_api', client_secret: 'secret' }],
    clock: { now: () => time.now, elapsed: () => time.elapsed },
    onIssuerError: () => undefined,
    log: () => undefined,
    ...options,
  })
  const asked = () => server.asked.filter(({ path }) => path === '/api/keys/verify')
  const active = (more: object = {}) => ({
    json: {
      active: true,
      id: 'key_1',
      name: 'laptop',
      owner: { type: 'person', id: 'usr_ada' },
      tenant_id: 'ten_1',
      scopes: ['notes:read'],
      environment: 'live',
      valid_until: null,
      ...more,
    },
  })
  return { auth, told, asked, active, time }
}

describe('keys of a Warder', () => {
  test('say whose they are, and nothing of them but their beginning is kept', async (t) => {
    const { auth, told, active, asked } = await startKeys(t)
    const key = newKey()
    told[key] = active()
    const result = await auth.verifyKey(key)
    assert.ok(result.ok)
    assert.deepEqual(
      [result.caller.subject, result.caller.tenant_id, result.caller.scopes],
      ['usr_ada', 'ten_1', ['notes:read']],
    )
    assert.equal(JSON.stringify(result.caller).includes(key.slice(18)), false)
    assert.equal(asked()[0]?.headers.authorization, `Basic ${btoa('cli_api:secret')}`)
  })

  test('AK-17 what is no key costs no question', async (t) => {
    const { auth, asked } = await startKeys(t)
    const key = newKey()
    const swapped = key.slice(0, -2) + key.slice(-1) + key.slice(-2, -1)
    const wrong = [
      `${key}x`,
      key.slice(0, -1),
      swapped === key ? `${key}y` : swapped,
      key.toLowerCase(),
      'wdr_live_',
      'abc',
    ]
    for (const text of [...wrong, `wdr_live_${'a'.repeat(100_000)}`]) {
      const result = await auth.verifyKey(text)
      assert.ok(!result.ok, text.slice(0, 80))
      assert.ok([400, 401].includes(result.status))
    }
    assert.deepEqual(asked(), [])
  })

  test('are believed for five seconds, good or not, and never beyond their end', async (t) => {
    const { auth, told, active, asked, time } = await startKeys(t)
    const [good, bad, short] = [newKey(), newKey(), newKey()]
    told[good] = active()
    told[short] = active({ valid_until: new Date((now + 2) * 1000).toISOString() })
    for (const key of [good, bad, short, good, bad, short]) await auth.verifyKey(key)
    assert.equal(asked().length, 3)
    time.now += 2
    time.elapsed += 2
    told[short] = { json: { active: false } }
    assert.equal((await auth.verifyKey(short)).ok, false)
    time.elapsed += 3
    told[good] = { json: { active: false } }
    assert.equal((await auth.verifyKey(good)).ok, false)
  })

  test('are asked about with the address they came from', async (t) => {
    const { auth, told, active, asked } = await startKeys(t, {
      address: (request) => request.headers.get('x-real-ip') ?? undefined,
    })
    const key = newKey()
    told[key] = active()
    const from = (address: string) =>
      auth.authenticate(
        new Request('https://api.example', { headers: { 'x-api-key': key, 'x-real-ip': address } }),
      )
    for (const address of ['192.0.2.1', '192.0.2.2', '192.0.2.1']) await from(address)
    assert.deepEqual(
      asked().map(({ body }) => new URLSearchParams(body).get('address')),
      ['192.0.2.1', '192.0.2.2'],
    )
  })

  test('cannot be checked while Warder is away, and nobody is let in', async (t) => {
    const { auth, told } = await startKeys(t)
    const key = newKey()
    for (const status of [401, 429, 500]) {
      told[key] = { status }
      const result = await auth.verifyKey(key)
      assert.ok(!result.ok)
      assert.deepEqual([result.status, result.reason], [503, 'issuer_unavailable'])
    }
  })
})
