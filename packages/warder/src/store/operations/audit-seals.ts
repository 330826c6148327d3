import { sql, type Selectable } from 'kysely'
import { kindOf, type Db } from '../open.ts'
import type { AuditEventTable, AuditSealTable } from '../schema/operations.ts'

export type Seal = AuditSealTable
export type SealedEvent = Selectable<AuditEventTable>

/** Of any number who seal, remove or forget, one does at a time, until its transaction ends. SQLite has one writer anyway. */
export async function lock(tx: Db): Promise<void> {
  if (kindOf(tx) === 'postgres') await sql`select pg_advisory_xact_lock(7723121)`.execute(tx)
}

export async function last(db: Db): Promise<Seal | undefined> {
  return db.selectFrom('audit_seal').selectAll().orderBy('number', 'desc').limit(1).executeTakeFirst()
}

/** The two that come first: what was removed, and the oldest that is there. */
export async function oldest(db: Db): Promise<Seal[]> {
  return db.selectFrom('audit_seal').selectAll().orderBy('number').limit(2).execute()
}

export async function after(db: Db, number: number, limit: number): Promise<Seal[]> {
  return db
    .selectFrom('audit_seal')
    .selectAll()
    .where('number', '>', number)
    .orderBy('number')
    .limit(limit)
    .execute()
}

export async function insert(tx: Db, seal: Seal): Promise<void> {
  await tx.insertInto('audit_seal').values(seal).execute()
}

/** Removes seals before one, and puts that one's new state in its place. */
export async function replaceThrough(tx: Db, seal: Seal): Promise<void> {
  await tx.deleteFrom('audit_seal').where('number', '<=', seal.number).execute()
  await insert(tx, seal)
}

/** By name, which is what makes reading many rows quick. */
const columns = [
  'seq',
  'time',
  'type',
  'outcome',
  'tenant_id',
  'actor',
  'subject',
  'client_id',
  'session_id',
  'request_id',
  'address',
  'user_agent',
  'detail',
] as const satisfies readonly (keyof SealedEvent)[]

/** Events after one and no later than another, oldest first. */
export async function eventsIn(
  db: Db,
  { after: from, through }: { after: number; through: number },
  limit: number,
): Promise<SealedEvent[]> {
  return db
    .selectFrom('audit_event')
    .select(columns)
    .where('seq', '>', from)
    .where('seq', '<=', through)
    .orderBy('seq')
    .limit(limit)
    .execute()
}

/** The number of the newest event, 0 without any. */
export async function newestSeq(db: Db): Promise<number> {
  const row = await db
    .selectFrom('audit_event')
    .select('seq')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.seq ?? 0
}

export async function removeEvents(tx: Db, first_seq: number, last_seq: number): Promise<void> {
  await tx.deleteFrom('audit_event').where('seq', '>=', first_seq).where('seq', '<=', last_seq).execute()
}

/** What sealed events say of somebody, who is about to be forgotten. */
export async function eventsAbout(tx: Db, user_id: string, through: number): Promise<SealedEvent[]> {
  const about = tx.selectFrom('audit_event').selectAll().where('seq', '<=', through)
  const to = await about.where('subject', '=', user_id).execute()
  const by = await about.where('actor', '=', user_id).whereRef('actor', '<>', 'subject').execute()
  return [...to, ...by]
}

export async function insertErasure(tx: Db, pseudonym: string, sealed: string): Promise<void> {
  await tx.insertInto('audit_erasure').values({ pseudonym, sealed }).execute()
}

/** Oldest first. */
export async function erasures(db: Db, seq: number, limit: number) {
  return db
    .selectFrom('audit_erasure')
    .selectAll()
    .where('seq', '>', seq)
    .orderBy('seq')
    .limit(limit)
    .execute()
}
