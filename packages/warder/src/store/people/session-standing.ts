import type { Seconds } from '@warder/protocol'
import type { Db } from '../open.ts'
import { words } from '../words.ts'

/** Whose hands a session is in: what is noted, doubted and confirmed. */

/**
 * Its person has just shown again who they are: it is fresh, no longer suspect, and where they are is where it begins
 * from here on. Whether it is open still says whatever gives it new secrets.
 *
 * @param amr all that was proved in it
 */
export async function confirm(
  db: Db,
  id: string,
  { user_agent, address }: { user_agent: string; address: string },
  now: Seconds,
  amr: string,
): Promise<void> {
  await db
    .updateTable('session')
    .set({ amr, auth_time: now, suspect_at: null, noted_change: null, user_agent, address })
    .where('id', '=', id)
    .execute()
}

/** What was proved in a session, besides what was before: `holdAmr` has said that. */
export async function setAmr(tx: Db, id: string, amr: string): Promise<void> {
  await tx.updateTable('session').set({ amr }).where('id', '=', id).execute()
}

/**
 * What was proved in a session so far, held until the end of the transaction: of two proofs at once the second adds to what
 * the first has written.
 */
export async function holdAmr(tx: Db, id: string): Promise<string[]> {
  const row = await tx
    .updateTable('session')
    .set((eb) => ({ last_seen_at: eb.ref('last_seen_at') }))
    .where('id', '=', id)
    .returning('amr')
    .executeTakeFirst()
  return words(row?.amr ?? '')
}

/** Whether a session is open, held so until the end of the transaction: whoever ends it comes before or after. */
export async function holdOpen(tx: Db, id: string): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('session')
    .set((eb) => ({ last_seen_at: eb.ref('last_seen_at') }))
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** An open session that its person goes on from to another tenant, held so until the end of the transaction. */
export async function holdFrom(tx: Db, id: string) {
  return tx
    .updateTable('session')
    .set((eb) => ({ last_seen_at: eb.ref('last_seen_at') }))
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .returning([
      'amr',
      'auth_time',
      'browser_hash',
      'expires_at',
      'remembered_at',
      'suspect_at',
      'opened_from',
    ])
    .executeTakeFirst()
}

/** Notes how a session differs from its beginning. Of any number who note the same exactly one does it. */
export async function noteChange(db: Db, token_hash: string, noted: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('session')
    .set({ noted_change: noted })
    .where('token_hash', '=', token_hash)
    .where('revoked_at', 'is', null)
    .where('noted_change', 'is distinct from', noted)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Marks a session that may be in the wrong hands, once; `confirm` clears it. */
export async function suspect(db: Db, token_hash: string, noted: string, now: Seconds): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('session')
    .set({ suspect_at: now, noted_change: noted })
    .where('token_hash', '=', token_hash)
    .where('revoked_at', 'is', null)
    .where('suspect_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}
