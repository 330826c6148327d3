import { record, type Audited } from '../../audit/audit.ts'
import type { Config } from '../../config/config.ts'
import type { Db } from '../../store/open.ts'
import * as tenants from '../../store/tenants.ts'
import { prefixOf } from '../tenant.ts'
import { hostBelowBase } from './hosts.ts'

type Place = Pick<Config, 'issuer' | 'trusted_hosts' | 'tenants'>

/** Where a tenant is that has no domain: below the base domain, or else at its path. */
export const usualIssuer = (config: Place, slug: string): string =>
  hostBelowBase(config, slug) ?? config.issuer + prefixOf(slug)

/** Who moves a tenant, or what takes its domain away. */
export type Mover = Audited & { app: { config: Place } }

/** Moves a tenant that the transaction holds. */
export async function setIssuer(
  tx: Db,
  by: Mover,
  { id, slug, issuer: former }: tenants.TenantRow,
  issuer: string,
): Promise<void> {
  if (issuer === former) return
  await tenants.update(tx, id, { issuer })
  const detail = { tenant: id, slug, from: former ?? by.app.config.issuer, to: issuer }
  await record(tx, by, { type: 'tenant.moved', outcome: 'succeeded', detail })
}
