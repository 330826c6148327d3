import { sql } from 'kysely'
import { kindOf, type Db } from '../open.ts'
import { prepared } from '../prepared.ts'
import { together } from '../together.ts'

/** A key with the person, or the service account, whose it is. Whether either may still act is judged by whoever asks, who can say why not. */
function keysWithOwner(db: Db) {
  return db
    .selectFrom('api_key')
    .leftJoin('user', 'user.id', 'api_key.user_id')
    .leftJoin('service_account', 'service_account.id', 'api_key.service_account_id')
    .select((eb) => [
      'api_key.id',
      'api_key.tenant_id',
      'api_key.user_id',
      'api_key.service_account_id',
      'api_key.name',
      'api_key.environment',
      'api_key.prefix',
      'api_key.key_hash',
      'api_key.replaced_until',
      'api_key.scope',
      'api_key.ip_allowlist',
      'api_key.expires_at',
      'api_key.revoked_at',
      'user.directory_id',
      'user.email',
      'user.full_name',
      'user.locale',
      'user.email_verified_at',
      'user.mfa_enabled_at',
      'user.last_login_at',
      'user.created_at as user_created_at',
      'user.disabled_at',
      'user.deactivated_at',
      'service_account.scope as account_scope',
      'service_account.disabled_at as account_disabled_at',
      // The person's roles in the key's tenant, separated by spaces; null without any.
      eb
        .selectFrom('user_role')
        .select(sql<string | null>`string_agg(role, ' ')`.as('roles'))
        .whereRef('user_role.user_id', '=', 'api_key.user_id')
        .whereRef('user_role.tenant_id', '=', 'api_key.tenant_id')
        .as('roles'),
      // What the roles that the tenant made itself allow, separated by spaces; null without any.
      eb
        .selectFrom('user_role')
        .innerJoin('role', (join) =>
          join.onRef('role.tenant_id', '=', 'user_role.tenant_id').onRef('role.name', '=', 'user_role.role'),
        )
        .select(sql<string | null>`string_agg(role.permissions, ' ')`.as('permissions'))
        .whereRef('user_role.user_id', '=', 'api_key.user_id')
        .whereRef('user_role.tenant_id', '=', 'api_key.tenant_id')
        .as('permissions'),
    ])
}

const byHash = prepared((db: Db, hash: string) => keysWithOwner(db).where('api_key.key_hash', '=', hash))

const byHashes = prepared((db: Db, hashes: readonly string[]) =>
  keysWithOwner(db)
    .select('api_key.key_hash as key')
    .where(sql<boolean>`api_key.key_hash = any(${hashes})`),
)

const byHashTogether = together((db, hashes) => byHashes.all(db, hashes))

const byReplaced = prepared((db: Db, hash: string) =>
  keysWithOwner(db).where('api_key.replaced_hash', '=', hash),
)

/**
 * The key of a digest with whose it is, in one look-up; a second one only for a secret that is no key's present
 * one: it may have been replaced lately, which shows by `key_hash`.
 */
export async function findByHash(db: Db, hash: string) {
  const found =
    kindOf(db) === 'sqlite' || db.isTransaction
      ? await byHash.first(db, hash)
      : await byHashTogether(db, hash, 0)
  return found ?? byReplaced.first(db, hash)
}

/** The same by the id of the key, as it is in a transaction. */
export async function findById(tx: Db, id: string) {
  return keysWithOwner(tx).where('api_key.id', '=', id).executeTakeFirst()
}

export type HeldKey = NonNullable<Awaited<ReturnType<typeof findByHash>>>

/** The keys of everybody who holds a role, in its tenant, that were not revoked. */
export async function idsOfHolders(db: Db, tenant_id: string, role: string): Promise<string[]> {
  const rows = await db
    .selectFrom('user_role')
    .innerJoin('api_key', 'api_key.user_id', 'user_role.user_id')
    .select('api_key.id')
    .where('user_role.tenant_id', '=', tenant_id)
    .where('user_role.role', '=', role)
    .where('api_key.tenant_id', '=', tenant_id)
    .where('api_key.revoked_at', 'is', null)
    .execute()
  return rows.map(({ id }) => id)
}
