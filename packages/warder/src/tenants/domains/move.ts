import { Problem } from '@warder/protocol'
import type { Operator } from '../../audit/operator.ts'
import * as domains from '../../store/tenants/domains.ts'
import * as tenants from '../../store/tenants.ts'
import { findTenant, type TenantView } from '../manage.ts'
import { movable, tenantNamed } from '../named.ts'
import { originOf } from './hosts.ts'
import { setIssuer, usualIssuer } from './issuer.ts'

/**
 * Makes a verified domain of a tenant its issuer, or with null has it be where a new one would be: below the base domain, or
 * else at its path. Its sessions at the old host are left behind there; refresh tokens and keys go on.
 *
 * @param name its slug, or its id
 * @throws Problem `not_found`, or `conflict` for the first tenant, or a domain that is not its own
 */
export async function moveTenant(by: Operator, name: string, domain: string | null): Promise<TenantView> {
  const { app } = by
  const { id, slug } = await movable(by, name)
  await app.db.transaction().execute(async (tx) => {
    await tenants.hold(tx, id)
    const tenant = await tenantNamed({ app: { db: tx } }, id)
    if (domain !== null && (await domains.findVerified(tx, domain))?.tenant_id !== id)
      throw new Problem('conflict', {
        detail: `The tenant ${slug} has not proved that ${domain.slice(0, 64)} is its own.`,
      })
    const issuer = domain === null ? usualIssuer(app.config, slug) : originOf(app.config, domain)
    await setIssuer(tx, by, tenant, issuer)
  })
  app.tenants.forget()
  return findTenant(by, id)
}
