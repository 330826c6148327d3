import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startWarder } from '../../support/warder.ts'
import { changes, watchChanges } from './changes.ts'

test('a row that is added, removed or made another one is a change, and one that is written again is none', async (t) => {
  const warder = await startWarder()
  t.after(() => warder.close())
  const { db } = warder.app
  await watchChanges(db)
  await warder.user('ada@example.com', { roles: ['admin'] })
  assert.ok((await changes(db)) > 0, 'a person')

  const does: [what: string, work: () => Promise<unknown>, rows: number][] = [
    ['nothing', () => db.selectFrom('tenant').selectAll().execute(), 0],
    ['the same', () => db.updateTable('user').set({ email: 'ada@example.com' }).execute(), 0],
    ['another', () => db.updateTable('user').set({ locale: 'de' }).execute(), 1],
    ['null', () => db.updateTable('user').set({ locale: null }).execute(), 1],
    ['gone', () => db.deleteFrom('user_role').execute(), 1],
    [
      'what counts',
      () => db.insertInto('counter').values({ key: 'a', count: 1, expires_at: 1 }).execute(),
      0,
    ],
  ]
  for (const [what, work, rows] of does) {
    const before = await changes(db)
    await work()
    assert.equal((await changes(db)) - before, rows, what)
  }
})
