import { Problem } from '@warder/protocol'
import { heldBy } from '../../access/permissions/held.ts'
import { check } from '../../http/body.ts'
import * as users from '../../store/people/users.ts'
import * as agents from '../../store/programs/agents.ts'
import { findUser, type Operator } from '../../users/manage.ts'
import { keep, rowOf } from '../create.ts'
import { newAgent } from '../inputs.ts'
import { requirePowers } from '../powers.ts'
import { ownedAgent, type OwnedAgent } from './agents.ts'

/**
 * Registers an agent for a person, by identifier or address, who is told by mail. It may do no more than they may, and
 * counts among theirs.
 *
 * @param input as `POST /api/agents` takes it
 * @throws Problem `not_found`, `invalid_input`, `forbidden` for a scope they do not hold, or `conflict` for one too many
 */
export async function createAgentFor(by: Operator, idOrEmail: string, input: unknown): Promise<OwnedAgent> {
  const { app, tenant } = by
  const owner = await findUser(by, idOrEmail)
  const checked = check(newAgent, input)
  const { permissions } = await heldBy(app.db, tenant.id, owner.id)
  requirePowers(app.config.agents, permissions, checked)
  const row = rowOf(by, owner.id, checked)
  await app.db.transaction().execute(async (tx) => {
    const held = await users.hold(tx, owner.id)
    if (!held) throw new Problem('not_found', { detail: `There is no user ${idOrEmail}.` })
    const { max } = app.config.agents
    if ((await agents.countOf(tx, owner.id)) >= max)
      throw new Problem('conflict', { detail: `This person has ${max} agents, and that is the most.` })
    await keep(tx, by, row, { owner: held, by: { subject: owner.id } })
  })
  return ownedAgent({ ...row, email: owner.email })
}
