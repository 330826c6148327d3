import assert from 'node:assert/strict'
import { createHash, randomInt } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { server } from '../cli/child.ts'
import { tempDir } from '../support/services.ts'
import { goodPassword } from '../support/warder.ts'

/** What the server said it had done, by what the database must then hold. */
type Acknowledged = {
  users: Set<string>
  registrations: Set<string>
  sessions: number
  refresh_tokens: Set<string>
}

export type KillReport = { rounds: number; acknowledged: number; slowestStart: number }

const cheap = { WARDER_PASSWORD_MEMORY_KIB: '64', WARDER_PASSWORD_PASSES: '1' }
const workers = 4
/** How many writes a round waits for, so that a slow machine does as many as a quick one. */
const writes = 10

/**
 * F-01: people register, confirm, sign in and refresh; at a random moment the process is killed with -9 and started
 * again on the same data. Whatever was answered with 2xx must be there, and nothing half.
 */
export async function killRounds(rounds: number): Promise<KillReport> {
  const folder = tempDir()
  const done: Acknowledged = {
    users: new Set(),
    registrations: new Set(),
    sessions: 0,
    refresh_tokens: new Set(),
  }
  let slowestStart = 0
  for (let round = 0; round < rounds; round++) {
    const began = performance.now()
    const running = await server(folder.path, [], cheap)
    slowestStart = Math.max(slowestStart, performance.now() - began)
    const busy = Promise.withResolvers<void>()
    let acknowledged = 0
    const count = () => {
      if (++acknowledged === writes) busy.resolve()
    }
    const load = Promise.all(
      Array.from({ length: workers }, (_, i) => work(running.url, `r${round}w${i}`, done, count)),
    )
    // The first password of a process loads what judges it: only then is the server in the middle of writing.
    await Promise.race([busy.promise, load])
    await delay(randomInt(200, 400))
    running.process.kill('SIGKILL')
    await running.ended
    await load
    check(join(folder.path, 'warder.db'), done)
  }
  folder.drop()
  const acknowledged = done.users.size + done.registrations.size + done.sessions + done.refresh_tokens.size
  return { rounds, acknowledged, slowestStart }
}

/** One after the other until the server is gone. Only what was answered counts. */
async function work(url: string, name: string, done: Acknowledged, acknowledged: () => void): Promise<void> {
  const post = async (path: string, body: object): Promise<Record<string, string>> => {
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) })
    assert.ok(answer.ok, `${path} ${answer.status} ${await answer.clone().text()}`)
    return (await answer.json()) as Record<string, string>
  }
  try {
    for (let i = 0; ; i++) {
      const email = `${name}n${i}@example.com`
      const { id = '' } = await post('/auth/register', { email, password: goodPassword, full_name: 'Ada' })
      done.registrations.add(email)
      acknowledged()
      const inbox = (await (await fetch(`${url}/dev/inbox.json`)).json()) as { to: string; links: string[] }[]
      const link = inbox.find(({ to }) => to === email)?.links[0] ?? assert.fail('the mail is lost')
      await post('/auth/verify-email', { token: new URL(link).searchParams.get('token') })
      done.users.add(id)
      acknowledged()
      const { refresh_token = '' } = await post('/auth/login', { email, password: goodPassword })
      done.sessions++
      acknowledged()
      done.refresh_tokens.add(refresh_token)
      done.refresh_tokens.add((await post('/auth/refresh', { refresh_token }))['refresh_token'] ?? '')
    }
  } catch (error) {
    // What `fetch` throws when the connection breaks: the process was killed. Anything else is a finding.
    if (!(error instanceof TypeError)) throw error
  }
}

function check(file: string, done: Acknowledged): void {
  const db = new DatabaseSync(file)
  const column = (sql: string): unknown[] =>
    db
      .prepare(sql)
      .all()
      .map((row) => Object.values(row)[0])
  assert.deepEqual(column('pragma integrity_check'), ['ok'])

  const users = new Set(column('select id from user'))
  for (const id of done.users) assert.ok(users.has(id), `the acknowledged user ${id} is lost`)
  const subjects = new Set(column("select subject from one_time_token where purpose = 'registration'"))
  for (const email of done.registrations)
    assert.ok(subjects.has(`dir_common:${email}`), `the registration of ${email} is lost`)
  assert.ok(Number(column('select count(*) from session')[0]) >= done.sessions, 'a session is lost')
  const tokens = new Set(column('select token_hash from refresh_token'))
  for (const token of done.refresh_tokens)
    assert.ok(tokens.has(digest(token)), 'an acknowledged refresh token is lost')

  assert.deepEqual(
    column('select id from user where id not in (select user_id from credential)'),
    [],
    'half a user',
  )
  assert.deepEqual(
    column('select id from session where user_id not in (select id from user)'),
    [],
    'a session of nobody',
  )
  assert.deepEqual(
    column('select grant_id from refresh_token where grant_id not in (select id from oauth_grant)'),
    [],
    'a token of no grant',
  )
  assert.deepEqual(
    column(
      "select user_id from credential where user_id in (select json_extract(data, '$.user_id') from one_time_token where purpose = 'registration' and consumed_at is null)",
    ),
    [],
    'an account whose link can still be spent',
  )
  db.close()
}

function digest(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
