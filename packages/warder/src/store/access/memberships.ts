import type { Seconds } from '@warder/protocol'
import { sql } from 'kysely'
import type { Db } from '../open.ts'
import { prepared } from '../prepared.ts'
import { commonDirectory } from '../tenants.ts'

const one = prepared((db: Db, tenant_id: string, user_id: string) =>
  db
    .selectFrom('membership')
    .select('created_at')
    .where('tenant_id', '=', tenant_id)
    .where('user_id', '=', user_id),
)

/** Whether somebody of the common directory belongs to a tenant. */
export async function has(db: Db, tenant_id: string, user_id: string): Promise<boolean> {
  return (await one.first(db, tenant_id, user_id)) !== undefined
}

/** Of any number who add the same person at once, one does: false for the others. */
export async function insert(
  tx: Db,
  tenant_id: string,
  user_id: string,
  created_at: Seconds,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('membership')
    .values({ tenant_id, user_id, created_at })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'user_id']).doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

/** Takes somebody out of a tenant, with their roles there. False when they were not in it. */
export async function remove(tx: Db, tenant_id: string, user_id: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('membership')
    .where('tenant_id', '=', tenant_id)
    .where('user_id', '=', user_id)
    .executeTakeFirst()
  await tx.deleteFrom('user_role').where('tenant_id', '=', tenant_id).where('user_id', '=', user_id).execute()
  return numDeletedRows === 1n
}

/** How many belong to a tenant. To be asked while it is held, where the number decides. */
export async function count(tx: Db, tenant_id: string): Promise<number> {
  const { members } = await tx
    .selectFrom('membership')
    .select((eb) => eb.fn.countAll<number | string>().as('members'))
    .where('tenant_id', '=', tenant_id)
    .executeTakeFirstOrThrow()
  return Number(members)
}

function members(db: Db, tenant_id: string) {
  return db
    .selectFrom('membership')
    .innerJoin('user', 'user.id', 'membership.user_id')
    .select(['user.id', 'user.email', 'user.full_name', 'membership.created_at'])
    .where('membership.tenant_id', '=', tenant_id)
}

/** Who belongs to a tenant, by id; `after` is the last id of the page before. */
export async function list(db: Db, tenant_id: string, limit: number, after?: string) {
  return members(db, tenant_id)
    .$if(after !== undefined, (query) => query.where('membership.user_id', '>', after ?? ''))
    .orderBy('membership.user_id')
    .limit(limit)
    .execute()
}

export async function find(db: Db, tenant_id: string, user_id: string) {
  return members(db, tenant_id).where('membership.user_id', '=', user_id).executeTakeFirst()
}

/** The open tenants that somebody of the common directory belongs to, by slug; `after` is the last one of the page before. */
export async function tenantsOf(db: Db, user_id: string, limit: number, after?: string) {
  return db
    .selectFrom('membership')
    .innerJoin('tenant', 'tenant.id', 'membership.tenant_id')
    .selectAll('tenant')
    .where('membership.user_id', '=', user_id)
    .where('tenant.directory_id', '=', commonDirectory)
    .where('tenant.suspended_at', 'is', null)
    .$if(after !== undefined, (query) => query.where('tenant.slug', '>', after ?? ''))
    .orderBy('tenant.slug')
    .limit(limit)
    .execute()
}

/**
 * Deletes every invitation of somebody to the tenants of their directory, by what their address is compared with, spent or not.
 * Each tenant has a subject of its own for them.
 */
export async function removeInvitationsOf(db: Db, email_key: string): Promise<void> {
  const ends = `:${email_key}`
  await db
    .deleteFrom('one_time_token')
    .where('purpose', '=', 'invitation')
    .where(sql<boolean>`substr(subject, 1, 4) = 'ten_'`)
    .where(sql<boolean>`substr(subject, length(subject) - ${[...ends].length - 1}) = ${ends}`)
    .execute()
}
