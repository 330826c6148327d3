import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { closeStore, openStore } from '../../../packages/warder/src/store/open.ts'
import { tempDir } from '../../support/services.ts'
import { only, server, warder, type Child } from '../child.ts'

type Report = {
  counts?: Record<string, number>
  items: { email: string; state: string }[]
  next_cursor: string | null
}

describe('warder users passwordless, beside a server that runs', () => {
  const folder = tempDir()
  const data = join(folder.path, 'data')
  let running: Child & { url: string }
  const run = (...args: string[]) => warder([...args, '--data', data])
  const report = async (...args: string[]) =>
    only<Report>(await run('users', 'passwordless', 'report', '--json', ...args))

  before(async () => {
    running = await server(data)
    for (const name of ['ada', 'bob', 'cleo']) {
      const args = ['user', 'create', '--email', `${name}@example.com`, '--password-stdin', '--data', data]
      assert.equal((await warder(args, { stdin: 'correct horse battery staple\n' })).code, 0)
    }
    await becomeReady(data, ['bob@example.com', 'cleo@example.com'])
  })
  after(async () => {
    running.process.kill('SIGTERM')
    await running.ended
    folder.drop()
  })

  test('C12 the report counts, lists, and goes on from a cursor', async () => {
    const all = await report()
    assert.deepEqual(all.counts, {
      'password-only': 1,
      'can-sign-in-without': 0,
      ready: 2,
      passwordless: 0,
      'no-way-in': 0,
    })
    assert.equal(all.items.length, 3)
    const first = await report('--state', 'ready', '--limit', '1')
    const rest = await report('--state', 'ready', '--limit', '1', '--cursor', first.next_cursor ?? '')
    assert.deepEqual([rest.counts, rest.next_cursor], [undefined, null])
    assert.deepEqual([...first.items, ...rest.items].map(({ email }) => email).toSorted(), [
      'bob@example.com',
      'cleo@example.com',
    ])
    const { stdout } = await run('user', 'passwordless', 'report')
    assert.match(stdout, /^ready +2$/m)
    assert.match(stdout, /bob@example.com +ready +passkey password mail/)
  })

  test('C12 what is not said clearly removes nothing', async () => {
    const wrong = [
      ['remove'],
      ['remove', '--all-ready'],
      ['remove', '--yes'],
      ['remove', '--all-ready', '--yes', '--dry-run'],
      ['remove', 'bob@example.com', '--all-ready', '--yes'],
      ['remove', 'bob@example.com', '--dry-run'],
      ['report', '--state', 'nearly'],
    ]
    for (const args of wrong)
      assert.equal((await run('user', 'passwordless', ...args)).code, 2, args.join(' '))
    const refused = await run('user', 'passwordless', 'remove', 'ada@example.com')
    assert.equal(refused.code, 1)
    assert.match(refused.stderr, /has not signed in without the password yet/)
    const dry = only<object>(
      await run('user', 'passwordless', 'remove', '--all-ready', '--dry-run', '--json'),
    )
    assert.deepEqual(dry, { dry_run: true, ready: 2, removed: 0, kept: 0 })
    assert.equal((await report()).counts?.['ready'], 2)
  })

  test('C12 one by name, and then everybody who is ready, while the server runs', async () => {
    const one = only<{ email: string }>(
      await run('users', 'passwordless', 'remove', 'bob@example.com', '--json'),
    )
    assert.equal(one.email, 'bob@example.com')
    const all = ['user', 'passwordless', 'remove', '--all-ready', '--yes', '--json']
    assert.deepEqual(only(await run(...all)), { dry_run: false, ready: 1, removed: 1, kept: 0 })
    assert.deepEqual(only(await run(...all)), { dry_run: false, ready: 0, removed: 0, kept: 0 })
    const status = async (email: string) => {
      const body = JSON.stringify({ email, password: 'correct horse battery staple' })
      const headers = { 'content-type': 'application/json' }
      return (await fetch(`${running.url}/auth/login`, { method: 'POST', body, headers })).status
    }
    assert.deepEqual(
      [await status('ada@example.com'), await status('bob@example.com'), await status('cleo@example.com')],
      [200, 401, 401],
    )
    const inbox = (await (await fetch(`${running.url}/dev/inbox.json`)).text()).match(/password was removed/g)
    assert.ok((inbox?.length ?? 0) >= 2)
  })
})

/** As if they had added a passkey and signed in with it. */
async function becomeReady(data: string, emails: readonly string[]): Promise<void> {
  const db = openStore(`sqlite:${join(data, 'warder.db')}`)
  for (const email of emails) {
    const { id, directory_id } = await db
      .updateTable('user')
      .set({ passwordless_proved_at: 1, passwordless_proved_by: 'passkey' })
      .where('email', '=', email)
      .returning(['id', 'directory_id'])
      .executeTakeFirstOrThrow()
    const times = { last_used_at: 1, locked_at: null, created_at: 1, updated_at: 1 }
    const row = {
      id: `psk_${email}`,
      user_id: id,
      directory_id,
      method: 'passkey',
      lookup: email,
      name: null,
    }
    await db
      .insertInto('credential')
      .values({ ...row, ...times, data: '{"discoverable":true}' })
      .execute()
  }
  await closeStore(db)
}
