import { Problem } from '@warder/protocol'
import type { Db } from '../store/open.ts'
import * as tenants from '../store/tenants.ts'

/**
 * The row of a tenant.
 *
 * @param name its slug, or its id: no slug has the line of one
 * @throws Problem `not_found`, also for one that was deleted
 */
export async function tenantNamed(
  { app: { db } }: { app: { db: Db } },
  name: string,
): Promise<tenants.TenantRow> {
  const row = await tenants.findByName(db, name)
  if (!row || row.deleted_at !== null)
    throw new Problem('not_found', { detail: `There is no tenant ${name.slice(0, 64)}.` })
  return row
}

/**
 * The row of a tenant that may have a host of its own.
 *
 * @throws Problem `not_found`, or `conflict` for the first tenant, and for one whose people sign in at the address of that
 */
export async function movable(by: { app: { db: Db } }, name: string): Promise<tenants.TenantRow> {
  const row = await tenantNamed(by, name)
  if (row.issuer === null)
    throw new Problem('conflict', { detail: `The address of the tenant ${row.slug} is the issuer setting.` })
  if (row.directory_id === tenants.commonDirectory)
    throw new Problem('conflict', {
      detail: `People sign in to the tenant ${row.slug} at the address of the server, so that it has none of its own.`,
    })
  return row
}
