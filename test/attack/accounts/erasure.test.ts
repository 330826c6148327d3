import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { sql } from 'kysely'
import type { Db } from '../../../packages/warder/src/store/open.ts'
import { deleteUser, setUserDisabled } from '../../../packages/warder/src/users/manage.ts'
import { oauthWorld, type OAuthWorld } from '../../support/oauth.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { linkTo, program } from '../../support/people/programs.ts'
import { goodPassword, json } from '../../support/warder.ts'

onEveryDatabase('who is erased', (warder) => {
  let world: OAuthWorld
  before(() => void (world = oauthWorld(warder)))
  test('LP-08 stands in no table any more, whatever they did before, but for one pseudonym in the audit', async () => {
    const alice = await warder.user('alice@example.com', { full_name: 'Alice Liddell' })
    await warder.user('bob@example.com')
    await everythingOf(world, 'alice@example.com')
    const client = await world.client()
    const kept = await world.tokens(client, 'openid offline_access', await world.signedIn('bob@example.com'))
    const gone = await world.tokens(
      client,
      'openid offline_access',
      await world.signedIn('alice@example.com'),
    )
    const words = [
      alice.id,
      'alice@',
      'alice-also@',
      'alice-wants@',
      'Alice',
      'Liddell',
      '203.0.113.77',
      'Looking-glass/1',
    ]
    for (const word of words) {
      assert.notEqual((await mentionsOf(warder.app.db, word)).length, 0, `${word} is not in the database`)
    }
    const audited = await auditOf(warder.app.db, alice.id)
    assert.ok(audited.length > 10)

    const me = await program(warder, 'alice@example.com')
    assert.equal((await me.remove('/auth/me')).status, 204)
    assert.equal((await me.get('/auth/me')).status, 401)

    for (const word of words) {
      const found = await mentionsOf(warder.app.db, word)
      const lastMail = found.filter(
        ({ table, row }) => table === 'outbox' && row.includes('alice@example.com'),
      )
      assert.deepEqual(
        found.filter((one) => !lastMail.includes(one)),
        [],
        word,
      )
      assert.ok(lastMail.length <= 1)
    }
    const after = await auditOf(warder.app.db, audited[0]?.seq ?? 0, audited.at(-1)?.seq)
    const names = new Set(after.flatMap(({ actor, subject }) => [actor, subject]))
    const pseudonyms = [...names].filter((one) => one?.startsWith('gone_'))
    assert.equal(pseudonyms.length, 1, 'one pseudonym, the same in every event')
    assert.equal((await world.refresh(client, gone.refresh_token ?? '')).status, 400)
    assert.equal((await world.refresh(client, kept.refresh_token ?? '')).status, 200, 'Bob is still there')
  })

  test('LP-08 may register anew with the same address, as somebody else', async () => {
    const first = await warder.user('mallory@example.com')
    await (await program(warder, 'mallory@example.com')).remove('/auth/me')
    const wrong = await warder.post('/auth/login', { email: 'mallory@example.com', password: goodPassword })
    assert.equal(wrong.status, 401)
    const input = { email: 'mallory@example.com', password: goodPassword, full_name: 'Mallory' }
    assert.equal((await warder.post('/auth/register', input)).status, 201)
    const token = await linkTo(warder, 'mallory@example.com', '/verify-email')
    assert.equal((await warder.post('/auth/verify-email', { token })).status, 200)
    const me = await program(warder, 'mallory@example.com')
    const { id } = await json(await me.get('/auth/me'))
    assert.notEqual(id, first.id)
    const { items } = await json<{ items: { type: string }[] }>(await me.get('/auth/me/events'))
    assert.deepEqual(
      items.map(({ type }) => type),
      ['session.opened', 'user.registered'],
      'no history of another',
    )
  })

  test('LP-08 neither does an address that was asked for in vain, or that could be taken back', async () => {
    const ada = await warder.user('ada@example.com')
    const me = await program(warder, 'ada@example.com')
    for (let at = 0; at < 4; at++) {
      await warder.post('/auth/forgot-password', { email: 'ada@example.com' })
      assert.equal((await me.post('/auth/me/emails', { email: 'ada-wants@example.com' })).status, 202)
    }
    await me.post('/auth/me/email', { email: 'ada-also@example.com' })
    const token = await linkTo(warder, 'ada-also@example.com', '/confirm-email')
    assert.equal((await me.post('/auth/me/emails/confirm', { token })).status, 200)
    assert.equal((await me.remove('/auth/me')).status, 204)
    for (const word of [ada.id, 'ada@', 'ada-wants@'])
      assert.deepEqual(await mentionsOf(warder.app.db, word), [], word)
  })

  test('LP-08 by an operator leaves as little', async () => {
    const removed = await warder.user('removed@example.com')
    await warder.tokens('removed@example.com')
    await deleteUser(warder.operator, removed.id)
    for (const word of [removed.id, 'removed@']) assert.deepEqual(await mentionsOf(warder.app.db, word), [])
  })

  test('is not whoever has a session of an hour ago: the person must confirm first', async () => {
    await warder.user('later@example.com')
    const me = await program(warder, 'later@example.com')
    warder.clock.now += 301
    const refused = await me.remove('/auth/me')
    assert.equal(refused.status, 401)
    assert.match(
      refused.headers.get('www-authenticate') ?? '',
      /^Bearer .*error="insufficient_user_authentication".*max_age="300"$/,
    )
    const { code, max_age } = await json(refused)
    assert.deepEqual([code, max_age], ['insufficient_user_authentication', 300])
    assert.equal((await me.post('/auth/reauthenticate', { password: goodPassword })).status, 200)
    assert.equal((await me.remove('/auth/me')).status, 204)
  })

  test('of administrators who all erase themselves at once, one is left and told why', async () => {
    const emails = Array.from({ length: 5 }, (_, i) => `admin-${i}@example.com`)
    for (const email of emails) await warder.user(email, { roles: ['admin'] })
    const away = await warder.user('admin-away@example.com', { roles: ['admin'] })
    await setUserDisabled(warder.operator, away.id, true)
    const all = await Promise.all(emails.map((email) => program(warder, email)))
    const answers = await Promise.all(all.map((me) => me.remove('/auth/me')))
    assert.deepEqual(answers.map(({ status }) => status).sort(ascending), [204, 204, 204, 204, 409])
    const refused = answers.find(({ status }) => status === 409)
    assert.match(
      String((await json(refused as Response))['detail']),
      /last administrator.*warder admin create/,
    )
    const left = await warder.app.db.selectFrom('user_role').select('user_id').execute()
    assert.equal(left.length, 2, 'the last one, and one who is disabled and does not count')
  })
})

const ascending = (a: number, b: number): number => a - b

/** Whatever leaves a trace: addresses, sessions, devices, mails, wrong passwords, half-finished links and codes. */
async function everythingOf(world: OAuthWorld, email: string): Promise<void> {
  const { warder } = world
  const from = { 'user-agent': 'Looking-glass/1' }
  const wrong = JSON.stringify({ email, password: 'not the right one at all' })
  const headers = { ...from, 'content-type': 'application/json', 'content-length': String(wrong.length) }
  await warder.request('/auth/login', { method: 'POST', body: wrong, headers }, '203.0.113.77')
  await warder.post('/auth/register', { email, password: goodPassword, full_name: 'Alice Again' })
  await warder.post('/auth/forgot-password', { email })
  const me = await program(warder, email)
  await me.post('/auth/me/emails', { email: 'alice-also@example.com' })
  const token = await linkTo(warder, 'alice-also@example.com', '/confirm-email')
  assert.equal((await me.post('/auth/me/emails/confirm', { token })).status, 200)
  await me.post('/auth/me/emails', { email: 'alice-wants@example.com' })
  await world.code(await world.client(), {}, await world.signedIn(email))
  await setUserDisabled(warder.operator, email, true)
  await setUserDisabled(warder.operator, email, false)
  await warder.tokens(email)
}

/** Every row of every table that has a word in it. Read from the database itself, so that no table is forgotten. */
async function mentionsOf(db: Db, word: string): Promise<{ table: string; row: string }[]> {
  const tables = await db.introspection.getTables()
  assert.ok(tables.length > 15)
  const found = []
  for (const { name } of tables) {
    const { rows } = await sql<object>`select * from ${sql.table(name)}`.execute(db)
    for (const row of rows)
      if (JSON.stringify(row).includes(word)) found.push({ table: name, row: JSON.stringify(row) })
  }
  return found
}

async function auditOf(db: Db, who: string | number, to?: number) {
  const events = db.selectFrom('audit_event').select(['seq', 'actor', 'subject']).orderBy('seq')
  if (typeof who === 'string') return events.where('subject', '=', who).execute()
  return events
    .where('seq', '>=', who)
    .where('seq', '<=', to ?? who)
    .execute()
}
