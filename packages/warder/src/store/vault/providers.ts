import type { Selectable } from 'kysely'
import type { Db } from '../open.ts'
import type { VaultProviderTable } from '../schema/vault.ts'

/** The services that people of a tenant may connect. */

export type ProviderRow = Selectable<VaultProviderTable>

/** Adds a provider, or puts it in the place of the one of that name: what people have connected stays. */
export async function put(tx: Db, row: VaultProviderTable): Promise<void> {
  const { title, definition, client_id, client_secret, updated_at } = row
  const changed = { title, definition, client_id, client_secret, updated_at }
  await tx
    .insertInto('vault_provider')
    .values(row)
    .onConflict((conflict) => conflict.columns(['tenant_id', 'name']).doUpdateSet(changed))
    .execute()
}

/** By name. */
export async function list(db: Db, tenant_id: string): Promise<ProviderRow[]> {
  return db
    .selectFrom('vault_provider')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .orderBy('name')
    .execute()
}

export async function find(db: Db, tenant_id: string, name: string): Promise<ProviderRow | undefined> {
  return db
    .selectFrom('vault_provider')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where('name', '=', name)
    .executeTakeFirst()
}

/** Removes a provider to which there are no connections any more, and returns it; undefined when there was none. */
export async function remove(tx: Db, tenant_id: string, name: string): Promise<ProviderRow | undefined> {
  return tx
    .deleteFrom('vault_provider')
    .where('tenant_id', '=', tenant_id)
    .where('name', '=', name)
    .returningAll()
    .executeTakeFirst()
}
