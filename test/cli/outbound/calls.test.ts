import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { serve } from '../../../packages/outbound/test/support/provider.ts'
import { tempDir } from '../../support/services.ts'
import { only } from '../child.ts'
import { failed, homeIn } from './world.ts'

const canary = 'canary-4711-of-the-command-line'

describe('outbound on the command line', () => {
  const folder = tempDir()
  const home = homeIn(folder.path)
  let api: Awaited<ReturnType<typeof serve>>
  before(async () => {
    api = await serve(({ url, method, body, headers }) => {
      if (url.includes('/secret')) return { status: 403, body: { error: 'no' } }
      return { headers: { 'x-own': 'yes' }, body: { url, method, body, type: headers['content-type'] } }
    })
  })
  after(() => {
    api.close()
    folder.drop()
  })
  const last = () => api.asked.at(-1) ?? assert.fail('nothing was asked')

  test('init writes a configuration that is fine, and never over one that is there', async () => {
    const made = await home.run(['init'])
    assert.equal(made.code, 0, made.stderr)
    assert.match(home.read('warder.outbound.yaml'), /^# Credentials/)
    const checked = only<{ ok: boolean; credentials: number }>(await home.run(['config', 'check', '--json']))
    assert.deepEqual([checked.ok, checked.credentials], [true, 0])
    assert.deepEqual(failed(await home.run(['init', '--json'])).code, 'exists')

    const other = await home.run(['init', '--file', home.path('other.json')])
    assert.equal(other.code, 0, other.stderr)
    assert.equal((await home.run(['config', 'check', '--file', home.path('other.json')])).code, 0)
  })

  test('everything in the comments of init is right as well', async () => {
    const text = home.read('warder.outbound.yaml')
    const lines = text.split('\n').map((line) => line.replace(/^( *)# (?= *(?:[a-z]\w*:|- ))/, '$1'))
    home.write('full.yaml', lines.join('\n').replace('credentials: {}', 'credentials:'))
    const checked = await home.run(['config', 'check', '--file', home.path('full.yaml')])
    assert.equal(checked.code, 0, checked.stderr)
    assert.match(checked.stdout, /3 credentials/)
    assert.match(home.read('full.yaml'), /^proxy:/m)
  })

  test('add keeps comments and reads the secret from standard input into the store', async () => {
    const args = [
      'add',
      'api',
      '--type',
      'api-key',
      '--base-url',
      `${api.origin}/v1`,
      '--set',
      'name=X-Key',
      '--json',
    ]
    // The store of these tests has its key in a variable, and asks no keyring.
    home.write(
      'warder.outbound.yaml',
      home.read('warder.outbound.yaml').replace('backend: auto', 'backend: file'),
    )
    const added = only<{ kept: string }>(await home.run(args, { stdin: `${canary}\n` }))
    assert.equal(added.kept, 'keyring:api')
    const text = home.read('warder.outbound.yaml')
    assert.match(text, /^# Credentials/)
    assert.match(text, /key: keyring:api/)
    assert.ok(!text.includes(canary) && !home.stored().includes(canary))

    const known = only<{ kept: null }>(await home.run(['add', 'openai', '--key-from', 'env:KEY', '--json']))
    assert.equal(known.kept, null)
    const refused = failed(await home.run(['add', 'x', '--use', 'openai', '--key-from', canary, '--json']))
    assert.deepEqual([refused.exit, refused.code], [1, 'config_invalid'])
    assert.ok(!refused.message.includes(canary))
    assert.equal(failed(await home.run(['add', 'nobody', '--json'])).code, 'usage')
  })

  test('curl calls by name, with methods, headers and bodies', async () => {
    const { code, stdout, stderr } = await home.run([
      'curl',
      'api',
      '/users?limit=2',
      '-H',
      'Accept: text/plain',
    ])
    assert.equal(code, 0, stderr)
    assert.equal((JSON.parse(stdout) as { url: string }).url, '/v1/users?limit=2')
    assert.deepEqual([last().headers['x-key'], last().headers.accept], [canary, 'text/plain'])

    await home.run(['curl', 'api', '/things', '-d', '{"a":1}'])
    assert.deepEqual([last().method, last().body], ['POST', '{"a":1}'])
    assert.equal(last().headers['content-type'], 'application/json')
    await home.run(['curl', 'api', '/things', '-X', 'PUT', '-d', '@-'], { stdin: 'a=1' })
    assert.deepEqual([last().method, last().body], ['PUT', 'a=1'])

    const whole = only<{ status: number; headers: Record<string, string> }>(
      await home.run(['curl', 'api', '/secret', '--json']),
    )
    assert.deepEqual([whole.status, whole.headers['x-own']], [403, undefined])
    assert.equal((await home.run(['curl', 'api', '/secret', '--fail'])).code, 4)
    assert.equal((await home.run(['curl', 'api', '/x', '-i', '-o', home.path('out')])).code, 0)
    assert.match(readFileSync(home.path('out'), 'utf8'), /"url":"\/v1\/x"/)
  })

  test('OC-20 a call to where the credential may not go is denied with 4', async () => {
    const { exit, code } = failed(await home.run(['curl', 'api', 'https://evil.example/x', '--json']))
    assert.deepEqual([exit, code], [4, 'origin_not_allowed'])
  })

  test('add replaces the secret of a credential that is there', async () => {
    const replaced = await home.run(['add', 'api'], { stdin: 'second-secret' })
    assert.equal(replaced.code, 0, replaced.stderr)
    await home.run(['curl', 'api', '/x'])
    assert.equal(last().headers['x-key'], 'second-secret')
    assert.equal(failed(await home.run(['add', 'openai', '--json'])).code, 'exists')
  })

  test('token and exec hand a token to a program, and the key of the store to nobody', async () => {
    const piped = await home.run(['token', 'api'])
    assert.deepEqual([piped.code, piped.stdout], [0, 'second-secret\n'])
    assert.equal((await home.run(['token', 'api', '--as-header'])).stdout, 'x-key: second-secret\n')
    const script =
      'console.log(process.env.API_TOKEN, process.env.MY, process.env.WARDER_OUTBOUND_KEY); process.exit(7)'
    const ran = await home.run([
      'exec',
      'api',
      'api:MY',
      '--',
      process.execPath,
      '-e',
      script,
      '--',
      '--token',
    ])
    assert.deepEqual([ran.code, ran.stdout], [7, 'second-secret second-secret undefined\n'])
    const nobody = await home.run(['exec', 'api', '--', '/nonexistent/program'])
    assert.deepEqual([nobody.code, /cannot be started/.test(nobody.stderr)], [1, true])
    assert.equal((await home.run(['exec', 'api'])).code, 2)
  })

  test('list and status tell of every credential, and never a secret', async () => {
    const { items } = only<{ items: { name: string; type: string }[] }>(await home.run(['list', '--json']))
    assert.deepEqual(
      items.map(({ name, type }) => [name, type]),
      [
        ['api', 'api-key'],
        ['openai', 'api-key'],
      ],
    )
    const told = await home.run(['status', '--json'])
    const { items: states, store } = only<{
      items: { name: string; state: string }[]
      store: { backend: string; key: string }
    }>(told)
    assert.deepEqual(
      states.map(({ name, state }) => [name, state]),
      [
        ['api', 'ready'],
        ['openai', 'missing'],
      ],
    )
    assert.deepEqual([store.backend, store.key], ['sealed', 'key'])
    assert.doesNotMatch(told.stdout + (await home.run(['status'])).stdout, /second-secret/)
    const { items: known } = only<{ items: unknown[] }>(await home.run(['list', '--known', '--json']))
    assert.ok(known.length >= 60)
    assert.equal(failed(await home.run(['status', 'nobody', '--json'])).code, 'not_found')
  })

  test('doctor says what is wrong, and exits 1', async () => {
    const told = await home.run(['doctor', '--json', '--offline'])
    assert.equal(told.code, 1)
    const { checks } = JSON.parse(told.stdout) as { checks: { name: string; ok: boolean; detail: string }[] }
    assert.deepEqual(
      checks.map(({ name, ok }) => [name, ok]),
      [
        ['configuration', true],
        ['store', true],
        ['api', true],
        ['openai', false],
      ],
    )
    const fine = only<{ ok: boolean; checks: { detail: string }[] }>(
      await home.run(['doctor', '--json', '--offline'], { KEY: 'k' }),
    )
    assert.equal(fine.ok, true)
  })

  test('doctor asks whether an API is there, and sends it nothing', async () => {
    home.config(
      `  api: { type: bearer, token: env:K, baseUrl: '${api.origin}' }\n  gone: { type: bearer, token: env:K, baseUrl: 'http://127.0.0.1:9' }`,
    )
    const told = await home.run(['doctor'], { K: canary })
    assert.equal(told.code, 1)
    assert.match(told.stdout, new RegExp(`ok +api +${api.origin} answers`))
    assert.match(told.stdout, /wrong +gone +http:\/\/127\.0\.0\.1:9 does not answer/)
    assert.doesNotMatch(JSON.stringify(last().headers), /canary/)
  })

  test('config check names every place, schema is JSON Schema, and a bad file is exit 1 everywhere', async () => {
    home.write('warder.outbound.yaml', `version: 1\ncredentials:\n  a: { use: openai, key: ${canary} }\n`)
    const told = await home.run(['config', 'check'])
    assert.deepEqual([told.code, told.stdout], [1, ''])
    assert.match(told.stderr, /warder\.outbound\.yaml:3:\d+: credentials\.a\.key holds the secret itself/)
    const data = await home.run(['config', 'check', '--json'])
    assert.equal(data.code, 1)
    const { problems } = JSON.parse(data.stdout) as { problems: { line: number; field: string }[] }
    assert.deepEqual(
      problems.map(({ line, field }) => [line, field]),
      [[3, 'credentials.a.key']],
    )
    for (const args of [['list'], ['status'], ['curl', 'a', '/'], ['doctor']]) {
      const { code, stdout, stderr } = await home.run(args)
      assert.equal(code, 1, args.join(' '))
      assert.ok(!(stdout + stderr).includes(canary))
    }
    const { $schema } = only<{ $schema: string }>(await home.run(['config', 'schema', '--json']))
    assert.match($schema, /json-schema\.org/)
  })

  test('a secret of the environment needs no store, which is missed where a credential is kept in it', async () => {
    const plainHome = homeIn(home.path('without-a-key'))
    plainHome.write(
      'warder.outbound.yaml',
      `version: 1\ncredentials:\n  own: { type: api-key, name: X-Key, key: 'env:OWN_KEY', baseUrl: '${api.origin}/v1' }\n` +
        `  kept: { type: api-key, name: X-Key, key: 'keyring:kept', baseUrl: '${api.origin}/v1' }\n`,
    )
    const without = {
      WARDER_OUTBOUND_KEY: '',
      OWN_KEY: canary,
      DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere',
    }
    const called = await plainHome.run(['curl', 'own', '/notes'], without)
    assert.equal(called.code, 0, called.stderr)
    assert.equal(last().headers['x-key'], canary)
    const refused = failed(await plainHome.run(['curl', 'kept', '/notes', '--json'], without))
    assert.equal(refused.exit, 5)
    assert.match(refused.message, /nobody to keep the key of this store/)
  })

  test('a store that cannot be used is exit 5, and a key that is not given is said to be', async () => {
    home.config(`  a: { type: bearer, token: keyring:a, baseUrl: '${api.origin}' }`)
    const { exit, code, message } = failed(await home.run(['status', '--json'], { WARDER_OUTBOUND_KEY: '' }))
    assert.deepEqual([exit, code], [5, 'store_unavailable'])
    assert.match(message, /WARDER_OUTBOUND_KEY/)
  })
})
