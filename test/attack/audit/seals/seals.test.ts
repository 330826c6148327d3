import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { operator, record } from '../../../../packages/warder/src/audit/audit.ts'
import { removeOldest, sealNext } from '../../../../packages/warder/src/audit/seal.ts'
import { verifyAudit } from '../../../../packages/warder/src/audit/verify.ts'
import { secretsFrom } from '../../../../packages/warder/src/crypto/secrets.ts'
import * as seals from '../../../../packages/warder/src/store/operations/audit-seals.ts'
import { deleteUser } from '../../../../packages/warder/src/users/manage.ts'
import { onEveryDatabase } from '../../../support/on-every-database.ts'

onEveryDatabase('the seals of the audit', (warder) => {
  const db = () => warder.app.db

  /** As many events, a while after those before. */
  async function happen(events: number): Promise<void> {
    warder.clock.now += 7200
    for (let i = 0; i < events; i++) {
      await record(
        db(),
        { app: warder.app, tenant: warder.operator.tenant, trace: operator },
        { type: 'user.updated', outcome: 'succeeded', actor: 'usr_ada', detail: { number: i } },
      )
    }
  }
  async function seal(): Promise<number> {
    const through = await seals.newestSeq(db())
    let sealed = 0
    for (let some; (some = await sealNext(warder.app, through)) > 0;) sealed += some
    return sealed
  }
  const verify = (known?: string) => verifyAudit(warder.app, known)
  const problems = async () => (await verify()).problems.map(({ problem }) => problem)
  const seqs = async () =>
    (await db().selectFrom('audit_event').select('seq').orderBy('seq').execute()).map(({ seq }) => seq)

  beforeEach(async () => {
    for (const table of ['audit_event', 'audit_seal', 'audit_erasure'] as const)
      await db().deleteFrom(table).execute()
  })

  test('I7 what is as it was is found to be so, and what came since is counted', async () => {
    await happen(450)
    assert.equal(await seal(), 450)
    await happen(3)
    const { ok, events, removed, unsealed, problems: none } = await verify()
    assert.deepEqual([ok, events, removed, unsealed, none], [true, 450, 0, 3, []])
  })

  // oxfmt-ignore
  const tampering: [what: string, how: (seq: number) => Promise<unknown>, problem: RegExp][] = [
    ['an event that says something else', (seq) => db().updateTable('audit_event').set({ detail: '{"number":99}' }).where('seq', '=', seq).execute(), /altered/],
    ['an event by somebody else',         (seq) => db().updateTable('audit_event').set({ actor: 'usr_mallory' }).where('seq', '=', seq).execute(), /altered/],
    ['an event at another time',          (seq) => db().updateTable('audit_event').set({ time: 1 }).where('seq', '=', seq).execute(), /altered/],
    ['an event that looks forgotten',     (seq) => db().updateTable('audit_event').set({ actor: 'gone_1', subject: 'gone_1', session_id: null, request_id: '', address: '', user_agent: '', detail: '{}' }).where('seq', '=', seq).execute(), /altered/],
    ['an event that is gone',             (seq) => db().deleteFrom('audit_event').where('seq', '=', seq).execute(), /altered/],
    ['a stretch that is gone',            (seq) => db().deleteFrom('audit_event').where('seq', '>=', seq).execute(), /altered/],
    ['a stretch that is gone with its seal', async () => {
      const [first] = await seals.oldest(db())
      assert.ok(first)
      await db().deleteFrom('audit_event').where('seq', '<=', first.last_seq).execute()
      await db().deleteFrom('audit_seal').where('number', '=', first.number).execute()
    }, /a seal is missing/],
    ['a seal that was written anew',      (seq) => db().updateTable('audit_seal').set({ digest: 'x' }).where('first_seq', '<=', seq).execute(), /not ours/],
    ['a seal that says all was removed',  () => db().updateTable('audit_seal').set({ digest: '' }).where('number', '=', 1).execute(), /not ours/],
    ['an event that was put in',          async (seq) => {
      const event = await db().selectFrom('audit_event').selectAll().where('seq', '=', seq).executeTakeFirstOrThrow()
      await db().deleteFrom('audit_event').where('seq', '=', seq + 1).execute()
      await db().insertInto('audit_event').values({ ...event, seq: seq + 1 }).execute()
    }, /altered/],
  ]
  for (const [what, how, problem] of tampering) {
    test(`I7 ${what} is found`, async () => {
      await happen(5)
      await seal()
      await happen(5)
      await seal()
      assert.deepEqual(await problems(), [])
      await how((await seqs())[2] ?? 0)
      assert.match((await problems())[0] ?? 'nothing', problem)
    })
  }

  test('I7 what was cut off at its end, seals and all, is found by what was noted before', async () => {
    await happen(5)
    await seal()
    const { head: early } = await verify()
    await happen(5)
    await seal()
    const { head } = await verify()
    const last = await seals.last(db())
    assert.ok(head && early && last)
    assert.equal((await verify(early)).ok, true)
    assert.equal((await verify(head)).ok, true)
    await db().deleteFrom('audit_event').where('seq', '>=', last.first_seq).execute()
    await db().deleteFrom('audit_seal').where('number', '=', last.number).execute()
    assert.equal((await verify()).ok, true)
    assert.deepEqual(
      (await verify(head)).problems.map(({ problem }) => problem),
      ['what was sealed before has been cut off'],
    )
  })

  test('whoever has the database and not the secret cannot make a seal', async () => {
    await happen(5)
    const forged = { ...warder.app, secrets: secretsFrom([{ id: 'dk1', key: Buffer.alloc(32, 1) }]) }
    await sealNext(forged, await seals.newestSeq(db()))
    assert.deepEqual(await problems(), ['the seal is not ours'])
  })

  test('LP-08 a person is forgotten, and everything else can still be checked', async () => {
    const email = 'bob@example.com'
    const { id } = await warder.user(email)
    await warder.tokens(email)
    await happen(2)
    await seal()
    await warder.tokens(email)
    await deleteUser(warder.operator, email)
    await seal()
    assert.deepEqual(await problems(), [])
    const left = JSON.stringify(await db().selectFrom('audit_erasure').selectAll().execute())
    assert.ok(!left.includes(id))

    const { seq } = await db()
      .selectFrom('audit_event')
      .select('seq')
      .where('actor', 'like', 'gone_%')
      .orderBy('seq')
      .executeTakeFirstOrThrow()
    await db().updateTable('audit_event').set({ type: 'session.ended' }).where('seq', '=', seq).execute()
    assert.match((await problems())[0] ?? 'nothing', /altered/)
  })

  test('LP-08 where two are forgotten that one event names, it is still known', async () => {
    const by = await warder.user('carol@example.com')
    const to = await warder.user('dave@example.com')
    await record(
      db(),
      { app: warder.app, tenant: warder.operator.tenant, trace: operator },
      { type: 'user.disabled', outcome: 'succeeded', actor: by.id, subject: to.id },
    )
    await seal()
    await deleteUser(warder.operator, by.id)
    await deleteUser(warder.operator, to.id)
    await seal()
    assert.deepEqual(await problems(), [])
  })

  test('what has had its time goes with its stretch, and what stays can be checked', async () => {
    await happen(3)
    await seal()
    await happen(4)
    await seal()
    await happen(5)
    await seal()
    const { head } = await verify()
    assert.equal(await removeOldest(warder.app, warder.clock.now - 7201), 3)
    assert.equal(await removeOldest(warder.app, warder.clock.now - 7199), 4)
    assert.equal(await removeOldest(warder.app, warder.clock.now), 0)
    assert.equal((await seqs()).length, 5)
    const report = await verify(head ?? '')
    assert.deepEqual([report.ok, report.events, report.removed], [true, 5, 7])

    const [first] = await seqs()
    const event = await db().selectFrom('audit_event').selectAll().executeTakeFirstOrThrow()
    await db()
      .insertInto('audit_event')
      .values({ ...event, seq: (first ?? 0) - 1 })
      .execute()
    assert.match((await problems()).join(), /put in where those of that time were removed/)
  })

  test('nothing is removed by a seal that somebody else dated', async () => {
    await happen(3)
    await seal()
    await db().updateTable('audit_seal').set({ newest_at: 1 }).execute()
    await assert.rejects(removeOldest(warder.app, 1000), /is not ours/)
    assert.equal((await seqs()).length, 3)
  })

  test('of any number who seal at once, each event gets one seal', async () => {
    await happen(300)
    const through = await seals.newestSeq(db())
    await Promise.all(Array.from({ length: 8 }, () => sealNext(warder.app, through)))
    const { ok, events, unsealed } = await verify()
    assert.deepEqual([ok, events, unsealed], [true, 300, 0])
  })

  test('events far from each other in time are not sealed together', async () => {
    await happen(2)
    await happen(2)
    assert.equal(await sealNext(warder.app, await seals.newestSeq(db())), 2)
  })
})
