import assert from 'node:assert/strict'
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { DatabaseSync } from 'node:sqlite'
import { tempDir } from '../../support/services.ts'
import { only, server, warder, type Child } from '../child.ts'

const password = 'correct horse battery staple'

describe('F-37 backup and restore', () => {
  const folder = tempDir()
  const at = (name: string) => join(folder.path, name)
  const data = at('data')
  const file = at('backup.db')
  const secret = () => readFileSync(join(data, 'secret'), 'utf8').trim()
  const env = (given = secret()) => ({ WARDER_SECRET: given })
  let running: Child & { url: string }
  let tokens: { access_token: string; refresh_token: string }
  let cookie = ''

  const post = (url: string, path: string, body: object) =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const login = (url: string) => post(url, '/auth/login', { email: 'ada@example.com', password })
  const me = (url: string) =>
    fetch(`${url}/auth/me`, { headers: { authorization: `Bearer ${tokens.access_token}` } })

  const byCookie = (url: string) => fetch(`${url}/auth/me`, { headers: { cookie } })

  before(async () => {
    running = await server(data)
    const words = ['user', 'create', '--email', 'ada@example.com', '--password-stdin', '--data', data]
    assert.equal((await warder(words, { stdin: password })).code, 0)
    tokens = (await (await login(running.url)).json()) as typeof tokens
    assert.equal((await post(running.url, '/auth/forgot-password', { email: 'ada@example.com' })).status, 202)
    assert.equal((await me(running.url)).status, 200)
    const session = await post(running.url, '/auth/login/session', { email: 'ada@example.com', password })
    cookie = session.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ')
    assert.equal((await byCookie(running.url)).status, 200)
  })
  after(async () => {
    running.process.kill('SIGTERM')
    await running.ended
    folder.drop()
  })

  test('ST-06 a backup is made while the server writes, for its owner alone, and whole', async () => {
    const writing = Array.from({ length: 20 }, () => login(running.url))
    const made = only<{ file: string; bytes: number; secret: string }>(
      await warder(['backup', file, '--data', data, '--json']),
    )
    await Promise.all(writing)
    assert.equal(made.file, file)
    assert.equal(statSync(file).mode & 0o777, 0o600)
    assert.equal(statSync(file).size, made.bytes)
    assert.ok(!readFileSync(file).includes(secret()))
    const db = new DatabaseSync(file, { readOnly: true })
    assert.equal(db.prepare('pragma integrity_check').get()?.['integrity_check'], 'ok')
    db.close()
    const events = await warder(['audit', 'verify', '--data', data, '--json'])
    assert.equal(events.code, 0)
  })

  test('a file that is there stays as it is', async () => {
    writeFileSync(at('there'), 'something else')
    const { code, stderr } = await warder(['backup', at('there'), '--data', data])
    assert.equal(code, 1)
    assert.match(stderr, /is there already/)
    assert.equal(readFileSync(at('there'), 'utf8'), 'something else')
    const nowhere = await warder(['backup', at('no/such/folder'), '--data', data])
    assert.match(nowhere.stderr, /cannot be made: ENOENT/)
  })

  test('what is restored has everybody, and nothing that was open', async () => {
    const answer = only<{ ended: { sessions: number; one_time: number } }>(
      await warder(['restore', file, '--data', at('new'), '--yes', '--json'], { env: env() }),
    )
    assert.ok(answer.ended.sessions >= 1 && answer.ended.one_time >= 1)
    assert.equal(statSync(join(at('new'), 'warder.db')).mode & 0o777, 0o600)
    const other = await server(at('new'), [], env())
    try {
      assert.equal((await me(other.url)).status, 401)
      assert.equal((await byCookie(other.url)).status, 401)
      const { refresh_token } = tokens
      assert.equal((await post(other.url, '/auth/refresh', { refresh_token })).status, 401)
      assert.equal((await login(other.url)).status, 200)
      const feed = (await (await fetch(`${other.url}/oauth/revocations`)).json()) as {
        items: { kind: string }[]
      }
      assert.ok(feed.items.some(({ kind }) => kind === 'tenant'))
      // A guard that follows the feed of before has seen other numbers, and hears all of this.
      assert.equal((await fetch(`${other.url}/oauth/revocations?after=1000`)).status, 200)
      const ahead = (await (await fetch(`${other.url}/oauth/revocations?after=1000`)).json()) as typeof feed
      assert.equal(ahead.items.length, feed.items.length)
    } finally {
      other.process.kill('SIGTERM')
      await other.ended
    }
    assert.equal((await me(running.url)).status, 200)
  })

  // oxfmt-ignore
  const refused: [what: string, prepare: (target: string) => string, given: (() => Record<string, string>), said: RegExp][] = [
    ['into a directory with a database', () => data,                         () => env(), /is not empty/],
    ['into a directory with anything',   (target) => { mkdirSync(target); writeFileSync(join(target, 'notes'), ''); return target }, () => env(), /is not empty \(notes\)/],
    ['under another secret',             (target) => target,                 () => env('dGVzdHMtb25seS1zZWNyZXQtMDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3A'), /another WARDER_SECRET/],
  ]
  for (const [at_, [what, prepare, given, said]] of refused.entries()) {
    test(`nothing is restored ${what}`, async () => {
      const target = prepare(at(`target-${at_}`))
      const before = existsSync(join(target, 'warder.db'))
      const { code, stderr } = await warder(['restore', file, '--data', target, '--yes'], { env: given() })
      assert.equal(code, 1)
      assert.match(stderr, said)
      assert.equal(existsSync(join(target, 'warder.db')), before)
    })
  }

  // oxfmt-ignore
  const broken: [what: string, content: () => Buffer][] = [
    ['is no database', () => Buffer.from('something else')],
    ['is empty',       () => Buffer.alloc(0)],
    ['was cut off',    () => readFileSync(file).subarray(0, 100 * 4096)],
    ['was damaged',    () => { const bytes = readFileSync(file); bytes.fill(0xff, 40 * 4096, 60 * 4096); return bytes }],
  ]
  for (const [at_, [what, content]] of broken.entries()) {
    test(`a file that ${what} is refused, and leaves nothing behind`, async () => {
      writeFileSync(at(`broken-${at_}`), content())
      const target = at(`from-broken-${at_}`)
      const words = ['restore', at(`broken-${at_}`), '--data', target, '--yes']
      const { code, stderr } = await warder(words, { env: env() })
      assert.equal(code, 1)
      assert.match(stderr, /is damaged, or no backup of Warder/)
      assert.ok(!existsSync(join(target, 'warder.db')))
    })
  }

  test('without a file it is said what was meant', async () => {
    const { code, stderr } = await warder(['restore', '--data', at('x'), '--yes'], { env: env() })
    assert.equal(code, 2)
    assert.match(stderr, /--in-place/)
  })

  test('a database that something else has put in place is settled where it is', async () => {
    mkdirSync(at('placed'))
    writeFileSync(join(at('placed'), 'warder.db'), readFileSync(file))
    chmodSync(join(at('placed'), 'warder.db'), 0o600)
    const words = ['restore', '--in-place', '--data', at('placed'), '--yes', '--json']
    const { ended } = only<{ ended: { sessions: number } }>(await warder(words, { env: env() }))
    assert.ok(ended.sessions >= 1)
  })

  test('LP-04 both stand in the audit, each in the database that goes on', () => {
    for (const [folder_, type] of [
      [data, 'backup.made'],
      [at('placed'), 'backup.restored'],
    ] as const) {
      const db = new DatabaseSync(join(folder_, 'warder.db'), { readOnly: true })
      assert.equal(db.prepare('select count(*) as n from audit_event where type = ?').get(type)?.['n'], 1)
      db.close()
    }
  })

  test('PostgreSQL is told how it copies itself, without the password', async () => {
    // The address of nobody: the way is told before anything is asked.
    const settings = { ...env(), DATABASE_URL: 'postgres://warder:s3cret@127.0.0.1:9/warder' }
    const { stderr } = await warder(['backup', at('pg'), '--data', data], { env: settings })
    assert.doesNotMatch(stderr, /s3cret/)
    assert.match(stderr, /pg_dump --format=custom/)
  })
})
