import type { Seconds } from '@warder/protocol'
import type { Db } from '../open.ts'
import { prepared } from '../prepared.ts'

const insertRow = prepared(
  (
    db: Db,
    token_hash: string,
    grant_id: string,
    client_id: string,
    created_at: Seconds,
    expires_at: Seconds,
    bound_to: string | null,
  ) =>
    db.insertInto('refresh_token').values({
      token_hash,
      grant_id,
      client_id,
      created_at,
      expires_at,
      consumed_at: null,
      bound_to,
      successor_hash: null,
      successor_sealed: null,
    }),
)

export type NewRefreshToken = {
  token_hash: string
  grant_id: string
  client_id: string
  created_at: Seconds
  expires_at: Seconds
  /** The key whose proof must come with it. */
  bound_to?: string | undefined
}

export async function insert(db: Db, row: NewRefreshToken): Promise<void> {
  const { token_hash, grant_id, client_id, created_at, expires_at, bound_to = null } = row
  await insertRow.all(db, token_hash, grant_id, client_id, created_at, expires_at, bound_to)
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
      'token.bound_to',
      'token.successor_sealed',
      'successor.consumed_at as successor_consumed_at',
      'family.tenant_id',
      'family.user_id',
      'family.session_id',
      'family.offline_at',
      'family.scope',
      'family.resource',
      'family.claims',
      'family.authorization_details',
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

const spendRow = prepared(
  (
    db: Db,
    consumed_at: Seconds,
    successor_hash: string,
    successor_sealed: string | null,
    token_hash: string,
    now: Seconds,
  ) =>
    db
      .updateTable('refresh_token')
      .set({ consumed_at, successor_hash, successor_sealed })
      .where('token_hash', '=', token_hash)
      .where('consumed_at', 'is', null)
      .where('expires_at', '>', now)
      .returning('token_hash'),
)

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
  const spent = await spendRow.first(db, now, successor.hash, successor.sealed, token_hash, now)
  return spent !== undefined
}
