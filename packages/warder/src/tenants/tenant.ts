import type { OwnBrand } from '../brand/brand.ts'
import type { Config } from '../config/config.ts'
import { commonDirectory, type TenantRow } from '../store/tenants.ts'

/** What a request needs to know of the tenant it speaks to. */
export type Tenant = {
  id: string
  directory_id: string
  slug: string
  name: string
  /** Stored or configured, never taken from a request. */
  issuer: string
  /** What browsers say that its pages come from. */
  origin: string
  /** What stands before its paths at the host of the server: `/t/acme`, and nothing for the first tenant. */
  prefix: string
  /** How its pages look, where that is not as those of the server. */
  brand: OwnBrand
  /** It has no people of its own: those of the first tenant belong to it who are its members. */
  shared: boolean
}

/** Of a row of the store. The issuer of the first tenant is the public address of the configuration. */
export function tenantOf(row: TenantRow, config: Pick<Config, 'issuer'>): Tenant {
  const { id, directory_id, slug, name, issuer } = row
  const shared = issuer !== null && directory_id === commonDirectory
  const brand = { name: row.brand_name, colour: row.brand_color, logo: row.logo_id }
  const known = { id, directory_id, slug, name, brand, shared }
  if (issuer === null) return { ...known, issuer: config.issuer, origin: config.issuer, prefix: '' }
  const prefix = prefixOf(slug)
  const origin = issuer.endsWith(prefix) ? config.issuer : issuer
  return { ...known, issuer, origin, prefix }
}

/** What stands before the paths of a tenant that is not the first. */
export const prefixOf = (slug: string): string => `/t/${slug}`

/** Whether a tenant has a host to itself: then its issuer is no more than the origin of that. */
export const hasOwnHost = ({ issuer, origin, prefix }: Tenant): boolean => prefix !== '' && issuer === origin
