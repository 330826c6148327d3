import { isBuiltIn } from '../access/permissions/roles.ts'
import { announceLess } from '../api-keys/ended.ts'
import { record } from '../audit/audit.ts'
import type { Call } from '../http/router.ts'
import * as roles from '../store/access/roles.ts'
import type { Db } from '../store/open.ts'
import * as users from '../store/people/users.ts'

export type Following = {
  /** What each group of theirs is here. */
  roles: Readonly<Record<string, string>>
  groups: readonly string[]
  /** By which connection, for the audit. */
  connection: string
}

/**
 * Has somebody have the roles that their groups elsewhere are here, and not those of groups that they have left. Only roles that a
 * group is mapped to are given or taken, and none that is there always.
 */
export async function followGroups(
  tx: Db,
  call: Pick<Call, 'app' | 'tenant' | 'trace'>,
  user_id: string,
  { roles: mapping, groups, connection }: Following,
): Promise<void> {
  const mapped = new Map(Object.entries(mapping))
  if (mapped.size === 0) return
  const { app, tenant } = call
  const now = app.now()
  const known = await roles.known(tx, tenant.id, [...mapped.values()])
  const wanted = new Set(groups.map((group) => mapped.get(group)))
  const held = (await roles.heldBy(tx, tenant.id, user_id)).roles
  for (const { name: role } of known.filter(({ name }) => !isBuiltIn(name))) {
    if (wanted.has(role) === held.includes(role)) continue
    if (wanted.has(role)) await users.grantRole(tx, tenant.id, user_id, role, now)
    else {
      await roles.revoke(tx, tenant.id, user_id, role)
      await announceLess(tx, user_id, now)
    }
    const type = wanted.has(role) ? 'role.granted' : 'role.revoked'
    await record(tx, call, { type, outcome: 'succeeded', subject: user_id, detail: { role, connection } })
  }
}
