import type { Seconds } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import * as domains from '../../store/tenants/domains.ts'
import type { DomainRow } from '../../store/tenants/domains.ts'
import type { Db } from '../../store/open.ts'
import * as tenants from '../../store/tenants.ts'
import { setIssuer, usualIssuer, type Mover } from './issuer.ts'

/**
 * Takes a domain from a tenant that no longer proves it. One whose address it was goes back to where it would be without: its
 * links lead to people who have the domain by now, and the next tenant that proves it must not have the same issuer.
 *
 * @param seen_before nothing is taken whose record was seen after this moment
 */
export async function loseDomain(
  tx: Db,
  by: Mover,
  { id, name, tenant_id }: DomainRow,
  seen_before?: Seconds,
): Promise<void> {
  await tenants.hold(tx, tenant_id)
  if (!(await domains.remove(tx, id, seen_before))) return
  const detail = { tenant: tenant_id, domain: name }
  await record(tx, by, { type: 'domain.lost', outcome: 'succeeded', detail })
  const tenant = await tenants.findByName(tx, tenant_id)
  if (tenant && tenant.issuer !== null && new URL(tenant.issuer).hostname === name)
    await setIssuer(tx, by, tenant, usualIssuer(by.app.config, tenant.slug))
}
