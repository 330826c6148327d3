import type { Seconds } from '@warder/protocol'
import type { Insertable, Selectable } from 'kysely'
import type { Db } from '../open.ts'
import { prepared } from '../prepared.ts'
import type { WorkloadTrustTable } from '../schema/services.ts'

/** Which tokens of other issuers service accounts prove themselves by. */

export type TrustRow = Selectable<WorkloadTrustTable>

export async function insert(tx: Db, row: Insertable<WorkloadTrustTable>): Promise<void> {
  await tx.insertInto('workload_trust').values(row).execute()
}

const byAccount = prepared((db: Db, account_id: string) =>
  db.selectFrom('workload_trust').selectAll().where('account_id', '=', account_id).orderBy('id').limit(50),
)

export async function listOf(db: Db, account_id: string): Promise<TrustRow[]> {
  return byAccount.all(db, account_id)
}

export async function find(db: Db, account_id: string, id: string): Promise<TrustRow | undefined> {
  return db
    .selectFrom('workload_trust')
    .selectAll()
    .where('id', '=', id)
    .where('account_id', '=', account_id)
    .executeTakeFirst()
}

export async function remove(tx: Db, account_id: string, id: string): Promise<TrustRow | undefined> {
  return tx
    .deleteFrom('workload_trust')
    .where('id', '=', id)
    .where('account_id', '=', account_id)
    .returningAll()
    .executeTakeFirst()
}

/** Takes away those that somebody wrote down, from a moment on. Says which. */
export async function removeMadeBy(tx: Db, user_id: string, since: Seconds): Promise<TrustRow[]> {
  return tx
    .deleteFrom('workload_trust')
    .where('created_by', '=', user_id)
    .where('created_at', '>=', since)
    .returningAll()
    .execute()
}

const note = prepared(
  (db: Db, id: string, now: Seconds, before: Seconds) =>
    db
      .updateTable('workload_trust')
      .set({ last_used_at: now })
      .where('id', '=', id)
      .where((eb) => eb.or([eb('last_used_at', 'is', null), eb('last_used_at', '<', before)]))
      .returning('id'),
  'commit',
)

/** Notes that a rule let somebody in; not each time. */
export async function noteUse(db: Db, id: string, now: Seconds, every: Seconds): Promise<void> {
  await note.first(db, id, now, now - every)
}
