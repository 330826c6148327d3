import type { Seconds } from '@warder/protocol'
import type { Insertable } from 'kysely'
import type { Db } from '../open.ts'
import { prepared } from '../prepared.ts'
import type { RefreshTokenTable } from '../schema/tokens.ts'

export async function insert(
  db: Db,
  row: Pick<
    Insertable<RefreshTokenTable>,
    'token_hash' | 'grant_id' | 'client_id' | 'created_at' | 'expires_at'
  >,
): Promise<void> {
  const unused = { consumed_at: null, successor_hash: null, successor_sealed: null }
  await db
    .insertInto('refresh_token')
    .values({ ...row, ...unused })
    .execute()
}

const withFamily = prepared((db, token_hash: string) =>
  db
    .selectFrom('refresh_token as token')
    .innerJoin('oauth_grant as family', 'family.id', 'token.grant_id')
    .leftJoin('refresh_token as successor', 'successor.token_hash', 'token.successor_hash')
    .select([
      'token.token_hash',
      'token.grant_id',
      'token.client_id',
      'token.expires_at',
      'token.consumed_at',
      'token.successor_sealed',
      'successor.consumed_at as successor_consumed_at',
      'family.tenant_id',
      'family.user_id',
      'family.session_id',
      'family.offline_at',
      'family.scope',
      'family.resource',
      'family.amr',
      'family.auth_time',
      'family.revoked_at',
    ])
    .where('token.token_hash', '=', token_hash),
)

export type RefreshTokenRow = NonNullable<Awaited<ReturnType<typeof find>>>

/** A refresh token, spent or not, with the grant it descends from. */
export async function find(db: Db, token_hash: string) {
  return withFamily.first(db, token_hash)
}

/**
 * Exchanges a token for its successor. Of any number of concurrent calls exactly one gets true: the
 * condition sits in the UPDATE.
 */
export async function spend(
  db: Db,
  token_hash: string,
  successor: { hash: string; sealed: string | null },
  now: Seconds,
): Promise<boolean> {
  const result = await db
    .updateTable('refresh_token')
    .set({ consumed_at: now, successor_hash: successor.hash, successor_sealed: successor.sealed })
    .where('token_hash', '=', token_hash)
    .where('consumed_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}
