import type { Seconds } from '@warder/protocol'
import type { Db } from '../open.ts'

/**
 * Deletes what has expired, at most `batch` rows of each table, and the grants that this leaves without any
 * token. Saves space only: expiry is checked at use. A spent refresh token stays until it expires, because
 * it is the spent ones that betray a thief.
 *
 * @param spentBefore answers kept for refresh tokens spent before this moment are past the grace window
 */
export async function removeExpiredTokens(
  db: Db,
  now: Seconds,
  spentBefore: Seconds,
  batch: number,
): Promise<void> {
  const grant_ids = [
    ...(await removeAccessTokens(db, now, batch)),
    ...(await removeRefreshTokens(db, now, batch)),
  ]
  await removeEmptyGrants(db, [...new Set(grant_ids)])
  await db
    .updateTable('refresh_token')
    .set({ successor_sealed: null })
    .where('successor_sealed', 'is not', null)
    .where('consumed_at', '<', spentBefore)
    .execute()
}

async function removeAccessTokens(db: Db, now: Seconds, batch: number): Promise<string[]> {
  const expired = db
    .selectFrom('access_token')
    .select('jti')
    .where('expires_at', '<=', now)
    .orderBy('expires_at')
    .limit(batch)
  const gone = await db.deleteFrom('access_token').where('jti', 'in', expired).returning('grant_id').execute()
  return gone.map((row) => row.grant_id)
}

async function removeRefreshTokens(db: Db, now: Seconds, batch: number): Promise<string[]> {
  const expired = db
    .selectFrom('refresh_token')
    .select('token_hash')
    .where('expires_at', '<=', now)
    .orderBy('expires_at')
    .limit(batch)
  const gone = await db
    .deleteFrom('refresh_token')
    .where('token_hash', 'in', expired)
    .returning('grant_id')
    .execute()
  return gone.map((row) => row.grant_id)
}

/** A grant that had tokens and has none left can get no new ones. */
async function removeEmptyGrants(db: Db, grant_ids: readonly string[]): Promise<void> {
  if (grant_ids.length === 0) return
  await db
    .deleteFrom('oauth_grant')
    .where('id', 'in', grant_ids)
    .where(
      'id',
      'not in',
      db.selectFrom('access_token').select('grant_id').where('grant_id', 'in', grant_ids),
    )
    .where(
      'id',
      'not in',
      db.selectFrom('refresh_token').select('grant_id').where('grant_id', 'in', grant_ids),
    )
    .execute()
}
