import type { Seconds } from '@warder/protocol'
import type { Insertable } from 'kysely'
import { hour } from '../../time.ts'
import { kindOf, type Db } from '../open.ts'
import { prepared, preparedList } from '../prepared.ts'
import type { OAuthGrantTable } from '../schema/tokens.ts'
import { keyOf, type ClientName } from './client-key.ts'

/** Longer than any code waits to be redeemed. */
const firstReview: Seconds = hour

/** Adds a grant, to a client as everybody calls it. */
export async function insert(db: Db, row: Omit<Insertable<OAuthGrantTable>, 'review_at'>): Promise<void> {
  await db
    .insertInto('oauth_grant')
    .values({ ...row, client_id: keyOf(row), review_at: row.created_at + firstReview })
    .execute()
}

const standing = prepared((db: Db, grant_id: string) => {
  const row = db
    .selectFrom('oauth_grant')
    .select('id')
    .where('id', '=', grant_id)
    .where('revoked_at', 'is', null)
  return kindOf(db) === 'postgres' ? row.forUpdate() : row
})

/**
 * Whether the grant still stands, and then nobody can revoke it before the transaction ends: a revocation
 * at the same time waits, and then sees the tokens this transaction issued. SQLite has one writer anyway.
 */
export async function hold(tx: Db, grant_id: string): Promise<boolean> {
  return (await standing.first(tx, grant_id)) !== undefined
}

/** Ends grants, and tells which of them had still stood. */
export async function revoke(db: Db, grant_ids: readonly string[], now: Seconds): Promise<string[]> {
  if (grant_ids.length === 0) return []
  const rows = await db
    .updateTable('oauth_grant')
    .set({ revoked_at: now })
    .where('id', 'in', grant_ids)
    .where('revoked_at', 'is', null)
    .returning('id')
    .execute()
  return rows.map((row) => row.id)
}

/** Ends what was granted in these sessions and was not to outlive them. */
export async function revokeOfSessions(
  db: Db,
  session_ids: readonly string[],
  now: Seconds,
): Promise<string[]> {
  if (session_ids.length === 0) return []
  return (await endOfSessions.all(db, session_ids, now)).map((row) => row.id)
}

const endOfSessions = preparedList((db: Db, session_ids: readonly string[], now: Seconds) =>
  db
    .updateTable('oauth_grant')
    .set({ revoked_at: now })
    .where('session_id', 'in', session_ids)
    .where('offline_at', 'is', null)
    .where('revoked_at', 'is', null)
    .returning('id'),
)

/** Ends what was granted to one client in a session and was not to outlive it. */
export async function revokeOfSession(
  db: Db,
  session_id: string,
  client_id: string,
  now: Seconds,
): Promise<string[]> {
  const rows = await db
    .updateTable('oauth_grant')
    .set({ revoked_at: now })
    .where('session_id', '=', session_id)
    .where('client_id', '=', client_id)
    .where('offline_at', 'is', null)
    .where('revoked_at', 'is', null)
    .returning('id')
    .execute()
  return rows.map((row) => row.id)
}

/** Ends everything a person granted, to every client or to one, in every tenant or in one. */
export async function revokeOfUser(
  db: Db,
  user_id: string,
  now: Seconds,
  { client, tenant_id }: { client?: ClientName; tenant_id?: string } = {},
): Promise<string[]> {
  const rows = await db
    .updateTable('oauth_grant')
    .set({ revoked_at: now })
    .where('user_id', '=', user_id)
    .where('revoked_at', 'is', null)
    .$if(client !== undefined, (query) => query.where('client_id', '=', client ? keyOf(client) : ''))
    .$if(tenant_id !== undefined, (query) => query.where('tenant_id', '=', tenant_id ?? ''))
    .returning('id')
    .execute()
  return rows.map((row) => row.id)
}

/** Ends everything granted to a client in its tenant. */
export async function revokeOfClient(db: Db, client: ClientName, now: Seconds): Promise<string[]> {
  const rows = await db
    .updateTable('oauth_grant')
    .set({ revoked_at: now })
    .where('client_id', '=', keyOf(client))
    .where('revoked_at', 'is', null)
    .returning('id')
    .execute()
  return rows.map((row) => row.id)
}
