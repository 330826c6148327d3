import type { Seconds } from '@warder/protocol'
import { sql } from 'kysely'
import type { Db } from '../open.ts'
import { prepared } from '../prepared.ts'

/** The sessions of one person, counted, listed and kept few. */

function openOf(db: Db, user_id: string, now: Seconds) {
  return db
    .selectFrom('session')
    .where('user_id', '=', user_id)
    .where('revoked_at', 'is', null)
    .where('idle_expires_at', '>', now)
    .where('expires_at', '>', now)
}

/** SQLite takes no offset without a limit, and one that is a parameter has it plan the statement anew each time. */
const unlimited = 1_000_000_000

/** Those that a person signed in to: one that was opened from another belongs to it, and is not counted. */
const signedIn = (db: Db, user_id: string, now: Seconds) =>
  openOf(db, user_id, now).where('opened_from', 'is', null)

/** Those that were opened in one tenant from another. */
const goneOn = (db: Db, user_id: string, tenant_id: string, now: Seconds) =>
  openOf(db, user_id, now).where('opened_from', 'is not', null).where('tenant_id', '=', tenant_id)

/** Which sessions are counted: those that a person signed in to, or those of one tenant that they went on to from another. */
export type Counted = 'signed in' | { in_tenant: string }

/** Whether a person has as many sessions open, or more. */
export async function hasAtLeast(
  db: Db,
  user_id: string,
  count: number,
  now: Seconds,
  counted: Counted = 'signed in',
): Promise<boolean> {
  const sessions =
    counted === 'signed in' ? signedIn(db, user_id, now) : goneOn(db, user_id, counted.in_tenant, now)
  const open = await sessions.select('id').limit(count).execute()
  return open.length === count
}

/** Ends the sessions of a person but the `keep` that were used last, and returns the ids of those that ended. */
export async function revokeAllBut(
  db: Db,
  user_id: string,
  keep: number,
  now: Seconds,
  counted: Counted = 'signed in',
): Promise<string[]> {
  const ended =
    counted === 'signed in'
      ? await surplus.all(db, user_id, keep, now)
      : await surplusIn.all(db, user_id, counted.in_tenant, keep, now)
  return ended.map(({ id }) => id)
}

const surplus = prepared((db: Db, user_id: string, keep: number, now: Seconds) =>
  endAllBut(db, signedIn(db, user_id, now), keep, now),
)

const surplusIn = prepared((db: Db, user_id: string, tenant_id: string, keep: number, now: Seconds) =>
  endAllBut(db, goneOn(db, user_id, tenant_id, now), keep, now),
)

function endAllBut(db: Db, sessions: ReturnType<typeof openOf>, keep: number, now: Seconds) {
  return db
    .updateTable('session')
    .set({ revoked_at: now })
    .where(
      'id',
      'in',
      sessions
        .select('id')
        .orderBy('last_seen_at', 'desc')
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(sql.lit(unlimited))
        .offset(keep),
    )
    .returning('id')
}

/** Where a page of a list ended: the sign-in time and id of its last session. */
export type After = { created_at: Seconds; id: string }

/** The sessions of a person that are open now, the newest sign-in first: an order that use does not change. */
export async function listLive(
  db: Db,
  user_id: string,
  now: Seconds,
  { limit, after }: { limit: number; after?: After | undefined },
) {
  return openOf(db, user_id, now)
    .select([
      'id',
      'tenant_id',
      'amr',
      'auth_time',
      'user_agent',
      'address',
      'created_at',
      'last_seen_at',
      'expires_at',
    ])
    .$if(after !== undefined, (query) =>
      query.where((eb) =>
        eb(
          eb.refTuple('created_at', 'id'),
          '<',
          eb.tuple(eb.val(after?.created_at ?? 0), eb.val(after?.id ?? '')),
        ),
      ),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}
