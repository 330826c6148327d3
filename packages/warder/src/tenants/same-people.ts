import type { Call } from '../http/router.ts'
import { pageOf } from '../http/paging.ts'
import * as memberships from '../store/access/memberships.ts'
import { defaultTenant, firstSlug } from './default.ts'
import { tenantOf, type Tenant } from './tenant.ts'

/**
 * A tenant of the same directory as that of the call, by its slug or id: somebody may be signed in to both. Undefined where
 * there is none, or it is suspended.
 */
export async function ofSamePeople(
  { app, tenant }: Pick<Call, 'app' | 'tenant'>,
  name: string,
): Promise<Tenant | undefined> {
  if (name === tenant.id || name === tenant.slug) return tenant
  // It is no tenant below a path.
  if (tenant.shared) {
    const first = await defaultTenant(app.db, app.config)
    if (name === first.id || name === firstSlug) return first
  }
  const found = await app.tenants.open(name)
  return found?.directory_id === tenant.directory_id ? found : undefined
}

/** The tenants that somebody may go on to: the first one, which has the accounts, and by slug those that they are members of. */
export async function tenantsOf(
  { app, tenant }: Pick<Call, 'app' | 'tenant'>,
  user_id: string,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<{ items: Tenant[]; next_cursor: string | null }> {
  if (tenant.prefix !== '' && !tenant.shared) return { items: [tenant], next_cursor: null }
  const first = tenant.shared ? await defaultTenant(app.db, app.config) : tenant
  const rows = await memberships.tenantsOf(app.db, user_id, limit + 1, cursor)
  const page = pageOf(rows, limit, ({ slug }) => slug)
  const items = page.items.map((row) => tenantOf(row, app.config))
  return { ...page, items: cursor === undefined ? [first, ...items] : items }
}
