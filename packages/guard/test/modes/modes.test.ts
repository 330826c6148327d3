import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { guard, type GuardEvent, type GuardOptions } from '../../src/index.ts'
import { readOptions } from '../../src/options.ts'

type Env = Record<string, string>

const strong = 'k7Qm2xV9tBz4Lw8RyN1cJ6hGfD3sPaUe'
const bare = (headers: Record<string, string> = {}) =>
  new Request('https://api.example/v1/x?q=1', { headers })

/** A guard of another environment, put back when the guard is made. */
function inside<T>(env: Env, make: () => T): T {
  const names = ['NODE_ENV', 'NODE_TEST_CONTEXT', 'AUTH_MODE', 'API_KEY', 'ADDITIONAL_API_KEYS']
  const tracking = ['ENABLE_USER_TRACKING', 'ENABLE_REQUEST_LOGGING', 'DISABLE_INTERNAL_DOCS']
  const kept = { ...process.env }
  for (const name of [...names, ...tracking]) delete process.env[name]
  Object.assign(process.env, env)
  try {
    return make()
  } finally {
    process.env = kept
  }
}

function guarded(env: Env, options: GuardOptions = {}) {
  const events: GuardEvent[] = []
  const auth = inside(env, () => guard({ log: (event) => events.push(event), ...options }))
  return { auth, events }
}

// oxfmt-ignore
const modes: [what: string, env: Env, mode: string][] = [
  ['a key',                          { API_KEY: 'dev-key' },                                     'simple'],
  ['additional keys alone',          { ADDITIONAL_API_KEYS: 'dev-key,other' },                   'simple'],
  ['a key and AUTH_MODE',            { API_KEY: 'dev-key', AUTH_MODE: 'advanced' },              'advanced'],
  ['an issuer',                      { WARDER_ISSUER: 'https://id.example', WARDER_AUDIENCE: 'a' }, 'simple'],
  ['nothing',                        {},                                                         'development'],
  ['nothing, and advanced',          { AUTH_MODE: 'advanced' },                                  'development'],
  ['nothing, under node:test',       { NODE_TEST_CONTEXT: 'child-v8' },                          'test'],
  ['nothing, under another runner',  { VITEST: 'true' },                                         'test'],
  ['a key under a test runner',      { API_KEY: 'dev-key', NODE_TEST_CONTEXT: 'child-v8' },      'simple'],
  ['a key and every variable of a runner', { API_KEY: 'dev-key', VITEST: '1', JEST_WORKER_ID: '1' }, 'simple'],
]
describe('D1 the mode', () => {
  for (const [what, env, mode] of modes) {
    test(`with ${what} is ${mode}`, () => assert.equal(readOptions({}, env).mode, mode))
  }
})

// oxfmt-ignore
const refused: [what: string, env: Env, told: RegExp][] = [
  ['nothing configured',         {},                                                /in production nobody is let in/],
  ['test mode by a runner',      { NODE_TEST_CONTEXT: 'child-v8' },                 /in production nobody is let in/],
  ['mode development',           { AUTH_MODE: 'development', API_KEY: strong },     /AUTH_MODE is simple or advanced/],
  ['mode test',                  { AUTH_MODE: 'test', API_KEY: strong },            /AUTH_MODE is simple or advanced/],
  ['the key of documentation',   { API_KEY: 'your_secure_api_key_here_0123456789' }, /looks like one from documentation/],
  ['the key of test suites',     { API_KEY: 'test-api-key-12345' },                 /shorter than 32/],
  ['a short additional key',     { API_KEY: strong, ADDITIONAL_API_KEYS: 'abc' },   /"additional-1" is shorter/],
  ['a key of one character',     { API_KEY: 'a'.repeat(40) },                       /repeats a few characters/],
]
describe('AK-11 production', () => {
  for (const [what, env, told] of refused) {
    test(`with ${what} does not start, and says why`, () =>
      assert.throws(() => readOptions({}, { ...env, NODE_ENV: 'production' }), told))
  }

  test('everything that is wrong is told at once, and no key is part of it', () => {
    const env = { NODE_ENV: 'production', AUTH_MODE: 'test', API_KEY: 'hunter2hunter2' }
    assert.throws(
      () => readOptions({}, env),
      (error: Error) => {
        assert.match(error.message, /AUTH_MODE[^]*shorter than 32/)
        return !error.message.includes('hunter2')
      },
    )
  })

  test('with a key that nobody guesses starts', () => {
    assert.equal(readOptions({}, { NODE_ENV: 'production', API_KEY: strong }).mode, 'simple')
  })
})

describe('development mode', () => {
  test('lets everybody in, with any key and none, and says so loudly', async () => {
    const { auth, events } = guarded({})
    for (const headers of [{}, { authorization: 'Bearer wrong' }, { authorization: 'Bearer' }]) {
      const result = await auth.required()(bare(headers))
      assert.ok(result.ok)
      assert.equal(result.caller.authenticated_by, 'development')
    }
    assert.equal((await auth.requireScope('anything')(bare())).ok, true)
    assert.equal(events[0]?.level, 'warning')
    assert.match(events[0]?.message ?? '', /DEVELOPMENT MODE[^]*EVERY REQUEST IS LET IN/)
    assert.equal(auth.getAuthStatus().development_mode, true)
  })

  test('knows nobody where nobody has to be known', async () => {
    assert.deepEqual(await guarded({}).auth.optional()(bare()), { ok: true, caller: undefined })
  })
})

describe('test mode', () => {
  const env = { NODE_TEST_CONTEXT: 'child-v8' }
  test('takes no credential and the test key, and refuses another', async () => {
    const { auth, events } = guarded(env)
    const status = async (authorization?: string) => {
      const result = await auth.required()(bare(authorization === undefined ? {} : { authorization }))
      return result.ok ? result.caller.authenticated_by : result.status
    }
    assert.equal(await status(), 'test')
    assert.equal(await status('Bearer test-api-key-12345'), 'test')
    assert.equal(await status('Bearer wrong-key'), 401)
    assert.equal(await status('Bearer'), 400)
    assert.deepEqual(
      events.filter(({ event }) => event === 'started'),
      [],
    )
  })
})

describe('D6 user tracking and request logging', () => {
  const env = { API_KEY: strong, ADDITIONAL_API_KEYS: `${strong}2`, AUTH_MODE: 'advanced' }
  const on = { ENABLE_USER_TRACKING: 'true', ENABLE_REQUEST_LOGGING: 'true' }
  const authorization = `Bearer ${strong}`

  test('tell who it was and write it down, and never the key', async () => {
    const { auth, events } = guarded({ ...env, ...on })
    const result = await auth.withMetadata()(bare({ authorization, 'user-agent': 'curl/8' }))
    assert.ok(result.ok)
    assert.deepEqual(result.caller.metadata.user, { id: 'primary', key: 'primary' })
    await auth.required()(bare({ authorization: `Bearer ${strong}x` }))
    await auth.required()(bare())
    assert.deepEqual(
      events.map(({ event, reason }) => reason ?? event),
      ['started', 'accepted', 'unknown_api_key', 'no_credential'],
    )
    assert.equal(events[1]?.path, '/v1/x')
    assert.equal(JSON.stringify(events).includes(strong.slice(0, 9)), false)
    assert.equal(JSON.stringify(result.caller).includes(strong.slice(0, 9)), false)
  })

  test('are off in simple mode, where refused credentials are written down all the same', async () => {
    const { auth, events } = guarded({ ...env, ...on, AUTH_MODE: 'simple' })
    const result = await auth.withMetadata()(bare({ authorization }))
    assert.ok(result.ok)
    assert.equal(result.caller.metadata.user, undefined)
    await auth.required()(bare({ authorization: 'Bearer wrong' }))
    await auth.required()(bare())
    assert.deepEqual(
      events.map(({ reason }) => reason),
      ['unknown_api_key'],
    )
  })
})

describe('D5 and D7', () => {
  test('features are those that are on', () => {
    const { auth } = guarded({ API_KEY: strong, ADDITIONAL_API_KEYS: 'a,b', DISABLE_INTERNAL_DOCS: 'true' })
    const names = [
      'multi_key_support',
      'user_tracking',
      'internal_docs',
      'api_keys',
      'access_tokens',
      'nonsense',
    ]
    assert.deepEqual(
      names.filter((name) => auth.supportsFeature(name)),
      ['multi_key_support', 'api_keys'],
    )
    const { mode, api_keys_configured, additional_keys_count, features } = auth.getAuthStatus()
    assert.deepEqual([mode, api_keys_configured, additional_keys_count], ['simple', true, 2])
    assert.deepEqual(features, { user_tracking: false, request_logging: false, multi_key_support: true })
  })

  test('validateProduction throws what production would not allow, and tells what would be better', () => {
    assert.throws(() => guarded({}).auth.validateProduction(), /development mode/)
    assert.throws(() => guarded({ API_KEY: 'short' }).auth.validateProduction(), /shorter than 32/)
    const local = { issuer: 'http://localhost:3000', audience: 'a' }
    assert.throws(() => guarded({}, local).auth.validateProduction(), /is not https/)
    assert.match(guarded({ API_KEY: strong }).auth.validateProduction().join(), /AUTH_MODE=advanced/)
    const logged = guarded({ API_KEY: strong, AUTH_MODE: 'advanced', ENABLE_REQUEST_LOGGING: '1' })
    assert.deepEqual(logged.auth.validateProduction(), [])
  })

  test('reload takes new keys at once, and keeps the old when the new are wrong', async () => {
    const { auth } = guarded({ API_KEY: strong })
    const check = auth.required()
    const passes = async (key: string) => (await check(bare({ authorization: `Bearer ${key}` }))).ok
    assert.equal(await passes(strong), true)

    await inside({ API_KEY: 'another-key' }, () => auth.reload())
    assert.deepEqual([await passes(strong), await passes('another-key')], [false, true])

    await assert.rejects(
      inside({ API_KEY: 'a key with spaces' }, () => auth.reload()),
      /cannot be sent/,
    )
    await assert.rejects(
      inside({ NODE_ENV: 'production' }, () => auth.reload()),
      /in production/,
    )
    assert.equal(await passes('another-key'), true)
  })
})
