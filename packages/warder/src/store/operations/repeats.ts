import type { Seconds } from '@warder/protocol'
import { digest } from '../../crypto/tokens.ts'
import type { Db } from '../open.ts'
import * as oneTimeTokens from '../one-time-tokens.ts'
import type { Purpose } from '../one-time-tokens.ts'

/** What came of calls that may be sent again. It is a one-time row that nobody spends. */

const purpose: Purpose = 'repeat'

/** What a call asked for, as a code under a data key, and the id of what it made. */
export type Done = { asked: string; made: string }

export type NewRepeat = Done & { handle: string; subject: string; now: Seconds; expires_at: Seconds }

/** Notes what a call made. Of any number of the same calls one does: false when another was before it. */
export async function note(
  tx: Db,
  { handle, subject, now, expires_at, asked, made }: NewRepeat,
): Promise<boolean> {
  const row = { subject, data: JSON.stringify({ asked, made }), created_at: now, expires_at }
  const written = await tx
    .insertInto('one_time_token')
    .values({ token_hash: digest(handle), purpose, ...row })
    // One that is over waits for the clean-up, and stands in nobody's way.
    .onConflict((conflict) =>
      conflict.column('token_hash').doUpdateSet(row).where('one_time_token.expires_at', '<=', now),
    )
    .returning('token_hash')
    .executeTakeFirst()
  return written !== undefined
}

/** What came of the same call; undefined when it was not made, or too long ago. */
export async function find(db: Db, handle: string, now: Seconds): Promise<Done | undefined> {
  const row = await oneTimeTokens.findLive(db, purpose, handle, now)
  return row && (JSON.parse(row.data) as Done) // written above
}
