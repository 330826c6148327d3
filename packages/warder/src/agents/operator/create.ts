import { heldBy } from '../../access/permissions/held.ts'
import { holdsScope } from '../../api-keys/scopes.ts'
import { check } from '../../http/body.ts'
import { findUser, type Operator } from '../../users/manage.ts'
import { writtenAgent } from '../agent.ts'
import { createAgent } from '../create.ts'
import { newAgent } from '../inputs.ts'
import { operatorAgents } from '../owners/keeper.ts'
import type { OwnedAgent } from './agents.ts'

/**
 * Registers an agent for a person, by identifier or address, who is told by mail: it may do no more than they may, and counts
 * among theirs. Without a person it is one of the tenant.
 *
 * @param input as `POST /api/agents` takes it
 * @throws Problem `not_found`, `invalid_input`, `forbidden` for a scope they do not hold, or `conflict` for one too many
 */
export async function createAgentFor(
  operator: Operator,
  idOrEmail: string | undefined,
  input: unknown,
): Promise<OwnedAgent> {
  const { app, tenant } = operator
  const by = operatorAgents(operator)
  const checked = check(newAgent, input)
  if (idOrEmail === undefined)
    return { ...writtenAgent(await createAgent(by, { type: 'tenant', id: tenant.id }, checked)), email: null }
  const { id, email } = await findUser(operator, idOrEmail)
  const { permissions } = await heldBy(app.db, tenant.id, id)
  const may = (scope: string) => holdsScope(app.config.agents, permissions, scope)
  return { ...writtenAgent(await createAgent({ ...by, may }, { type: 'person', id }, checked)), email }
}
