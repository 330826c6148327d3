import type { Seconds } from '@warder/protocol'
import type { Db } from '../open.ts'
import { prepared } from '../prepared.ts'

const insertRow = prepared((db, jti: string, grant_id: string, expires_at: Seconds) =>
  db.insertInto('access_token').values({ jti, grant_id, expires_at }),
)

/** Notes that a token belongs to a grant, so that revoking the grant can name it. */
export async function insert(
  db: Db,
  token: { jti: string; grant_id: string; expires_at: Seconds },
): Promise<void> {
  await insertRow.all(db, token.jti, token.grant_id, token.expires_at)
}

// A statement has room for 32,766 parameters in SQLite.
const grantsPerStatement = 1000

/** The tokens of these grants that would still be accepted. */
export async function liveOf(db: Db, grant_ids: readonly string[], now: Seconds) {
  const live: { jti: string; expires_at: Seconds }[] = []
  for (let i = 0; i < grant_ids.length; i += grantsPerStatement) {
    const rows = await db
      .selectFrom('access_token')
      .select(['jti', 'expires_at'])
      .where('grant_id', 'in', grant_ids.slice(i, i + grantsPerStatement))
      .where('expires_at', '>', now)
      .execute()
    live.push(...rows)
  }
  return live
}
