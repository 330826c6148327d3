import type { Seconds } from '@warder/protocol'
import type { Db } from '../open.ts'
import type { ForeignSessionTable } from '../schema/federation.ts'

/** Sessions that a sign-in elsewhere opened here. */

export type ForeignSession = Omit<ForeignSessionTable, 'session_id'>

export async function insert(tx: Db, session_id: string, of: ForeignSession): Promise<void> {
  const { connection_id, name_id, name_format, name_qualifier, session_index } = of
  await tx
    .insertInto('foreign_session')
    .values({ session_id, connection_id, name_id, name_format, name_qualifier, session_index })
    .execute()
}

export async function find(db: Db, session_id: string): Promise<ForeignSession | undefined> {
  return db.selectFrom('foreign_session').selectAll().where('session_id', '=', session_id).executeTakeFirst()
}

/** Whose session is over there, as the provider names them. */
export type Over = { connection_id: string; name_id?: string; session_indexes?: readonly string[] }

/** Whether a session here, or one that is to open, belongs to what is over there. */
export function isOf(of: ForeignSession, { connection_id, name_id, session_indexes = [] }: Over): boolean {
  const named = name_id === undefined || of.name_id === name_id
  const among = session_indexes.length === 0 || session_indexes.includes(of.session_index ?? '')
  return of.connection_id === connection_id && named && among
}

/**
 * Ends the sessions here that belong to sessions over there: of a connection, of one person, or of some sessions of theirs.
 *
 * @returns which, and whose they were
 */
export async function revoke(
  tx: Db,
  { connection_id, name_id, session_indexes }: Over,
  now: Seconds,
): Promise<{ id: string; user_id: string }[]> {
  const theirs = tx
    .selectFrom('foreign_session')
    .select('session_id')
    .where('connection_id', '=', connection_id)
    .$if(name_id !== undefined, (query) => query.where('name_id', '=', name_id ?? ''))
    .$if(session_indexes !== undefined && session_indexes.length > 0, (query) =>
      query.where('session_index', 'in', session_indexes ?? []),
    )
  return tx
    .updateTable('session')
    .set({ revoked_at: now })
    .where('id', 'in', theirs)
    .where('revoked_at', 'is', null)
    .returning(['id', 'user_id'])
    .execute()
}
