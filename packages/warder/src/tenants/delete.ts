import { Problem } from '@warder/protocol'
import { record } from '../audit/audit.ts'
import type { Operator } from '../audit/operator.ts'
import { requireState } from '../http/conditional.ts'
import { revokeTenantTokens } from '../oauth-server/revoke.ts'
import { markDeleted } from '../store/tenants/belongings.ts'
import * as domains from '../store/tenants/domains.ts'
import * as tenants from '../store/tenants.ts'
import { firstSlug } from './default.ts'
import { viewOf } from './manage.ts'
import { tenantNamed } from './named.ts'
import { tenantOf } from './tenant.ts'

/**
 * Deletes a tenant. From now on nothing of it is found by anybody, its domains are free, and whoever checks its tokens by
 * themselves hears that they are dead. What it has goes in the background, its people first (`users/lifecycle/erase-tenants.ts`).
 * Its slug is never given out again.
 *
 * @param name its slug, or its id
 * @throws Problem `not_found`, `conflict` for the first tenant, or `precondition_failed` where it is not in the state that was read
 */
export async function deleteTenant(by: Operator, name: string): Promise<{ id: string; slug: string }> {
  const { app } = by
  const { id, slug, issuer } = tenantOf(await tenantNamed(by, name), app.config)
  if (slug === firstSlug)
    throw new Problem('conflict', { detail: `The tenant ${slug} runs this server and cannot be deleted.` })
  const now = app.now()
  await app.db.transaction().execute(async (tx) => {
    await tenants.hold(tx, id)
    requireState(by, viewOf(by, await tenantNamed({ app: { db: tx } }, id)))
    await markDeleted(tx, id, now)
    await domains.removeAllOf(tx, id)
    await revokeTenantTokens(tx, { id, issuer }, now)
    await record(tx, by, { type: 'tenant.deleted', outcome: 'succeeded', detail: { tenant: id, slug } })
  })
  app.tenants.forget()
  return { id, slug }
}
