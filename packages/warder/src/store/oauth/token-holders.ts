import type { Seconds } from '@warder/protocol'
import { sql } from 'kysely'
import type { Db } from '../open.ts'
import { prepared } from '../prepared.ts'

/** Digests of everything that, when it stands in the revocation feed, kills one token: its jti, sid, sub, client and tenant. */
export type TokenDigests = readonly [jti: string, sid: string, sub: string, client: string, tenant: string]

const revokedRow = prepared(
  (
    db: Db,
    jti: string,
    sid: string,
    sub: string,
    client: string,
    tenant: string,
    now: Seconds,
    iat: Seconds,
  ) =>
    db
      .selectFrom('revocation')
      .select('seq')
      .where('hash', 'in', [jti, sid, sub, client, tenant])
      .where('until', '>', now)
      .where((eb) => eb.or([eb('not_before', 'is', null), eb('not_before', '>', iat)]))
      .limit(1),
)

/** Whether a token issued at `iat` has been revoked. */
export async function isRevoked(db: Db, digests: TokenDigests, iat: Seconds, now: Seconds): Promise<boolean> {
  return (await revokedRow.first(db, ...digests, now, iat)) !== undefined
}

/** The same for any number of digests: of what a token was exchanged for. */
export async function isAnyRevoked(
  db: Db,
  digests: readonly string[],
  iat: Seconds,
  now: Seconds,
): Promise<boolean> {
  const row = await db
    .selectFrom('revocation')
    .select('seq')
    .where('hash', 'in', digests)
    .where('until', '>', now)
    .where((eb) => eb.or([eb('not_before', 'is', null), eb('not_before', '>', iat)]))
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
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
    now: Seconds,
    iat: Seconds,
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
        (eb) =>
          eb
            .selectFrom('revocation')
            .select(sql<number>`1`.as('revoked'))
            .where('hash', 'in', [jti, sid, sub, client, tenant])
            .where('until', '>', now)
            .where((row) => row.or([row('not_before', 'is', null), row('not_before', '>', iat)]))
            .limit(1)
            .as('revoked'),
      ])
      .where('id', '=', user_id)
      .where('disabled_at', 'is', null)
      .where('deactivated_at', 'is', null),
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
export async function findHolder(db: Db, user_id: string, digests: TokenDigests, iat: Seconds, now: Seconds) {
  const row = await holderRow.first(db, user_id, ...digests, now, iat)
  return row && row.revoked === null ? row : undefined
}
