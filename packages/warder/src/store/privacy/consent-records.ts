import type { Insertable, Selectable } from 'kysely'
import type { Db } from '../open.ts'
import type { ConsentRecordTable } from '../schema/privacy.ts'

export type ConsentRecord = Selectable<ConsentRecordTable>
export type NewConsentRecord = Insertable<ConsentRecordTable>

export async function insert(tx: Db, rows: readonly NewConsentRecord[]): Promise<void> {
  if (rows.length > 0)
    await tx
      .insertInto('consent_record')
      .values([...rows])
      .execute()
}

/** What holds now: the last record of each document that a person ever answered. */
export async function latestOf(db: Db, user_id: string): Promise<ConsentRecord[]> {
  const last = db
    .selectFrom('consent_record')
    .select((eb) => eb.fn.max('seq').as('seq'))
    .where('user_id', '=', user_id)
    .groupBy('document')
  return db.selectFrom('consent_record').selectAll().where('seq', 'in', last).execute()
}

/** All of a person, newest first; `before` is the last `seq` of the page before. */
export async function listOf(
  db: Db,
  user_id: string,
  limit: number,
  before?: number,
): Promise<ConsentRecord[]> {
  return db
    .selectFrom('consent_record')
    .selectAll()
    .where('user_id', '=', user_id)
    .$if(before !== undefined, (query) => query.where('seq', '<', before ?? 0))
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute()
}

/** Puts a pseudonym in place of a person: that somebody agreed, and when, is still there. */
export async function pseudonymise(tx: Db, user_id: string, pseudonym: string): Promise<void> {
  await tx
    .updateTable('consent_record')
    .set({ user_id: pseudonym, request_id: '' })
    .where('user_id', '=', user_id)
    .execute()
}
