import type { Seconds } from '@warder/protocol'
import { expressionBuilder } from 'kysely'
import { after, type Maybe } from '../../after.ts'
import type { Db } from '../open.ts'
import { prepared } from '../prepared.ts'
import type { Database } from '../schema.ts'

/** Digests of everything that, when it stands in the revocation feed, kills one token: its jti, sid, sub, client and tenant. */
export type TokenDigests = readonly [jti: string, sid: string, sub: string, client: string, tenant: string]

/**
 * Whether one of these digests stands in the feed for a token issued at `iat`: a step into the index for each. SQLite would
 * sort a list of them into a table of its own first, which costs three times as much.
 */
function revokedBy(digests: readonly string[], iat: Seconds, now: Seconds) {
  const eb = expressionBuilder<Database>()
  const standing = (hash: string) =>
    eb
      .selectFrom('revocation')
      .select('seq')
      .where('hash', '=', hash)
      .where('until', '>', now)
      .where((row) => row.or([row('not_before', 'is', null), row('not_before', '>', iat)]))
  return eb.or(digests.map((hash) => eb.exists(standing(hash))))
}

const revokedRow = prepared(
  (
    db: Db,
    jti: string,
    sid: string,
    sub: string,
    client: string,
    tenant: string,
    iat: Seconds,
    now: Seconds,
  ) => db.selectNoFrom(revokedBy([jti, sid, sub, client, tenant], iat, now).as('revoked')),
)

/** Whether a token issued at `iat` has been revoked. */
export function isRevoked(db: Db, digests: TokenDigests, iat: Seconds, now: Seconds): Maybe<boolean> {
  return after(revokedRow.first(db, ...digests, iat, now), (row) => Boolean(row?.revoked))
}

/** The same for any number of digests: of what a token was exchanged for. */
export async function isAnyRevoked(
  db: Db,
  digests: readonly string[],
  iat: Seconds,
  now: Seconds,
): Promise<boolean> {
  const row = await db.selectNoFrom(revokedBy(digests, iat, now).as('revoked')).executeTakeFirst()
  return Boolean(row?.revoked)
}

const holderRow = prepared(
  (
    db: Db,
    user_id: string,
    jti: string,
    sid: string,
    sub: string,
    client: string,
    tenant: string,
    iat: Seconds,
    now: Seconds,
  ) =>
    db
      .selectFrom('user')
      .select([
        'id',
        'directory_id',
        'email',
        'full_name',
        'locale',
        'claims',
        'email_verified_at',
        'updated_at',
      ])
      .where('id', '=', user_id)
      .where('disabled_at', 'is', null)
      .where('deactivated_at', 'is', null)
      .where((eb) => eb.not(revokedBy([jti, sid, sub, client, tenant], iat, now))),
)

const activeRow = prepared((db: Db, user_id: string) =>
  db
    .selectFrom('user')
    .select('id')
    .where('id', '=', user_id)
    .where('disabled_at', 'is', null)
    .where('deactivated_at', 'is', null),
)

/** Whether there is such a person and their account is open. */
export async function isActive(db: Db, user_id: string): Promise<boolean> {
  return (await activeRow.first(db, user_id)) !== undefined
}

/** The person a token speaks for, in one look-up. Undefined when the token was revoked, or they are gone or disabled. */
export function findHolder(db: Db, user_id: string, digests: TokenDigests, iat: Seconds, now: Seconds) {
  return holderRow.first(db, user_id, ...digests, iat, now)
}
