import type { Seconds } from '@warder/protocol'
import { sql, type RawBuilder } from 'kysely'
import type { Db } from '../open.ts'

/** Which rows of a table are a tenant's: they name it, or something of it does. */
const named = (id: string) => sql`tenant_id = ${id}`
const ofClients = (id: string) => sql`client_id in (select client_id from client where tenant_id = ${id})`
const ofProvisioners = (id: string) =>
  sql`provisioner_id in (select id from provisioner where tenant_id = ${id})`

const ofWebhooks = (id: string) => sql`webhook_id in (select id from webhook where tenant_id = ${id})`

/**
 * What a tenant has beside its people, in the order in which it can go, with the key of each table. What people of a directory
 * that others have too did here is theirs, and opens nothing any more; the audit stays as long as any of it.
 */
export const belongings: Readonly<
  Record<string, { key: readonly string[]; which: (id: string) => RawBuilder<unknown> }>
> = {
  oauth_grant: { key: ['id'], which: ofClients },
  consent: { key: ['user_id', 'client_id'], which: ofClients },
  logout_notice: { key: ['id'], which: ofClients },
  client: { key: ['client_id'], which: named },
  api_key: { key: ['id'], which: named },
  agent: { key: ['id'], which: named },
  service_account: { key: ['id'], which: named },
  provisioned_group: { key: ['id'], which: ofProvisioners },
  provisioned_user: { key: ['user_id'], which: ofProvisioners },
  provisioner: { key: ['id'], which: named },
  vault_connection: { key: ['id'], which: named },
  vault_provider: { key: ['tenant_id', 'name'], which: named },
  connection: { key: ['id'], which: named },
  webhook_delivery: { key: ['seq'], which: ofWebhooks },
  webhook: { key: ['id'], which: named },
  membership: { key: ['user_id'], which: named },
  user_role: { key: ['user_id', 'role'], which: named },
  role: { key: ['tenant_id', 'name'], which: named },
  signing_key: { key: ['kid'], which: named },
  logo: { key: ['tenant_id'], which: named },
}

/** Deletes at most `batch` rows of a table that are the tenant's, and says how many. */
export async function removeSome(db: Db, table: string, tenant_id: string, batch: number): Promise<number> {
  const of = belongings[table]
  if (!of) throw new Error(`no tenant has rows of ${table}`)
  const rows = sql.table(table)
  const key = sql.join(of.key.map((column) => sql.ref(column)))
  const which = of.which(tenant_id)
  const { numAffectedRows } = await sql`
    delete from ${rows} where ${which} and (${key}) in (select ${key} from ${rows} where ${which} limit ${batch})`.execute(
    db,
  )
  return Number(numAffectedRows)
}

/** Has a tenant be gone for everybody. False where it was before. */
export async function markDeleted(tx: Db, id: string, now: Seconds): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('tenant')
    .set((eb) => ({ deleted_at: now, suspended_at: eb.fn.coalesce('suspended_at', eb.val(now)) }))
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** A tenant that was deleted and still has something. */
export async function nextToErase(db: Db) {
  return db
    .selectFrom('tenant')
    .selectAll()
    .where('deleted_at', 'is not', null)
    .where('erased_at', 'is', null)
    .orderBy('deleted_at')
    .limit(1)
    .executeTakeFirst()
}

/** Nothing is left of it but the names by which it was known, so that nobody gets them again. */
export async function markErased(db: Db, id: string, now: Seconds): Promise<void> {
  await db
    .updateTable('tenant')
    .set({ erased_at: now, name: '', pairwise_salt: null, tier: null })
    .where('id', '=', id)
    .execute()
}

/** The ids of some people of a directory that no other tenant has, the first by id. */
export async function peopleOf(db: Db, tenant_id: string, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('tenant')
    .innerJoin('user', 'user.directory_id', 'tenant.directory_id')
    .select('user.id')
    .where('tenant.id', '=', tenant_id)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('tenant as other')
            .select('other.id')
            .whereRef('other.directory_id', '=', 'tenant.directory_id')
            .where('other.id', '!=', tenant_id),
        ),
      ),
    )
    .orderBy('user.id')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}
