import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { sections, columnsOf } from '../../../packages/warder/src/privacy/export/sections.ts'
import { createClient } from '../../../packages/warder/src/oauth-server/register.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { addApp } from '../../support/people/authenticator.ts'
import { makeKey } from '../../support/people/api-keys.ts'
import { linkTo, program, type Program } from '../../support/people/programs.ts'
import { goodPassword, json, startWarder } from '../../support/warder.ts'
import { canary, given, tablesOf, wholeLife } from './life.ts'
import { fates } from './tables.ts'

type Copy = Record<string, unknown> & { person: Record<string, unknown>; events: Record<string, unknown>[] }

const copyOf = async (me: Program): Promise<Copy> => {
  const answer = await me.get('/auth/me/export')
  assert.equal(answer.status, 200, await answer.clone().text())
  return json<Copy>(answer)
}

onEveryDatabase('a copy of what is known of somebody', (warder) => {
  let alice: Program
  let copy: Copy
  let client_id: string
  before(async () => {
    const ada = await warder.user('alice@example.com', { full_name: 'Alice Liddell' })
    const bob = await warder.user('bob@example.com', { full_name: 'Robert' })
    client_id = (await createClient(warder.operator, { name: 'Notes', type: 'machine' })).client_id
    alice = await program(warder, 'alice@example.com')
    await wholeLife(warder.app.db, { who: 'alice', id: ada.id, client_id })
    await wholeLife(warder.app.db, { who: 'bob', id: bob.id, client_id })
    copy = await copyOf(alice)
  })

  test('LP-07 says of every table whether it is in the copy, and of every column', async () => {
    const tables = await tablesOf(warder.app.db)
    assert.deepEqual(
      [...tables.keys()].filter((name) => !(name in fates)),
      [],
      'tables without a line in tables.ts',
    )
    assert.deepEqual(
      Object.keys(fates).filter((name) => !tables.has(name)),
      [],
      'lines without a table',
    )
    for (const [table, columns] of tables) {
      const section = sections.find((one) => one.table === table)
      const told = fates[table]?.copy
      if (typeof told !== 'object') {
        assert.equal(section, undefined, table)
        continue
      }
      assert.equal(section?.name, told.section, table)
      const decided = [...columnsOf(section ?? { columns: {} }), ...Object.keys(told.without ?? {})]
      assert.deepEqual(columns.map(({ name }) => name).sort(), decided.sort(), table)
    }
  })

  test('LP-07 has what is meant to be in it, of every table, and nothing else of it', async () => {
    const text = JSON.stringify(copy)
    for (const [table, columns] of await tablesOf(warder.app.db)) {
      const told = fates[table]?.copy
      const section = sections.find((one) => one.table === table)
      const inside = typeof told === 'object' && section ? columnsOf(section) : []
      if (typeof told === 'object') {
        const rows = copy[told.section]
        assert.ok(Array.isArray(rows) ? rows.length > 0 : rows, `nothing of ${table}`)
      }
      for (const { name, text: isText } of columns) {
        if (!isText || ['id', 'client_id'].includes(name) || fates[table]?.erased === 'nobody’s') continue
        const word = canary('alice', table, name)
        if (text.includes(word)) assert.ok(inside.includes(name), `${word} is in the copy`)
        else if (inside.includes(name) && !given.has(`${table}.${name}`))
          assert.fail(`${word} is not in the copy`)
      }
    }
  })

  test('LP-07 MF-15 has no secret in it, sealed or not, and no digest of one', () => {
    const text = JSON.stringify(copy)
    for (const method of ['passkey', 'totp', 'sms', 'backup_code', 'phone', 'identity'])
      assert.ok(!text.includes(`alice-secret-${method}`), method)
    assert.ok(!text.includes('argon2'), 'no hash of a password')
    assert.ok(!/"(data|lookup|[a-z_]*hash|[a-z_]*sealed)":/.test(text), 'no column that holds one')
  })

  test('LP-07 has nothing of anybody else in it', () => {
    const text = JSON.stringify(copy)
    assert.ok(!/bob|robert/i.test(text))
  })

  test('LP-07 tells what others did to them, and neither who nor where', async () => {
    const { id } = copy.person
    const row = {
      tenant_id: 'ten_default',
      outcome: 'succeeded',
      client_id: null,
      session_id: 'ses_other',
      request_id: 'req-other',
      user_agent: 'agent-of-another',
      address: '198.51.100.77',
      detail: '{"why":"reason-of-another"}',
      time: 1_800_000_600,
      subject: String(id),
    }
    await warder.app.db
      .insertInto('audit_event')
      .values({ ...row, type: 'role.granted', actor: 'usr_another' })
      .execute()
    await warder.app.db
      .insertInto('audit_event')
      .values({ ...row, type: 'sign_in.password', outcome: 'refused', actor: null, address: '198.51.100.88' })
      .execute()
    await warder.app.db
      .insertInto('audit_event')
      .values({
        ...row,
        type: 'user.disabled',
        actor: String(id),
        subject: 'usr_another',
        request_id: 'req-own',
        address: '192.0.2.1',
      })
      .execute()
    const { events, done_to_others: deeds } = await copyOf(alice)
    const text = JSON.stringify([events, deeds])
    assert.deepEqual(
      (deeds as { type: string; request_id: string }[]).map(({ type, request_id }) => [type, request_id]),
      [['user.disabled', 'req-own']],
    )
    assert.ok(!events.some(({ type }) => type === 'user.disabled'))
    assert.ok(!/usr_another|198\.51\.100\.77/.test(text))
    assert.deepEqual(
      events.filter(({ type }) => type === 'role.granted').map(({ by }) => by),
      ['another'],
    )
    const tried = events.find(({ type }) => type === 'sign_in.password')
    assert.deepEqual(
      [tried?.['by'], tried?.['address']],
      ['unknown', '198.51.100.88'],
      'whoever tried their password is theirs to know',
    )
  })

  test('LP-07 needs a sign-in of a moment ago, is told by mail and in the audit, and is not made over and over', async () => {
    await warder.user('carol@example.com')
    const carol = await program(warder, 'carol@example.com')
    warder.clock.now += 301
    const stale = await carol.get('/auth/me/export')
    assert.deepEqual([stale.status, (await json(stale))['code']], [401, 'insufficient_user_authentication'])
    assert.equal((await carol.post('/auth/reauthenticate', { password: goodPassword })).status, 200)
    const answer = await carol.get('/auth/me/export')
    assert.equal(answer.headers.get('content-disposition'), 'attachment; filename="my-data.json"')
    assert.equal(answer.headers.get('cache-control'), 'no-store')
    await answer.text()
    const [mail] = await warder.inbox()
    assert.equal(mail?.to, 'carol@example.com')
    assert.match(mail?.subject ?? '', /A copy of your .* data was made/)
    const events = await warder.app.db
      .selectFrom('audit_event')
      .select(['actor', 'subject', 'outcome'])
      .where('type', '=', 'privacy.exported')
      .orderBy('seq', 'desc')
      .executeTakeFirst()
    assert.equal(events?.actor, events?.subject)
    for (let at = 0; at < 4; at++) assert.equal((await carol.get('/auth/me/export')).status, 200)
    const often = await carol.get('/auth/me/export')
    assert.equal(often.status, 429)
    assert.ok(Number(often.headers.get('retry-after')) > 0)
    const token = await linkTo(warder, 'carol@example.com', '/not-me')
    assert.ok(token, 'the mail has a button for whom it was not')
  })

  test('LP-07 MF-15 of somebody with a second factor takes it, and shows nothing of it', async () => {
    await warder.user('dora@example.com')
    const dora = await program(warder, 'dora@example.com')
    const { key } = await makeKey(warder, dora.headers())
    const app = await addApp(warder, 'dora@example.com', dora)
    const text = await (await app.program.get('/auth/me/export')).text()
    for (const secret of [app.secret, key, ...app.recovery, goodPassword]) assert.ok(!text.includes(secret))
    assert.match(text, /"method":"totp"/)
    const { access_token } = await json<{ access_token: string }>(
      await warder.post('/auth/login', {
        email: 'dora@example.com',
        password: goodPassword,
        mfa_code: app.code(1),
      }),
    )
    await warder.app.db.updateTable('session').set({ amr: 'pwd' }).execute()
    const weak = await warder.get('/auth/me/export', { authorization: `Bearer ${access_token}` })
    assert.equal(weak.status, 401, 'a password alone is not enough')
    assert.equal((await json(weak))['acr_values'], 'urn:warder:aal2')
  })

  test('LP-07 goes on where a page of rows ended, and says nothing twice', async () => {
    const { id } = await warder.user('long@example.com')
    const rows = Array.from({ length: 1201 }, (_, at) => ({ ...signedIn(id), request_id: `req-${at}` }))
    for (let at = 0; at < rows.length; at += 400)
      await warder.app.db
        .insertInto('audit_event')
        .values(rows.slice(at, at + 400))
        .execute()
    const devices = Array.from({ length: 700 }, (_, at) => ({
      user_id: id,
      browser_hash: `hash-${at}`,
      first_seen_at: 1,
      last_seen_at: 1,
      user_agent: `agent-${at}`,
      address: '192.0.2.1',
      country: null,
      trusted_until: null,
    }))
    await warder.app.db.insertInto('known_device').values(devices).execute()
    const copied = await copyOf(await program(warder, 'long@example.com'))
    const requests = copied.events.map(({ request_id }) => request_id)
    assert.equal(new Set(requests.filter((one) => String(one).startsWith('req-'))).size, 1201)
    assert.equal(new Set(copied.events.map((event) => event['id'])).size, copied.events.length)
    const known = copied['devices'] as { user_agent: string }[]
    assert.equal(
      new Set(known.map(({ user_agent }) => user_agent)).size,
      100,
      'signing in kept as many as a person has',
    )
  })
})

/** A sign-in of somebody, as the audit has it. */
const signedIn = (id: string) => ({
  time: 1_800_000_000,
  type: 'session.opened',
  outcome: 'succeeded',
  tenant_id: 'ten_default',
  actor: id,
  subject: id,
  client_id: null,
  session_id: null,
  request_id: '',
  address: '192.0.2.1',
  user_agent: 'test',
  detail: '{}',
})

test('LP-07 a copy of a life with 100,000 events needs the memory of a page, and holds nobody up', async () => {
  const warder = await startWarder()
  const { id } = await warder.user()
  const me = await program(warder, 'ada@example.com')
  const row = { ...signedIn(id), request_id: 'r'.repeat(30), user_agent: 'a'.repeat(200) }
  for (let at = 0; at < 100; at++)
    await warder.app.db
      .insertInto('audit_event')
      .values(Array.from({ length: 1000 }, () => row))
      .execute()
  const answer = await me.get('/auth/me/export')
  let bytes = 0
  let largest = 0
  const body: AsyncIterable<Uint8Array> | null = answer.body
  for await (const piece of body ?? []) {
    bytes += piece.byteLength
    largest = Math.max(largest, piece.byteLength)
  }
  assert.ok(bytes > 40_000_000, `${bytes}`)
  assert.ok(largest < 1_000_000, `one piece has ${largest}`)
  await warder.close()
})
