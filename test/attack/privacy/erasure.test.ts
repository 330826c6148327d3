import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { sql } from 'kysely'
import { createClient } from '../../../packages/warder/src/oauth-server/register.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { program } from '../../support/people/programs.ts'
import { canary, tablesOf, wholeLife } from './life.ts'
import { fates } from './tables.ts'

onEveryDatabase('what is left of somebody who is erased', (warder) => {
  let id: string
  let bob: string
  let before_count: Map<string, number>

  /** The rows of each table, as text. */
  const rowsOf = async (table: string): Promise<string[]> => {
    const { rows } = await sql<object>`select * from ${sql.table(table)}`.execute(warder.app.db)
    return rows.map((row) => JSON.stringify(row))
  }
  /** By four letters: three stand in what is sealed by chance. */
  const counted = async () =>
    new Map(
      await Promise.all(
        [...(await tablesOf(warder.app.db)).keys()].map(
          async (table) =>
            [table, (await rowsOf(table)).filter((row) => /bob[-@]/.test(row)).length] as const,
        ),
      ),
    )

  before(async () => {
    const ada = await warder.user('alice@example.com', { full_name: 'Alice Liddell' })
    const robert = await warder.user('bob@example.com', { full_name: 'Robert' })
    id = ada.id
    bob = robert.id
    const { client_id } = await createClient(warder.operator, { name: 'Notes', type: 'machine' })
    const alice = await program(warder, 'alice@example.com')
    await wholeLife(warder.app.db, { who: 'alice', id, client_id })
    await wholeLife(warder.app.db, { who: 'bob', id: bob, client_id })
    for (const email of ['alice@example.com', 'bob@example.com'])
      await warder.post('/auth/forgot-password', { email })
    before_count = await counted()
    for (const [table, { erased }] of Object.entries(fates)) {
      if (erased === 'nobody’s') continue
      assert.ok(
        (await rowsOf(table)).some((row) => /alice|usr_/.test(row)),
        `there was something in ${table}`,
      )
    }
    assert.equal((await alice.remove('/auth/me')).status, 204)
  })

  for (const [table, { erased }] of Object.entries(fates)) {
    test(`LP-08 ${table}: ${erased}`, async () => {
      const rows = await rowsOf(table)
      const theirs = rows.filter((row) => row.includes(id) || /alice@example|Liddell|\+41795123456/.test(row))
      const words = rows.filter((row) => row.includes('alice-'))
      if (erased === 'goes') assert.deepEqual([...theirs, ...words], [])
      else if (erased === 'pseudonym') {
        assert.deepEqual(theirs, [])
        assert.ok(rows.some((row) => row.includes('gone_')))
        const known = [
          canary('alice', table, 'address'),
          canary('alice', table, 'user_agent'),
          canary('alice', table, 'request_id'),
          canary('alice', table, 'session_id'),
          canary('alice', table, 'detail'),
        ]
        for (const word of known) assert.ok(!rows.some((row) => row.includes(word)), word)
      } else if (erased.startsWith('forgets who: ')) {
        assert.deepEqual(theirs, [])
        assert.ok(words.length > 0, 'the thing itself is there')
      } else if (erased === 'nobody’s') assert.deepEqual(theirs, [])
      else assert.ok(theirs.length <= 1, 'no more than what is said')
    })
  }

  test('LP-08 one pseudonym stands for them in the audit and in what they agreed to', async () => {
    const rows = [...(await rowsOf('audit_event')), ...(await rowsOf('consent_record'))]
    const names = new Set(rows.flatMap((row) => row.match(/gone_[0-9a-z]+/g) ?? []))
    assert.equal(names.size, 1)
  })

  test('LP-08 of nobody else anything went', async () => {
    assert.deepEqual(await counted(), before_count)
  })
})
