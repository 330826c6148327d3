import { Problem } from '@warder/protocol'
import { isBuiltIn } from '../../access/permissions/roles.ts'
import { record } from '../../audit/audit.ts'
import { pageOf } from '../../http/paging.ts'
import * as groups from '../../store/provisioning/groups.ts'
import * as people from '../../store/provisioning/people.ts'
import { requireRoles, type Operator } from '../../users/manage.ts'
import { followMembers } from '../groups/roles.ts'
import { requireConnection } from './connection.ts'

export type GroupView = { id: string; name: string; external_id: string | null; role: string | null }

const viewOf = ({ id, display_name, external_id, role }: groups.Group): GroupView => {
  return { id, name: display_name, external_id, role }
}

/** The groups of a connection, by id. @throws Problem `not_found` */
export async function listGroups(
  by: Operator,
  connection: string,
  { limit = 50, cursor }: { limit?: number; cursor?: string },
) {
  await requireConnection(by, connection)
  const rows = await groups.list(by.app.db, connection, { after: cursor }, { limit: limit + 1 })
  return pageOf(rows.map(viewOf), limit, ({ id }) => id)
}

/**
 * Lets a group give its members a role, or no longer. A group gives nobody anything by its name: whoever names groups elsewhere is
 * not who gives rights here (SC-07). Those who are in it have the role at once.
 *
 * @param role null for none
 * @throws Problem `not_found` or `invalid_input`
 */
export async function mapGroup(by: Operator, id: string, role: string | null): Promise<GroupView> {
  const { app, tenant } = by
  if (role !== null) {
    if (isBuiltIn(role))
      throw new Problem('invalid_input', {
        detail: `The role ${role} is given to single people, and to no group.`,
      })
    await requireRoles(by, [role])
  }
  return app.db.transaction().execute(async (tx) => {
    const found = await groups.findIn(tx, tenant.id, id)
    const group = found && (await groups.hold(tx, found.provisioner_id, id))
    if (!group) throw new Problem('not_found', { detail: `There is no group ${id.slice(0, 64)}.` })
    await groups.update(tx, id, { role })
    const members = (await groups.membersOf(tx, [id])).get(id) ?? []
    await people.holdAccounts(tx, group.provisioner_id, members)
    const lost = group.role !== null && group.role !== role ? { [id]: group.role } : {}
    await followMembers(tx, by, group.provisioner_id, members, lost)
    const detail = { group: id, ...(role !== null && { role }) }
    await record(tx, by, { type: 'group.mapped', outcome: 'succeeded', detail })
    return viewOf({ ...group, role })
  })
}
