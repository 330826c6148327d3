import type { Seconds } from '@warder/protocol'
import { day, hour } from '../../time.ts'
import { untilDone, type Pace } from '../batches.ts'
import type { Db } from '../open.ts'

/** A grant that is still good is looked at again so much later. */
const nextReview: Seconds = day

/** What ended so recently is left alone: whoever uses it in this very moment may have begun before its end. */
const margin: Seconds = hour

/**
 * Deletes what has expired, a batch of rows in one statement until there is no more of it, and the grants of which nothing can come any more. Saves space only: expiry is checked at use. A spent refresh token stays
 * until it or its family has ended, because it is the spent ones that betray a thief.
 *
 * @param spentBefore answers kept for refresh tokens spent before this moment are past the grace window
 */
export async function removeExpiredTokens(
  db: Db,
  now: Seconds,
  spentBefore: Seconds,
  pace: Pace,
): Promise<void> {
  await untilDone((batch) => removeAccessTokens(db, now, batch), pace)
  await untilDone((batch) => removeRefreshTokens(db, now, batch), pace)
  await untilDone((batch) => forgetAnswers(db, spentBefore, batch), pace)
  await untilDone((batch) => reviewGrants(db, now, { ...pace, batch }), pace)
}

async function removeAccessTokens(db: Db, now: Seconds, batch: number): Promise<number> {
  const expired = db
    .selectFrom('access_token')
    .select('jti')
    .where('expires_at', '<=', now)
    .orderBy('expires_at')
    .limit(batch)
  const gone = await db.deleteFrom('access_token').where('jti', 'in', expired).executeTakeFirst()
  return Number(gone.numDeletedRows)
}

async function removeRefreshTokens(db: Db, now: Seconds, batch: number): Promise<number> {
  const expired = db
    .selectFrom('refresh_token')
    .select('token_hash')
    .where('expires_at', '<=', now)
    .orderBy('expires_at')
    .limit(batch)
  const gone = await db.deleteFrom('refresh_token').where('token_hash', 'in', expired).executeTakeFirst()
  return Number(gone.numDeletedRows)
}

async function forgetAnswers(db: Db, spentBefore: Seconds, batch: number): Promise<number> {
  const kept = db
    .selectFrom('refresh_token')
    .select('token_hash')
    .where('successor_sealed', 'is not', null)
    .where('consumed_at', '<', spentBefore)
    .limit(batch)
  const changed = await db
    .updateTable('refresh_token')
    .set({ successor_sealed: null })
    .where('token_hash', 'in', kept)
    .executeTakeFirst()
  return Number(changed.numUpdatedRows)
}

/** Looks at the grants whose turn it is: those that can bring forth nothing more go, after their spent tokens. */
async function reviewGrants(db: Db, now: Seconds, pace: Pace): Promise<number> {
  const due = await db
    .selectFrom('oauth_grant')
    .select('id')
    .where('review_at', '<=', now)
    .orderBy('review_at')
    .limit(pace.batch)
    .execute()
  if (due.length === 0) return 0
  const ids = due.map(({ id }) => id)
  const over = await finishedOf(db, ids, now - margin)
  if (over.length > 0) {
    // A month of rotation leaves thousands of them to one grant, which would all go with it in one statement.
    await untilDone((batch) => removeTokensOf(db, over, batch), pace)
    if (pace.stop()) return 0
    await db.deleteFrom('oauth_grant').where('id', 'in', over).execute()
  }
  await db
    .updateTable('oauth_grant')
    .set({ review_at: now + nextReview })
    .where('id', 'in', ids)
    .execute()
  return due.length
}

/**
 * Those of which nothing can come: the code was never redeemed, it was revoked, its session is over, or its last refresh
 * token has expired. Since before that moment, so none of them becomes anything else.
 */
async function finishedOf(db: Db, ids: readonly string[], before: Seconds): Promise<string[]> {
  // Needed as long as verifiers may accept its tokens: a revocation finds them by the grant.
  const accepted = db
    .selectFrom('access_token')
    .select('grant_id')
    .where('grant_id', 'in', ids)
    .where('expires_at', '>', before)
  const over = await db
    .selectFrom('oauth_grant')
    .select('id')
    .where('id', 'in', ids)
    .where('id', 'not in', accepted)
    .where('id', 'not in', refreshable(db, ids, before))
    .execute()
  return over.map(({ id }) => id)
}

async function removeTokensOf(db: Db, ids: readonly string[], batch: number): Promise<number> {
  const spent = db.selectFrom('refresh_token').select('token_hash').where('grant_id', 'in', ids).limit(batch)
  const gone = await db.deleteFrom('refresh_token').where('token_hash', 'in', spent).executeTakeFirst()
  return Number(gone.numDeletedRows)
}

/** Which of these grants have a refresh token that can still be exchanged. */
function refreshable(db: Db, ids: readonly string[], before: Seconds) {
  return db
    .selectFrom('refresh_token as token')
    .innerJoin('oauth_grant as family', 'family.id', 'token.grant_id')
    .leftJoin('session', 'session.id', 'family.session_id')
    .select('token.grant_id')
    .where('token.grant_id', 'in', ids)
    .where('token.consumed_at', 'is', null)
    .where('token.expires_at', '>', before)
    .where((eb) => eb.or([eb('family.revoked_at', 'is', null), eb('family.revoked_at', '>', before)]))
    .where((eb) =>
      eb.or([
        eb('family.offline_at', 'is not', null),
        eb.and([
          eb.or([eb('session.revoked_at', 'is', null), eb('session.revoked_at', '>', before)]),
          eb('session.idle_expires_at', '>', before),
          eb('session.expires_at', '>', before),
        ]),
      ]),
    )
}
