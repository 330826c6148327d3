import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { tempDir } from '../support/services.ts'
import { server, warder, type Child, type Ended } from './child.ts'

type User = { id: string; email: string; roles: string[]; disabled?: boolean }

/** The one document on stdout; anything else beside it fails. */
function only<T>({ code, stdout, stderr }: Ended): T {
  assert.equal(code, 0, stderr)
  assert.equal(stderr, '')
  assert.equal(stdout.trim().split('\n').length, 1)
  return JSON.parse(stdout) as T
}

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
    assert.deepEqual(only(await run('user', 'delete', made.id)), { id: made.id, deleted: true })
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
    assert.deepEqual(only(await run('client', 'delete', made.client_id)), {
      client_id: made.client_id,
      deleted: true,
    })
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
    only(await create('eve@example.com'))
    assert.deepEqual(
      [failed(await create('eve@example.com')).exit, failed(await create('eve@example.com')).code],
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
    assert.equal(failed(await warder(short, { stdin: 'short' })).code, 'password_refused')
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
        `^error Port ${port} is in use\\. Stop the program that has it, or choose another with --port\\.\n$`,
      ),
    )
    assert.throws(() => statSync(join(folder.path, 'other', 'warder.db')), /ENOENT/)
  })
})

const usage: [name: string, args: string[], error: RegExp][] = [
  ['no command', [], /^Usage: warder/],
  ['an unknown command', ['sevre'], /unknown command 'sevre'\n\(Did you mean serve\?\)/],
  ['an unknown option', ['serve', '--prot', '1'], /unknown option '--prot'/],
  ['a noun without a verb', ['user'], /^Usage: warder user/],
  ['a missing argument', ['user', 'show'], /missing required argument 'user'/],
  ['an argument too many', ['user', 'list', 'x'], /too many arguments/],
  ['a missing option', ['client', 'create', '--name', 'x'], /required option '--type <type>' not specified/],
  [
    'a choice that is none',
    ['client', 'create', '--name', 'x', '--type', 'odd'],
    /Allowed choices are confidential, public, machine/,
  ],
  ['a limit that is none', ['user', 'list', '--limit', '201'], /It is a number from 1 to 200/],
]
for (const [name, args, error] of usage) {
  test(`${name} is exit 2, on stderr, without anything on stdout`, async () => {
    const { code, stdout, stderr } = await warder(args)
    assert.deepEqual([code, stdout], [2, ''])
    assert.match(stderr, error)
  })
}

test('OC-18 a password among the arguments is refused and not repeated', async () => {
  for (const args of [['--password', 'hunter2'], ['--password=hunter2']]) {
    const { code, stdout, stderr } = await warder(['user', 'create', '--email', 'a@example.com', ...args])
    assert.deepEqual([code, stdout], [2, ''])
    assert.match(
      stderr,
      /--password would show the secret to every user of this machine\. Give a password with --password-stdin/,
    )
    assert.ok(!stderr.includes('hunter2'))
  }
})

test('every verb has help with an example', async () => {
  const verbs = [
    'serve',
    'migrate',
    'doctor',
    'routes',
    'admin create',
    'user create',
    'user list',
    'user show',
    'user disable',
    'user enable',
    'user delete',
    'client create',
    'client list',
    'client show',
    'client delete',
    'key list',
    'key rotate',
  ]
  const helps = await Promise.all(verbs.map((verb) => warder([...verb.split(' '), '--help'])))
  for (const [at, { code, stdout, stderr }] of helps.entries()) {
    assert.deepEqual([code, stderr], [0, ''], verbs[at])
    assert.match(stdout, /--json/)
    assert.match(stdout, new RegExp(`Example:\n  \\$ warder ${verbs[at]}`))
  }
})

test('the help of serve lists every setting, from the table the parser reads', async () => {
  const { settingRows } = await import('../../packages/warder/src/config/settings.ts')
  const { stdout } = await warder(['serve', '--help'])
  for (const { env } of settingRows)
    if (env !== undefined) assert.match(stdout, new RegExp(`^  ${env} `, 'm'))
})

describe('settings that cannot work', () => {
  const folder = tempDir()
  after(() => folder.drop())

  test('every wrong one is a line, and the exit is 1', async () => {
    const env = { PORT: 'x', WARDER_ISUER: 'https://id.example.com', NODE_ENV: 'production' }
    const { code, stdout, stderr } = await warder(['serve', '--data', join(folder.path, 'a')], { env })
    assert.deepEqual([code, stdout], [1, ''])
    assert.equal(stderr.trim().split('\n').length, 2)
  })

  test('--dev in production is refused with everything else that is wrong', async () => {
    const { code, stderr } = await warder(['serve', '--dev', '--data', join(folder.path, 'a')], {
      env: { NODE_ENV: 'production' },
    })
    assert.equal(code, 1)
    assert.match(stderr, /--dev is for development/)
    assert.match(stderr, /WARDER_SECRET is not set/)
    assert.match(stderr, /SMTP_URL is not set/)
    assert.throws(() => statSync(join(folder.path, 'a')), /ENOENT/)
  })

  test('doctor prints the same lines and exits 1, with one document under --json', async () => {
    const { code, stdout, stderr } = await warder(['doctor', '--json', '--data', join(folder.path, 'a')], {
      env: { NODE_ENV: 'production' },
    })
    const { ok, checks } = JSON.parse(stdout) as { ok: boolean; checks: { name: string; ok: boolean }[] }
    assert.deepEqual([code, stderr, ok], [1, '', false])
    assert.equal(checks.filter((check) => check.name === 'settings' && !check.ok).length, 2)
    assert.throws(() => statSync(join(folder.path, 'a')), /ENOENT/)
  })

  test('F-05 a data directory that cannot be written is one line', async () => {
    const parent = join(folder.path, 'readonly')
    mkdirSync(parent)
    writeFileSync(join(parent, 'file'), '')
    chmodSync(parent, 0o500)
    // Root may write anywhere, but not below a file.
    const { code, stdout, stderr } = await warder([
      'serve',
      '--dev',
      '--port',
      '0',
      '--data',
      join(parent, 'file', 'data'),
    ])
    assert.deepEqual([code, stdout], [1, ''])
    assert.match(
      stderr,
      /^error \S+ is inside something that is not a directory\. Repair it, or choose another directory with --data DIR\.\n$/,
    )
  })

  test('a command where nothing was started yet says what to do', async () => {
    const { code, stderr } = await warder(['user', 'list', '--data', join(folder.path, 'none')])
    assert.equal(code, 1)
    assert.match(stderr, /^error WARDER_SECRET is not set\. Make one with: .* or start with --dev\.\n$/)
  })
})

test('migrate --plan prints what would run and makes nothing', async () => {
  const folder = tempDir()
  try {
    const data = join(folder.path, 'data')
    const { pending } = only<{ pending: { name: string; sql: string }[] }>(
      await warder(['migrate', '--plan', '--data', data, '--json']),
    )
    assert.match(pending[0]?.sql ?? '', /create table/)
    assert.throws(() => statSync(data), /ENOENT/)
  } finally {
    folder.drop()
  }
})

test('F-36 a database of a newer Warder is refused and left alone', async () => {
  const folder = tempDir()
  try {
    const data = join(folder.path, 'data')
    const first = await warder(['migrate', '--data', data, '--json'])
    assert.equal(first.code, 0, first.stderr)
    const { DatabaseSync } = await import('node:sqlite')
    const db = new DatabaseSync(join(data, 'warder.db'))
    db.prepare('insert into schema_migration (version, name, applied_at) values (?, ?, ?)').run(
      9999,
      'tomorrow',
      1,
    )
    db.close()
    for (const args of [['serve', '--dev', '--port', '0'], ['migrate'], ['user', 'list']]) {
      if (args[0] === 'user')
        writeFileSync(join(data, 'secret'), `${'p0cUvG7hXn2sJ4qLr9tWzB1dYk6mEa8iHo3fQxRVCMw'}\n`, {
          flag: 'a',
        })
      const { code, stdout, stderr } = await warder([...args, '--data', data])
      assert.deepEqual([code, stdout], [1, ''], args.join(' '))
      assert.match(stderr, /^error .*schema 9999.*\n$/)
    }
  } finally {
    folder.drop()
  }
})
