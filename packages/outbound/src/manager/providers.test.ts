import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { inspect } from 'node:util'
import { provider, serve } from '../../test/support/provider.ts'
import { keepSecret } from '../config/secrets.ts'
import { memoryStore } from '../store/memory.ts'
import { loadProviders, type LoadProvidersOptions } from './providers.ts'
import type { ProviderStatus } from './status.ts'

const root = mkdtempSync(join(tmpdir(), 'outbound-'))
after(() => rmSync(root, { recursive: true, force: true }))

let files = 0
function load(credentials: string, options: LoadProvidersOptions = {}) {
  const path = join(root, `${++files}.yaml`)
  writeFileSync(path, `version: 1\ncredentials:\n${credentials}\n`)
  return loadProviders(path, { store: memoryStore(), env: {}, ...options })
}

const statuses = async (providers: { status: () => AsyncIterable<ProviderStatus> }) => {
  const all: ProviderStatus[] = []
  for await (const one of providers.status()) all.push(one)
  return all
}

describe('providers of a configuration', () => {
  let api: Awaited<ReturnType<typeof serve>>
  let other: Awaited<ReturnType<typeof serve>>
  before(async () => {
    api = await serve(() => ({ body: { ok: true } }))
    other = await serve(() => ({ body: {} }))
  })
  after(() => {
    api.close()
    other.close()
  })
  const last = () => api.asked.at(-1) ?? assert.fail('nothing was asked')

  test('are called by name, with a path below their base address and the headers of their version', async () => {
    const out = await load(
      `  a: { type: api-key, key: env:K, name: x-key, baseUrl: '${api.origin}/v1/', headers: { x-version: '7' } }`,
      {
        env: { K: 'canary-1' },
      },
    )
    const response = await out.fetch('a', '/users?limit=2', { headers: { accept: 'text/plain' } })
    assert.deepEqual(await response.json(), { ok: true })
    assert.equal(last().url, '/v1/users?limit=2')
    const { 'x-key': key, 'x-version': version, accept } = last().headers
    assert.deepEqual([key, version, accept], ['canary-1', '7', 'text/plain'])
    await out.use('a')(
      new Request(`${api.origin}/v1/x`, { method: 'POST', body: 'b', headers: { 'x-version': '8' } }),
    )
    assert.deepEqual([last().method, last().body, last().headers['x-version']], ['POST', 'b', '8'])
  })

  test('need no store for what the environment has, and say what is missing where they do', async () => {
    const path = join(root, 'without-store.yaml')
    const line = (name: string, key: string) =>
      `  ${name}: { type: api-key, key: ${key}, baseUrl: '${api.origin}' }\n`
    writeFileSync(path, `version: 1\ncredentials:\n${line('a', 'env:K')}${line('b', 'keyring:b')}`)
    // A container: no keyring, and no key for a file.
    const out = await loadProviders(path, { env: { K: 'canary-1', HOME: join(root, 'nobody') } })
    assert.equal((await out.fetch('a', '/')).status, 200)
    await assert.rejects(out.fetch('b', '/'), { code: 'STORE_UNAVAILABLE', hint: /WARDER_OUTBOUND_KEY_FILE/ })
  })

  test('OC-20 go to their own origin alone, whatever path or address they are called with', async () => {
    const out = await load(`  a: { type: bearer, token: env:K, baseUrl: '${api.origin}/v1' }`, {
      env: { K: 'canary-1' },
    })
    const before = other.asked.length
    await assert.rejects(out.fetch('a', `${other.origin}/x`), { code: 'ORIGIN_NOT_ALLOWED' })
    await assert.rejects(out.use('a')(new URL(other.origin)), { code: 'ORIGIN_NOT_ALLOWED' })
    const { host } = new URL(other.origin)
    for (const path of [`//${host}/x`, `/\\${host}/x`, `@${host}/x`, `.${host}`]) {
      await out.fetch('a', path)
      assert.equal(last().headers.host, new URL(api.origin).host)
    }
    assert.equal(other.asked.length, before)
  })

  test('take their secrets from variables, files, the store and, where that is allowed, programs', async () => {
    const store = memoryStore()
    await keepSecret(store, 'mine', 'from-store')
    writeFileSync(join(root, 'key.txt'), 'from-file\n')
    const line = (name: string, from: string) =>
      `  ${name}: { type: bearer, token: '${from}', baseUrl: '${api.origin}' }\n`
    const text =
      line('env', 'env:K') +
      line('file', 'file:key.txt') +
      line('store', 'keyring:mine') +
      line('exec', 'exec:printf from-exec')
    const out = await load(text, {
      store,
      env: { K: 'from-env', PATH: process.env['PATH'] },
      allowExec: true,
    })
    for (const name of ['env', 'file', 'store', 'exec']) {
      await out.fetch(name, '/')
      assert.equal(last().headers.authorization, `Bearer from-${name}`)
    }
    // A key that was replaced is used from then on.
    writeFileSync(join(root, 'key.txt'), 'replaced')
    await out.fetch('file', '/')
    assert.equal(last().headers.authorization, 'Bearer replaced')
  })

  // oxfmt-ignore
  const missing: [what: string, from: string, says: RegExp][] = [
    ['a variable that is not set',       'env:NOT_THERE',         /env:NOT_THERE is empty or not there/],
    ['an empty variable',                'env:EMPTY',             /env:EMPTY/],
    ['a file that is not there',         'file:nothing.txt',      /file:nothing\.txt cannot be read/],
    ['a device without end',             'file:/dev/zero',        /is too long for a secret/],
    ['an entry that is not kept',        'keyring:nobody',        /keyring:nobody is empty or not there/],
    ['a program that nobody allowed',    'exec:printf canary',    /exec:printf is not allowed/],
  ]
  for (const [what, from, says] of missing) {
    test(`${what} stops this provider and no other, and says what`, async () => {
      const out = await load(
        `  a: { type: bearer, token: '${from}', baseUrl: '${api.origin}' }\n  b: { type: bearer, token: env:K, baseUrl: '${api.origin}' }`,
        { env: { K: 'canary', EMPTY: '' } },
      )
      await assert.rejects(out.fetch('a', '/'), (error: Error) => {
        assert.match(error.message, says)
        assert.equal((error as { code?: string }).code, 'SECRET_MISSING')
        assert.doesNotMatch(inspect(error, { depth: 9 }), /canary/)
        return true
      })
      assert.equal((await out.fetch('b', '/')).status, 200)
      assert.deepEqual(
        (await statuses(out)).map(({ name, state, has_token }) => [name, state, has_token]),
        [
          ['a', 'missing', false],
          ['b', 'ready', true],
        ],
      )
    })
  }

  test('a program that fails says nothing of what it printed', async () => {
    const out = await load(
      `  a: { type: bearer, token: 'exec:cat key-canary.txt no-such-file', baseUrl: '${api.origin}' }`,
      {
        allowExec: true,
        env: { PATH: process.env['PATH'] },
      },
    )
    writeFileSync(join(root, 'key-canary.txt'), 'canary-9')
    await assert.rejects(out.fetch('a', '/'), (error: Error) => {
      assert.doesNotMatch(inspect(error, { depth: 9 }), /canary-9/)
      return true
    })
  })

  test('are told of by status without a secret, and only the one that was chosen is active', async () => {
    const out = await load(
      `  a: { use: openai, key: env:K }\n  b: { type: client-credentials, tokenEndpoint: '${api.origin}/token', clientId: c, origins: '${api.origin}' }`,
      { env: { K: 'canary-1' } },
    )
    assert.ok((await statuses(out)).every(({ active }) => !active))
    out.use('b')
    const all = await statuses(out)
    assert.deepEqual(all, [
      {
        name: 'a',
        type: 'api-key',
        active: false,
        provider: 'openai',
        origins: ['https://api.openai.com'],
        has_token: true,
        state: 'ready',
      },
      {
        name: 'b',
        type: 'client-credentials',
        active: true,
        origins: [api.origin],
        has_token: false,
        state: 'unknown',
      },
    ])
    assert.doesNotMatch(inspect([out, all, out.credential('a')], { depth: 9 }), /canary/)
  })

  test('one that is not there is said to be that, with the names of those that are', async () => {
    const out = await load(`  a: { use: openai, key: env:K }`)
    await assert.rejects(out.fetch('b', '/'), { code: 'CONFIG_INVALID', hint: 'There are: a.' })
    await assert.rejects(out.fetch('toString', '/'), { code: 'CONFIG_INVALID' })
  })

  test('variables are encoded, and decide no host', async () => {
    const out = await load(
      `  a: { type: bearer, token: env:K, baseUrl: '${api.origin}/{team}/x', variables: { team: env:TEAM } }`,
      { env: { K: 'k', TEAM: 'a/../b?c' } },
    )
    await out.fetch('a', '/y')
    assert.equal(last().url, '/a%2F..%2Fb%3Fc/x/y')
    const bad = await load(
      `  a: { use: shopify, key: env:K, variables: { shop: 'evil.com/', version: x } }`,
      { env: { K: 'k' } },
    )
    await assert.rejects(bad.fetch('a', '/'), { code: 'CONFIG_INVALID' })
  })
})

describe('a provider that a person signs in to', () => {
  let server: Awaited<ReturnType<typeof provider>>
  before(async () => (server = await provider()))
  after(() => server.close())
  const text = (type: string) =>
    `  p: { type: ${type}, tokenEndpoint: '${server.origin}/token', authorizationEndpoint: '${server.origin}/authorize', deviceAuthorizationEndpoint: '${server.origin}/device', revocationEndpoint: '${server.origin}/revoke', clientId: c, scope: [read, write], baseUrl: '${server.origin}/api' }`
  const prompt = () => void (server.state.approved = true)
  /** What a browser does: it follows where it is sent. */
  const show = async (address: string) => void (await fetch(address))

  test('asks for a sign-in, is used, renewed, and given back', async () => {
    let now = 1_800_000_000_000
    const store = memoryStore()
    const out = await load(text('authorization-code'), { store, clock: () => now })
    assert.equal((await statuses(out))[0]?.state, 'sign-in')
    await assert.rejects(out.fetch('p', '/me'), { code: 'REAUTH_REQUIRED' })

    await out.signIn('p', { show, prompt })
    assert.equal((await out.fetch('p', '/me')).status, 200)
    const [ready] = await statuses(out)
    assert.deepEqual(
      [ready?.state, ready?.has_token, ready?.expires_at, ready?.scope],
      ['ready', true, now + 3_600_000, 'read write'],
    )

    // Another program with the same store goes on with it.
    now += 3_600_000
    const later = await load(text('authorization-code'), { store, clock: () => now })
    assert.equal((await statuses(later))[0]?.state, 'expired')
    assert.equal((await later.fetch('p', '/me')).status, 200)
    assert.equal(server.state.tokens, 2)

    const { refresh } = server.state
    assert.deepEqual(await out.signOut('p', { revoke: true }), { revoked: true })
    assert.deepEqual(server.state.revoked, [refresh])
    assert.equal((await statuses(out))[0]?.state, 'sign-in')
  })

  test('takes the address that was pasted, and no other one', async () => {
    const out = await load(text('authorization-code'))
    let shown = ''
    /** The browser is on another machine: it ends at an address that it cannot open. */
    const ended = async () => (await fetch(shown, { redirect: 'manual' })).headers.get('location') ?? ''
    const interaction = { show: (address: string) => void (shown = address), prompt }
    await assert.rejects(
      out.signIn('p', {
        ...interaction,
        paste: async () => (await ended()).replace(/state=[^&]+/, 'state=mallory'),
      }),
      { code: 'INTERACTION_FAILED' },
    )
    await assert.rejects(out.signIn('p', { ...interaction, paste: () => Promise.resolve('nonsense') }), {
      code: 'INTERACTION_FAILED',
    })
    await out.signIn('p', { ...interaction, paste: ended })
    assert.equal((await out.fetch('p', '/me')).status, 200)
  })

  test('on another device shows a code first', async () => {
    server.state.approved = false
    const out = await load(text('device-code'))
    let code = ''
    await out.signIn('p', {
      show,
      prompt: ({ user_code }) => {
        code = user_code
        prompt()
      },
    })
    assert.equal(code, 'ABCD-EFGH')
    assert.equal((await out.fetch('p', '/me')).status, 200)
  })

  test('keeps what it has when the server cannot be told, and forgets it without', async () => {
    const out = await load(text('authorization-code').replace('/revoke', '/nowhere'))
    await out.signIn('p', { show, prompt })
    await assert.rejects(out.signOut('p', { revoke: true }))
    assert.equal((await statuses(out))[0]?.state, 'ready')
    assert.deepEqual(await out.signOut('p'), { revoked: false })
    assert.equal((await statuses(out))[0]?.state, 'sign-in')
  })

  test('is the only kind that is signed in to', async () => {
    const out = await load(`  a: { use: openai, key: env:K }`)
    await assert.rejects(out.signIn('a', { show, prompt }), { code: 'CONFIG_INVALID' })
  })
})
