import type { Db } from '../../store/open.ts'
import * as groups from '../../store/provisioning/groups.ts'
import { followAllGroups } from '../../users/groups-elsewhere.ts'
import type { Operator } from '../../users/manage.ts'

/** People whose groups are read at once. */
const batch = 500

/**
 * Has people have the roles that their groups give them, and not those of groups that they have left. Call it after the change of
 * who is where, and hold their accounts before it: of two groups that somebody leaves at once, neither may think that the other
 * still gives the role.
 *
 * @param lost roles of groups that gave them until now, by the id of the group
 */
export async function followMembers(
  tx: Db,
  by: Operator,
  provisioner_id: string,
  user_ids: readonly string[],
  lost: Readonly<Record<string, string>> = {},
): Promise<void> {
  const given = await groups.rolesOf(tx, provisioner_id)
  // A group that gave another role until now is named apart from what it gives.
  const before = Object.entries(lost).map(([id, role]) => [`was ${id}`, role] as const)
  const roles = { ...given, ...Object.fromEntries(before) }
  if (Object.keys(roles).length === 0) return
  for (let at = 0; at < user_ids.length; at += batch) {
    const some = user_ids.slice(at, at + batch)
    const memberships = Map.groupBy(await groups.groupsOf(tx, some), ({ user_id }) => user_id)
    const theirs = some.map((id) => [id, (memberships.get(id) ?? []).map((group) => group.id)] as const)
    await followAllGroups(tx, by, new Map(theirs), { roles, connection: provisioner_id })
  }
}
