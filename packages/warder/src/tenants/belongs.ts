import { Problem, type Seconds } from '@warder/protocol'
import * as memberships from '../store/access/memberships.ts'
import type { Db } from '../store/open.ts'
import * as tenants from '../store/tenants.ts'
import type { Tenant } from './tenant.ts'

/**
 * Whether somebody is one of the people of a tenant: of its directory, and where that is the common one, its member. In the
 * transaction of an effect the person is held first, so that whoever takes them out comes before or after.
 */
export async function belongs(
  db: Db,
  { id, directory_id, shared }: Tenant,
  user: { id: string; directory_id: string } | undefined,
): Promise<boolean> {
  if (user?.directory_id !== directory_id) return false
  return !shared || memberships.has(db, id, user.id)
}

/**
 * Lets somebody of the common directory into a tenant; false for whoever was in it. Of any number who come at once no more get
 * in than there are seats.
 *
 * @param tx a transaction that holds the person
 * @throws Problem `conflict` for a tenant that is full
 */
export async function admit(tx: Db, tenant_id: string, user_id: string, now: Seconds): Promise<boolean> {
  const seats = await tenants.holdSeats(tx, tenant_id)
  if (await memberships.has(tx, tenant_id, user_id)) return false
  if (seats !== null && seats !== undefined && (await memberships.count(tx, tenant_id)) >= seats)
    throw new Problem('conflict', { detail: 'This organisation has no room for another member.' })
  return memberships.insert(tx, tenant_id, user_id, now)
}
