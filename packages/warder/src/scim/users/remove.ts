import { record } from '../../audit/audit.ts'
import { endAllOf } from '../../sessions/end.ts'
import * as groups from '../../store/provisioning/groups.ts'
import * as people from '../../store/provisioning/people.ts'
import { removePerson } from '../../users/lifecycle/erase.ts'
import { keepOneAdministrator, switchAccount } from '../../users/manage.ts'
import { giveBack } from '../../vault/connecting/give-back.ts'
import { followGroups } from '../../users/groups-elsewhere.ts'
import { requireVersion } from '../use/answer.ts'
import type { Provisioning } from '../use/guard.ts'
import { versionOf } from './view.ts'
import { held } from './write.ts'

/**
 * What a directory no longer knows. An account that its person can sign in to by something of their own becomes theirs alone: they
 * are signed out, and lose what groups gave them. Any other is removed or disabled, as the operator said when they made the
 * connection (SC-09).
 *
 * @throws Problem `not_found`, `precondition_failed`, or `conflict` for the last administrator
 */
export async function unprovision(by: Provisioning, id: string, if_match: string | null): Promise<void> {
  const { app, tenant, connection } = by
  const now = app.now()
  const connected = await app.db.transaction().execute(async (tx) => {
    const { row, person } = await held(tx, by, id)
    requireVersion(if_match, versionOf(row))
    const own = await people.hasOwnProof(tx, id)
    if (!own && connection.on_delete === 'delete') {
      await keepOneAdministrator(tx, tenant.id, id)
      await record(tx, by, { type: 'user.deleted', outcome: 'succeeded', subject: id })
      return removePerson(tx, by, id)
    }
    const roles = await groups.rolesOf(tx, connection.id)
    await followGroups(tx, by, id, { roles, groups: [], connection: connection.id })
    await people.remove(tx, id)
    if (own) await endAllOf(tx, id, { now })
    else if (person.disabled_at === null) await switchAccount(tx, by, id, true)
    await record(tx, by, { type: 'user.unprovisioned', outcome: 'succeeded', subject: id })
    return []
  })
  await giveBack(app, connected)
}
