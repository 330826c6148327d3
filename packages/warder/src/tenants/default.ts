import type { Config } from '../config/config.ts'
import * as tenants from '../store/tenants.ts'
import type { Db } from '../store/open.ts'
import { tenantOf, type Tenant } from './tenant.ts'

/** The tenant that is there from the first start, at the root of the server. */
export const firstSlug = 'default'

export async function defaultTenant(db: Db, config: Pick<Config, 'issuer'>): Promise<Tenant> {
  const row = await tenants.findBySlug(db, firstSlug)
  if (!row) throw new Error('the default tenant is missing: the database was not made by Warder')
  return tenantOf(row, config)
}
