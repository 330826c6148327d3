import * as roles from '../../store/access/roles.ts'
import type { Db } from '../../store/open.ts'
import { holdingsOf, type Holdings } from './roles.ts'

/** What somebody holds in a tenant, or in all of them where none is named, as it is now. */
export async function heldBy(db: Db, tenant_id: string | undefined, user_id: string): Promise<Holdings> {
  const held = await roles.heldBy(db, tenant_id, user_id)
  return holdingsOf(held.roles, held.custom)
}
