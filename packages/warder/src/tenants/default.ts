import type { Config } from '../config/config.ts'
import * as tenants from '../store/tenants.ts'
import type { Db } from '../store/open.ts'
import type { Tenant } from './tenant.ts'

/** The tenant that is there from the first start. Its issuer is the public address of the configuration. */
export async function defaultTenant(db: Db, config: Pick<Config, 'issuer'>): Promise<Tenant> {
  const row = await tenants.findBySlug(db, 'default')
  if (!row) throw new Error('the default tenant is missing: the database was not made by Warder')
  const { id, directory_id, slug, name, issuer } = row
  return { id, directory_id, slug, name, issuer: issuer ?? config.issuer }
}
