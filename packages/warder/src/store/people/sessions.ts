import type { Seconds } from '@warder/protocol'
import { sql } from 'kysely'
import { kindOf, type Db } from '../open.ts'
import { prepared, preparedInsert, preparedList } from '../prepared.ts'
import type { SessionTable } from '../schema/people.ts'
import { together } from '../together.ts'

/** A session that is open, of an account that is open, with the person. */
function openSessions(db: Db, idle_after: Seconds, after: Seconds) {
  return db
    .selectFrom('session')
    .innerJoin('user', 'user.id', 'session.user_id')
    .select((eb) => [
      'session.id',
      'session.user_id',
      'session.directory_id',
      'session.tenant_id',
      'session.browser_hash',
      'session.amr',
      'session.auth_time',
      'session.last_seen_at',
      'session.idle_expires_at',
      'session.expires_at',
      'session.remembered_at',
      'session.suspect_at',
      'session.noted_change',
      'session.user_agent',
      'session.address',
      'user.email',
      'user.full_name',
      'user.locale',
      'user.email_verified_at',
      'user.mfa_enabled_at',
      'user.last_login_at',
      'user.created_at as user_created_at',
      // The person's roles in the session's tenant, separated by spaces, in no order; null without any.
      eb
        .selectFrom('user_role')
        .select(sql<string | null>`string_agg(role, ' ')`.as('roles'))
        .whereRef('user_role.user_id', '=', 'session.user_id')
        .whereRef('user_role.tenant_id', '=', 'session.tenant_id')
        .as('roles'),
      // What the roles that the tenant made itself allow, separated by spaces; null without any.
      eb
        .selectFrom('user_role')
        .innerJoin('role', (join) =>
          join.onRef('role.tenant_id', '=', 'user_role.tenant_id').onRef('role.name', '=', 'user_role.role'),
        )
        .select(sql<string | null>`string_agg(role.permissions, ' ')`.as('permissions'))
        .whereRef('user_role.user_id', '=', 'session.user_id')
        .whereRef('user_role.tenant_id', '=', 'session.tenant_id')
        .as('permissions'),
    ])
    .where('session.revoked_at', 'is', null)
    .where('session.idle_expires_at', '>', idle_after)
    .where('session.expires_at', '>', after)
    .where('user.disabled_at', 'is', null)
    .where('user.deactivated_at', 'is', null)
}

const byToken = prepared((db: Db, token_hash: string, idle_after: Seconds, after: Seconds) =>
  openSessions(db, idle_after, after).where('session.token_hash', '=', token_hash),
)

const byTokens = prepared((db: Db, hashes: readonly string[], idle_after: Seconds, after: Seconds) =>
  openSessions(db, idle_after, after)
    .select('session.token_hash as key')
    .where(sql<boolean>`session.token_hash = any(${hashes})`),
)

const byTokenTogether = together((db, hashes, now) => byTokens.all(db, hashes, now, now))

const byId = prepared((db: Db, id: string, idle_after: Seconds, after: Seconds) =>
  openSessions(db, idle_after, after).where('session.id', '=', id),
)

/**
 * The session of a cookie with the person it belongs to, in one look-up. Undefined when it is unknown,
 * revoked or expired, or the account is disabled.
 */
export function findLive(db: Db, token_hash: string, now: Seconds) {
  if (kindOf(db) === 'sqlite' || db.isTransaction) return byToken.first(db, token_hash, now, now)
  return byTokenTogether(db, token_hash, now)
}

/** The same by the session's id, which access tokens carry as `sid`. */
export function findLiveById(db: Db, id: string, now: Seconds) {
  return byId.first(db, id, now, now)
}

export type LiveSession = NonNullable<Awaited<ReturnType<typeof findLive>>>

export const insert: (db: Db, session: SessionTable) => Promise<void> = preparedInsert('session')

/** Whose a session is, in a directory. */
export async function personOf(db: Db, directory_id: string, id: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('session')
    .select('user_id')
    .where('id', '=', id)
    .where('directory_id', '=', directory_id)
    .executeTakeFirst()
  return row?.user_id
}

/** Ends one session, of `user_id` alone where it is given. False when there was none to end. */
export async function revoke(
  db: Db,
  id: string,
  user_id: string | undefined,
  now: Seconds,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('session')
    .set({ revoked_at: now })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .$if(user_id !== undefined, (update) => update.where('user_id', '=', user_id ?? ''))
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Ends the session of a cookie and says whose it was; undefined when there was none to end. */
export async function revokeByToken(
  db: Db,
  token_hash: string,
  now: Seconds,
): Promise<{ id: string; user_id: string } | undefined> {
  return endByToken.first(db, token_hash, now)
}

const endByToken = prepared((db: Db, token_hash: string, now: Seconds) =>
  db
    .updateTable('session')
    .set({ revoked_at: now })
    .where('token_hash', '=', token_hash)
    .where('revoked_at', 'is', null)
    .returning(['id', 'user_id']),
)

/**
 * Gives a session another cookie; the old one is unknown from here on. False when the session has ended or its cookie
 * is not `from` any more, so that of any number who hold one cookie only the first gets the next.
 */
export async function replaceToken(db: Db, id: string, from: string, to: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('session')
    .set({ token_hash: to })
    .where('id', '=', id)
    .where('token_hash', '=', from)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Ends every session of a person, except one where it is given, and returns the ids of those that ended. */
export async function revokeAllOf(
  db: Db,
  user_id: string,
  { except, now }: { except?: string; now: Seconds },
): Promise<string[]> {
  const ended = await db
    .updateTable('session')
    .set({ revoked_at: now })
    .where('user_id', '=', user_id)
    .where('revoked_at', 'is', null)
    .$if(except !== undefined, (update) => update.where('id', '!=', except ?? ''))
    .returning('id')
    .execute()
  return ended.map((session) => session.id)
}

/** From here on a session ends with no other: the one that it was opened from may end, and it goes on. */
export async function standAlone(db: Db, id: string): Promise<void> {
  await db
    .updateTable('session')
    .set({ opened_from: null })
    .where('id', '=', id)
    .where('opened_from', 'is not', null)
    .execute()
}

/** Ends the sessions that were opened from these, for other tenants, and returns their ids. */
export async function revokeOpenedFrom(db: Db, ids: readonly string[], now: Seconds): Promise<string[]> {
  if (ids.length === 0) return []
  return (await endOpenedFrom.all(db, ids, now)).map(({ id }) => id)
}

const endOpenedFrom = preparedList((db: Db, ids: readonly string[], now: Seconds) =>
  db
    .updateTable('session')
    .set({ revoked_at: now })
    .where('opened_from', 'in', ids)
    .where('revoked_at', 'is', null)
    .returning('id'),
)

/** Ends the sessions of a person in one tenant, and returns their ids. */
export async function revokeAllIn(
  db: Db,
  { user_id, tenant_id }: { user_id: string; tenant_id: string },
  now: Seconds,
): Promise<string[]> {
  const ended = await db
    .updateTable('session')
    .set({ revoked_at: now })
    .where('user_id', '=', user_id)
    .where('tenant_id', '=', tenant_id)
    .where('revoked_at', 'is', null)
    .returning('id')
    .execute()
  return ended.map(({ id }) => id)
}

/** How long a session may rest: one whose person asked to stay signed in, and any other. In seconds. */
export type Idle = { idle: Seconds; short_idle: Seconds }

const touchOne = prepared(
  (db: Db, id: string, seen_at: Seconds, earlier: Seconds, idle: Seconds, short_idle: Seconds) =>
    db
      .updateTable('session')
      .set({ last_seen_at: seen_at, idle_expires_at: idleEnd(seen_at, idle, short_idle) })
      .where('id', '=', id)
      .where('last_seen_at', '<=', earlier)
      .where('revoked_at', 'is', null),
)

/** Idle expiry moves forward with use and never past the end of the session. */
function idleEnd(seen_at: Seconds, idle: Seconds, short_idle: Seconds) {
  const rest = sql`case when remembered_at is null then cast(${short_idle} as bigint) else cast(${idle} as bigint) end`
  const moved = sql`cast(${seen_at} as bigint) + ${rest}`
  return sql<number>`case when expires_at < ${moved} then expires_at else ${moved} end`
}

/** Writes down when sessions were last used, many in one transaction. */
export async function touch(
  db: Db,
  seen: readonly (readonly [id: string, at: Seconds])[],
  { idle, short_idle }: Idle,
): Promise<void> {
  if (seen.length === 0) return
  const all = async (tx: Db) => {
    for (const [id, at] of seen) await touchOne.all(tx, id, at, at, idle, short_idle)
  }
  await (db.isTransaction ? all(db) : db.transaction().execute(all))
}

/**
 * Deletes sessions that were ended, or reached their end, before `before`, the oldest first. Says how many went. Who only stayed
 * away goes with the latest end of the session: an index of when that was would be written at each visit.
 */
export async function removeOver(
  db: Db,
  over: 'revoked_at' | 'expires_at',
  before: Seconds,
  batch: number,
): Promise<number> {
  const ended = db.selectFrom('session').select('id').where(over, '<', before).orderBy(over).limit(batch)
  const { numDeletedRows } = await db.deleteFrom('session').where('id', 'in', ended).executeTakeFirst()
  return Number(numDeletedRows)
}
