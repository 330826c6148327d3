import type { Seconds } from '@warder/protocol'
import { sql } from 'kysely'
import { kindOf, type Db } from '../open.ts'

/** What ended. */
export type Ended = { sessions: number; grants: number; one_time: number; messages: number }

/**
 * Ends what a database from the past would bring back: sessions, what was granted to applications with its tokens, every
 * link, code and question that waits, and the mail that was sent since. Nobody knows which of them ended after the copy.
 */
export async function endAllThatWaits(tx: Db, now: Seconds): Promise<Ended> {
  const sessions = await tx
    .updateTable('session')
    .set({ revoked_at: now })
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  const grants = await tx
    .updateTable('oauth_grant')
    .set({ revoked_at: now })
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  await tx.deleteFrom('opaque_token').execute()
  const waiting = await tx.deleteFrom('one_time_token').executeTakeFirst()
  await tx.updateTable('known_device').set({ trusted_until: null }).execute()
  const messages = await tx
    .updateTable('outbox')
    .set({ failed_at: now, sealed: null, last_error: 'the database was restored from a backup' })
    .where('sent_at', 'is', null)
    .where('failed_at', 'is', null)
    .executeTakeFirst()
  return {
    sessions: Number(sessions.numUpdatedRows),
    grants: Number(grants.numUpdatedRows),
    one_time: Number(waiting.numDeletedRows),
    messages: Number(messages.numUpdatedRows),
  }
}

/** Far more than was ever revoked between a copy and the end of what it was taken of. */
const ahead = 1_000_000

/**
 * Moves the revocation feed ahead of wherever it was: whoever follows it has seen numbers that this database has not given
 * out, and would otherwise take what is revoked from now on for something they know.
 */
export async function moveFeedAhead(tx: Db): Promise<void> {
  if (kindOf(tx) === 'postgres') {
    await sql`select setval(pg_get_serial_sequence('revocation', 'seq'),
      nextval(pg_get_serial_sequence('revocation', 'seq')) + ${ahead})`.execute(tx)
    return
  }
  // A table that never had a row has no line yet.
  await sql`insert into sqlite_sequence (name, seq)
    select 'revocation', 0 where not exists (select 1 from sqlite_sequence where name = 'revocation')`.execute(
    tx,
  )
  await sql`update sqlite_sequence set seq = seq + ${ahead} where name = 'revocation'`.execute(tx)
}

/** When the newest event happened: as of when the database is. */
export async function newestEvent(db: Db): Promise<Seconds | undefined> {
  const row = await db
    .selectFrom('audit_event')
    .select('time')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.time
}
