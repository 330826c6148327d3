import { allows } from '@warder/protocol'
import * as roles from '../../store/access/roles.ts'
import type { Db } from '../../store/open.ts'
import { words } from '../../store/words.ts'
import { builtInRoles } from './roles.ts'

/** Whoever is told of something is told with others: more of them would not answer sooner. */
const most = 20

/** People whose roles allow something in a tenant and whose account is open, as far as they are told of it. */
export async function holdersOf(db: Db, tenant_id: string, permission: string) {
  const custom = (await roles.all(db, tenant_id)).map(({ name, permissions }) => ({
    name,
    permissions: words(permissions),
  }))
  const names = [...builtInRoles, ...custom]
    .filter((role) => allows(role.permissions, permission))
    .map(({ name }) => name)
  return roles.holdersOf(db, tenant_id, names, most)
}
