import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { guard, type ApiKeysSource, type SourceOptions } from '../../src/index.ts'
import { readOptions } from '../../src/options.ts'
import { audience, startGuarded } from '../support/guarded.ts'
import { quickest } from '../../../../test/support/timing/quickest.ts'

const key = 'k7Qm2xV9tBz4Lw8RyN1cJ6hGfD3sPaUe'
const quiet = { log: () => undefined }
const withKeys = (source: Omit<ApiKeysSource, 'kind'>) =>
  guard({ sources: [{ kind: 'api_keys', ...source }], ...quiet })
const ask = (headers: Record<string, string>) => new Request('https://api.example/', { headers })
const sha256 = (text: string, encoding: 'hex' | 'base64url') =>
  createHash('sha256').update(text).digest(encoding)

describe('D2 keys of your own', () => {
  test('open behind Bearer and in X-API-Key, and name their holder', async () => {
    const auth = withKeys({ keys: [{ key, name: 'billing', scopes: ['invoices:read'], tenant_id: 'ten_1' }] })
    for (const headers of [{ authorization: `Bearer ${key}` }, { 'x-api-key': key }]) {
      const result = await auth.requireScope('invoices:read')(ask(headers))
      assert.ok(result.ok)
      assert.deepEqual(result.caller, {
        authenticated_by: 'api_key',
        subject: 'billing',
        scopes: ['invoices:read'],
        roles: [],
        permissions: [],
        tenant_id: 'ten_1',
        key: { name: 'billing', shown: 'k7Qm2xV9…' },
        claims: {},
      })
    }
    const other = await auth.requireScope('invoices:write')(ask({ 'x-api-key': key }))
    assert.ok(!other.ok)
    assert.equal(other.status, 403)
  })

  test('may be given by their digest alone', async () => {
    for (const encoding of ['hex', 'base64url'] as const) {
      const auth = withKeys({ keys: [{ sha256: sha256(key, encoding), name: 'billing' }] })
      assert.equal((await auth.verifyKey(key)).ok, true)
      assert.equal((await auth.verifyKey(sha256(key, encoding))).ok, false)
    }
  })

  test('from a file are read again by reload', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'warder-guard-'))
    t.after(() => rmSync(folder, { recursive: true }))
    const file = join(folder, 'keys.json')
    const write = (keys: object[]) => writeFileSync(file, JSON.stringify({ keys }))
    write([{ name: 'a', key }])
    const auth = withKeys({ file })
    assert.equal((await auth.verifyKey(key)).ok, true)
    write([{ name: 'b', sha256: sha256('other', 'hex') }])
    await auth.reload()
    assert.deepEqual([(await auth.verifyKey(key)).ok, (await auth.verifyKey('other')).ok], [false, true])
    writeFileSync(file, '{"keys": [')
    await assert.rejects(() => auth.reload(), /cannot be read as JSON/)
    assert.equal((await auth.verifyKey('other')).ok, true)
  })

  test('of the environment may lie in files', (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'warder-guard-'))
    t.after(() => rmSync(folder, { recursive: true }))
    writeFileSync(join(folder, 'one'), `${key}\n`)
    writeFileSync(join(folder, 'more'), 'second\nthird\n')
    const env = { API_KEY_FILE: join(folder, 'one'), ADDITIONAL_API_KEYS_FILE: join(folder, 'more') }
    const [source] = readOptions({}, env).sources
    assert.ok(source?.kind === 'api_keys')
    assert.deepEqual(
      source.keys.map((one) => one.name),
      ['primary', 'additional-1', 'additional-2'],
    )
    assert.throws(() => readOptions({}, { API_KEY_FILE: join(folder, 'none') }), /cannot be read/)
  })

  test('are worthless from the moment they expire', async () => {
    const clock = { now: () => 1_800_000_000, elapsed: () => 0 }
    for (const [expires_at, ok] of [
      [1_800_000_001, true],
      [1_800_000_000, false],
      ['2027-01-15T08:00:01Z', true],
      ['2027-01-15T08:00:00Z', false],
    ] as const) {
      const auth = guard({ sources: [{ kind: 'api_keys', keys: [{ key, expires_at }] }], clock, ...quiet })
      const result = await auth.verifyKey(key)
      assert.equal(result.ok, ok)
      if (!result.ok) assert.equal(result.reason, 'expired_api_key')
    }
  })

  // oxfmt-ignore
  const wrong: [source: Omit<ApiKeysSource, 'kind'>, told: RegExp][] = [
    [{ keys: [] },                                   /No API key/],
    [{ keys: [''] },                                 /cannot be sent/],
    [{ keys: ['a key'] },                            /cannot be sent/],
    [{ keys: [{ name: 'x' }] },                      /needs "key" or "sha256"/],
    [{ keys: [{ key, sha256: 'x' }] },               /needs "key" or "sha256"/],
    [{ keys: [{ sha256: 'x' }] },                    /no SHA-256/],
    [{ keys: [key, key] },                           /stands twice/],
    [{ keys: [{ key, expires_at: 'tomorrow' }] },    /no time/],
    [{ file: '/nowhere/keys.json' },                 /cannot be read/],
  ]
  for (const [source, told] of wrong)
    test(`${JSON.stringify(source).slice(0, 60)} is refused`, () =>
      assert.throws(() => withKeys(source), told))
})

describe('AK-17 what is no key', () => {
  const auth = withKeys({ keys: [key] })
  // oxfmt-ignore
  const table: [what: string, presented: string, status: number][] = [
    ['one character more',          `${key}A`,                         401],
    ['one character less',          key.slice(0, -1),                  401],
    ['another last character',      `${key.slice(0, -1)}f`,            401],
    ['lower case',                  key.toLowerCase(),                 401],
    ['padding behind it',           `${key}=`,                         401],
    ['100 KB',                      'x'.repeat(100_000),               401],
    ['unicode digits',              key.replace('7', '７'),            400],
    ['a NUL',                       `${key}\0`,                        400],
    ['a line break behind it',      `${key}\n`,                        400],
    ['two of it',                   `${key}, ${key}`,                  400],
  ]
  for (const [what, presented, status] of table) {
    test(`${what} is refused, soon`, async () => {
      const headers = { get: (name: string) => (name === 'authorization' ? `Bearer ${presented}` : null) }
      await auth.verifyKey('warm')
      const took = await quickest(() => auth.authenticate({ method: 'GET', url: '/', headers }))
      assert.ok(took < 50, `${took} ms`)
      const result = await auth.authenticate({ method: 'GET', url: '/', headers })
      assert.ok(!result.ok)
      assert.equal(result.status, status)
      assert.match(result.challenge ?? '', /^Bearer realm="api", error="invalid_(?:token|request)"/)
    })
  }

  test('AK-05 a key in the query is not looked at', async () => {
    const result = await auth.authenticate(new Request(`https://api.example/?api_key=${key}&key=${key}`))
    assert.ok(!result.ok)
    assert.equal(result.reason, 'no_credential')
  })

  test('AK-15 headers that speak of the inside open nothing', async () => {
    const headers = { 'x-internal': '1', host: 'localhost', 'x-forwarded-for': '127.0.0.1' }
    assert.equal((await auth.required()(ask(headers))).ok, false)
  })

  test('two credentials are one too many', async () => {
    const result = await auth.authenticate(ask({ authorization: `Bearer ${key}`, 'x-api-key': key }))
    assert.ok(!result.ok)
    assert.deepEqual([result.status, result.reason], [400, 'malformed_credential'])
  })
})

describe('D8 several sources', () => {
  const orders: SourceOptions['kind'][][] = [
    ['api_keys', 'access_tokens'],
    ['access_tokens', 'api_keys'],
  ]
  for (const order of orders) {
    test(`${order.join(' before ')}: each takes its own, and what is nobody's is refused`, async (t) => {
      const base = await startGuarded(t)
      const of = (kind: string): SourceOptions =>
        kind === 'api_keys'
          ? { kind: 'api_keys', keys: [key] }
          : { kind: 'access_tokens', issuer: base.issuer.url, audience }
      const auth = guard({
        sources: order.map(of),
        clock: { now: () => base.time.now, elapsed: () => 0 },
        ...quiet,
      })
      const by = async (token: string) => {
        const result = await auth.authenticate(ask({ authorization: `Bearer ${token}` }))
        return result.ok ? result.caller.authenticated_by : result.reason
      }
      assert.equal(await by(key), 'api_key')
      assert.equal(await by(base.token()), 'access_token')
      assert.equal(await by(base.token({ aud: 'x' })), 'audience')
      assert.notEqual(await by('nobody'), 'api_key')
      assert.equal((await auth.authenticate(ask({ authorization: 'Bearer nobody' }))).ok, false)
    })
  }

  test('of two issuers each judges its own tokens', async (t) => {
    const [one, two] = [await startGuarded(t), await startGuarded(t)]
    const sources = [one, two].map(({ issuer }): SourceOptions => ({
      kind: 'access_tokens',
      issuer: issuer.url,
      audience,
    }))
    const auth = guard({ sources, clock: { now: () => one.time.now, elapsed: () => 0 }, ...quiet })
    const call = (token: string) => auth.authenticate(ask({ authorization: `Bearer ${token}` }))
    assert.equal((await call(one.token())).ok, true)
    assert.equal((await call(two.token())).ok, true)
    // Signed by one, in the name of the other.
    const forged = await call(one.token({ iss: two.issuer.url }))
    assert.ok(!forged.ok)
    assert.equal(forged.reason, 'signature')
  })

  test('an API_KEY of the environment opens nothing where code says who may come', async (t) => {
    const { issuer } = await startGuarded(t)
    const env = { API_KEY: key }
    const kinds = readOptions({ issuer: issuer.url, audience }, env).sources.map(({ kind }) => kind)
    assert.deepEqual(kinds, ['access_tokens'])
    const both = { ...env, WARDER_ISSUER: issuer.url, WARDER_AUDIENCE: audience }
    assert.deepEqual(
      readOptions({}, both).sources.map(({ kind }) => kind),
      ['api_keys', 'access_tokens'],
    )
  })
})
