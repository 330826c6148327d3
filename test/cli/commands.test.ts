import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { statSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { tempDir } from '../support/services.ts'
import { only, server, warder, type Child, type Ended } from './child.ts'

type User = { id: string; email: string; roles: string[]; disabled?: boolean }

function failed({ code, stdout, stderr }: Ended): { exit: number | null; code: string; message: string } {
  assert.equal(stdout, '')
  const { error } = JSON.parse(stderr) as { error: { code: string; message: string } }
  return { exit: code, ...error }
}

describe('commands beside a server that runs', () => {
  const folder = tempDir()
  const data = join(folder.path, 'data')
  let running: Child & { url: string }
  const run = (...args: string[]) => warder([...args, '--data', data, '--json'])
  const create = (email: string, ...more: string[]) =>
    warder(['user', 'create', '--email', email, '--password-stdin', '--data', data, '--json', ...more], {
      stdin: 'correct horse battery staple\n',
    })

  before(async () => {
    running = await server(data)
  })
  after(async () => {
    running.process.kill('SIGTERM')
    await running.ended
    folder.drop()
  })

  test('the server prints its address, the set-up link and the inbox', async () => {
    const text = running.stdout()
    assert.match(text, /Warder is ready at http:\/\/localhost:\d+\n/)
    assert.match(text, /Set-up link {2}http:\/\/localhost:\d+\/setup\?token=\S+\n/)
    assert.match(text, /Inbox {2}http:\/\/localhost:\d+\/dev\/inbox\n/)
    assert.equal((await fetch(`${running.url}/health/ready`)).status, 200)
  })

  test('a person is created, shown, listed, disabled, enabled and deleted', async () => {
    const made = only<User>(await create('ada@example.com', '--role', 'admin', '--name', 'Ada'))
    assert.match(made.id, /^usr_/)
    assert.deepEqual(made.roles, ['admin'])
    assert.equal(only<User>(await run('user', 'show', 'ada@example.com')).id, made.id)
    const list = only<{ items: User[]; next_cursor: string | null }>(await run('user', 'list'))
    assert.deepEqual([list.items.map((user) => user.email), list.next_cursor], [['ada@example.com'], null])
    assert.equal(only<User>(await run('user', 'disable', made.id)).disabled, true)
    assert.equal(only<User>(await run('user', 'enable', made.id)).disabled, false)
    assert.deepEqual(only(await run('user', 'delete', made.id, '--yes')), { id: made.id, deleted: true })
    assert.equal(failed(await run('user', 'show', made.id)).code, 'not_found')
  })

  test('the person signs in at the running server, and no longer once disabled', async () => {
    only(await create('bob@example.com'))
    const body = JSON.stringify({ email: 'bob@example.com', password: 'correct horse battery staple' })
    const signIn = async () =>
      (
        await fetch(`${running.url}/auth/login`, {
          method: 'POST',
          body,
          headers: { 'content-type': 'application/json' },
        })
      ).status
    assert.equal(await signIn(), 200)
    only(await run('user', 'disable', 'bob@example.com'))
    assert.equal(await signIn(), 401)
  })

  test('a person is invited, listed while they may come, uninvited, and asked for another password', async () => {
    type Invited = { email: string; roles: string[]; link: string }
    const invited = only<Invited>(
      await run('user', 'invite', '--email', 'other-bob@example.com', '--role', 'admin'),
    )
    assert.deepEqual([invited.email, invited.roles], ['other-bob@example.com', ['admin']])
    const page = invited.link
    assert.equal((await fetch(page)).status, 200)
    const waiting = async () =>
      only<{ items: Invited[]; next_cursor: null }>(await run('user', 'invitations'))
    assert.deepEqual(
      (await waiting()).items.map(({ email }) => email),
      ['other-bob@example.com'],
    )
    assert.equal(
      failed(await run('user', 'invite', '--email', 'x@example.com', '--role', 'owner')).code,
      'invalid_input',
    )
    only(await run('user', 'uninvite', 'other-bob@example.com'))
    assert.deepEqual(await waiting(), { items: [], next_cursor: null })
    assert.equal((await fetch(page)).status, 410)
    assert.equal(failed(await run('user', 'uninvite', 'other-bob@example.com')).code, 'not_found')

    only(await create('one-more@example.com'))
    const asked = await run('user', 'require-password-change', 'one-more@example.com')
    assert.equal(only<{ password_change_required: boolean }>(asked).password_change_required, true)
    const body = JSON.stringify({ email: 'one-more@example.com', password: 'correct horse battery staple' })
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`${running.url}/auth/login`, { method: 'POST', body, headers })
    assert.deepEqual(
      [answer.status, ((await answer.json()) as { code: string }).code],
      [403, 'password_change_required'],
    )
  })

  test('an administrator is created with a password from standard input only', async () => {
    const args = [
      'admin',
      'create',
      '--email',
      'root@example.com',
      '--password-stdin',
      '--data',
      data,
      '--json',
    ]
    assert.deepEqual(only<User>(await warder(args, { stdin: 'correct horse battery staple' })).roles, [
      'admin',
    ])
    assert.equal(failed(await run('admin', 'create', '--email', 'x@example.com')).exit, 2)
    assert.equal(failed(await warder(args, { stdin: '' })).code, 'password_required')
  })

  test('a client is created with its secret once, listed, shown and deleted', async () => {
    const made = only<{ client_id: string; client_secret?: string }>(
      await run(
        'client',
        'create',
        '--name',
        'Notes',
        '--type',
        'confidential',
        '--redirect-uri',
        'https://notes.example/cb',
        '--scope',
        'openid email',
      ),
    )
    assert.ok(made.client_secret)
    const list = only<{ items: { client_id: string; client_secret?: string }[] }>(await run('client', 'list'))
    assert.ok(list.items.some((client) => client.client_id === made.client_id))
    const shown = await run('client', 'show', made.client_id)
    assert.ok(!shown.stdout.includes(made.client_secret))
    assert.deepEqual(only(await run('client', 'delete', made.client_id, '--yes')), {
      client_id: made.client_id,
      deleted: true,
    })
  })

  test('a client that signs is created from a file of keys, with everything that is asked of it', async () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const file = join(data, 'keys.json')
    await writeFile(file, JSON.stringify({ keys: [publicKey.export({ format: 'jwk' })] }))
    const create = [
      'client',
      'create',
      '--name',
      'Bank',
      '--type',
      'confidential',
      '--redirect-uri',
      'https://bank.example/cb',
    ]
    const made = only<Record<string, unknown>>(
      await run(
        ...create,
        '--jwks',
        file,
        '--profile',
        'fapi2',
        '--response-mode',
        'query.jwt',
        '--response-alg',
        'ES256',
      ),
    )
    assert.equal(made['client_secret'], undefined)
    assert.equal(made['token_endpoint_auth_method'], 'private_key_jwt')
    assert.deepEqual(
      [made['profile'], made['require_pushed_authorization_requests'], made['dpop_bound_access_tokens']],
      ['fapi2', true, true],
    )
    assert.deepEqual(made['response_modes'], ['query.jwt'])
    assert.equal(failed(await run(...create, '--jwks', join(data, 'nothing.json'))).code, 'usage')
    assert.equal(failed(await run(...create, '--certificate-name', 'bank.example')).code, 'usage')
    assert.equal(failed(await run(...create, '--profile', 'fapi2')).exit, 1)
  })

  test('a client may send its secret in the form, and lists have a length', async () => {
    const create = ['client', 'create', '--name', 'Job', '--type', 'machine']
    const made = only<{ token_endpoint_auth_method: string }>(
      await run(...create, '--auth-method', 'client_secret_post'),
    )
    assert.equal(made.token_endpoint_auth_method, 'client_secret_post')
    only(await run(...create))
    const page = only<{ items: unknown[]; next_cursor: string }>(await run('client', 'list', '--limit', '1'))
    assert.equal(page.items.length, 1)
    const rest = only<{ items: { client_id: string }[] }>(
      await run('client', 'list', '--cursor', page.next_cursor),
    )
    assert.ok(rest.items.length > 0)
  })

  test('for people the secret comes with the word that it is shown once', async () => {
    const args = ['client', 'create', '--name', 'Job', '--type', 'machine', '--data', data]
    const { code, stdout } = await warder(args)
    assert.equal(code, 0)
    assert.match(stdout, /client_secret +wcs_/)
    assert.match(stdout, /The secret is shown this once\./)
  })

  test('keys are listed and rotated', async () => {
    const before = only<{ items: { kid: string }[] }>(await run('key', 'list'))
    only(await run('key', 'rotate', '--alg', 'ES256'))
    const later = only<{ items: { kid: string }[] }>(await run('key', 'list'))
    assert.ok(later.items.length > before.items.length)
    const rotated = only<{ items: { kid: string }[] }>(
      await run('key', 'rotate', '--alg', 'ES256', '--emergency'),
    )
    const left = only<{ items: { kid: string; alg: string; state: string }[] }>(await run('key', 'list'))
    // Neither the one before nor what an earlier rotation had left in the key set.
    assert.deepEqual(
      left.items.filter(({ alg, state }) => alg === 'ES256' && state !== 'removed').map(({ kid }) => kid),
      rotated.items.map(({ kid }) => kid),
    )
    assert.equal(failed(await run('key', 'rotate', '--alg', 'HS256')).exit, 2)
  })

  test('routes prints the table', async () => {
    const { items } = only<{ items: { method: string; path: string; guard: string }[] }>(await run('routes'))
    assert.ok(
      items.some(({ method, path, guard }) => method === 'GET' && path === '/health' && guard === 'anyone'),
    )
  })

  test('migrate has nothing left to do', async () => {
    assert.deepEqual(only(await run('migrate')), { applied: [] })
    assert.deepEqual(only(await run('migrate', '--plan')), { pending: [] })
  })

  test('doctor finds nothing wrong with this installation', async () => {
    const { ok, checks } = only<{ ok: boolean; checks: { name: string }[] }>(await run('doctor'))
    assert.equal(ok, true)
    assert.deepEqual(
      checks.map(({ name }) => name),
      ['settings', 'node', 'clock', 'disk', 'database'],
    )
  })

  test('an address that exists already and a password that is too short are told with their code', async () => {
    only(await create('other-bob@example.com'))
    assert.deepEqual(
      [
        failed(await create('other-bob@example.com')).exit,
        failed(await create('other-bob@example.com')).code,
      ],
      [1, 'conflict'],
    )
    const short = [
      'user',
      'create',
      '--email',
      'al@example.com',
      '--password-stdin',
      '--data',
      data,
      '--json',
    ]
    assert.deepEqual(failed(await warder(short, { stdin: 'short' })), {
      exit: 1,
      code: 'password_refused',
      message:
        'Use at least 15 characters. A few words that only you would put together are easy to remember.',
    })
  })

  test('a second server on the same port says so and changes nothing', async () => {
    const port = new URL(running.url).port
    const { code, stderr, stdout } = await warder([
      'serve',
      '--dev',
      '--port',
      port,
      '--data',
      join(folder.path, 'other'),
    ])
    assert.deepEqual([code, stdout], [1, ''])
    assert.match(
      stderr,
      new RegExp(
        `^error: Port ${port} is in use\\. Stop the program that has it, or choose another with --port\\.\n$`,
      ),
    )
    assert.throws(() => statSync(join(folder.path, 'other')), /ENOENT/)
  })
})
