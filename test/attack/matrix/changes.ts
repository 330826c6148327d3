import { sql } from 'kysely'
import type { Db } from '../../../packages/warder/src/store/open.ts'

/** What counts, and what remembers attempts, changes whoever sends something. */
const unwatched = new Set(['audit_event', 'counter', 'guess'])

/** Lets SQLite count, from now on, every row that is added, removed or made another one. */
export async function watchChanges(db: Db): Promise<void> {
  const tables = (await db.introspection.getTables()).filter(({ name }) => !unwatched.has(name))
  await sql`create table change_count (rows integer not null)`.execute(db)
  await sql`insert into change_count values (0)`.execute(db)
  for (const { name, columns } of tables) {
    const differs = sql.join(
      columns.map((column) => sql`old.${sql.ref(column.name)} is not new.${sql.ref(column.name)}`),
      sql` or `,
    )
    for (const [event, when] of [
      ['insert', sql`true`],
      ['delete', sql`true`],
      ['update', differs],
    ] as const)
      await sql`create trigger ${sql.id(`${event}_${name}`)} after ${sql.raw(event)} on ${sql.table(name)} when ${when}
        begin update change_count set rows = rows + 1; end`.execute(db)
  }
}

/** How many rows have changed. */
export async function changes(db: Db): Promise<number> {
  const { rows } = await sql<{ rows: number }>`select rows from change_count`.execute(db)
  return rows[0]?.rows ?? NaN
}
