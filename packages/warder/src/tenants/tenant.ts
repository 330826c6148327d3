import type { Config } from '../config/config.ts'
import type { TenantRow } from '../store/tenants.ts'

/** What a request needs to know of the tenant it speaks to. */
export type Tenant = {
  id: string
  directory_id: string
  slug: string
  name: string
  /** Stored or configured, never taken from a request. */
  issuer: string
  /** What stands before its paths: `/t/acme`, and nothing for the first tenant. */
  prefix: string
}

/** Of a row of the store. The issuer of the first tenant is the public address of the configuration. */
export function tenantOf(row: TenantRow, config: Pick<Config, 'issuer'>): Tenant {
  const { id, directory_id, slug, name, issuer } = row
  const prefix = issuer === null ? '' : prefixOf(slug)
  return { id, directory_id, slug, name, issuer: issuer ?? config.issuer, prefix }
}

/** What stands before the paths of a tenant that is not the first. */
export const prefixOf = (slug: string): string => `/t/${slug}`
