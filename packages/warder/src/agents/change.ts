import { Problem } from '@warder/protocol'
import { record } from '../audit/audit.ts'
import type { Call } from '../http/router.ts'
import type { SessionCaller } from '../sessions/guard.ts'
import { requireOpen, requireOwner } from '../sessions/recent.ts'
import * as agents from '../store/programs/agents.ts'
import { unknownAgent, viewOfAgent, type AgentView } from './agent.ts'
import { endTokensNow } from './ended.ts'
import type { AgentChange } from './inputs.ts'
import { columnsOf, requirePowers } from './powers.ts'

/**
 * Changes what an agent may do. Tokens that it has end, so that none is worth more than the agent is now.
 *
 * @throws Problem `insufficient_user_authentication`; `not_found`; `forbidden` for a scope that its owner does not hold;
 *   `invalid_input`; `conflict` when it is changed elsewhere at this moment
 */
export async function changeAgent(
  call: Call,
  caller: SessionCaller,
  id: string,
  input: AgentChange,
): Promise<AgentView> {
  requireOwner(call, caller)
  const { app, tenant } = call
  const { user_id, session_id } = caller
  return app.db.transaction().execute(async (tx) => {
    await requireOpen(tx, session_id)
    const read = await agents.find(tx, { tenant_id: tenant.id, user_id }, id)
    if (!read) throw unknownAgent()
    requirePowers(app.config.agents, caller.permissions, input)
    const now = app.now()
    const columns = { ...columnsOf(input, now), updated_at: now }
    const changed = await agents.change(tx, read, columns)
    if (!changed)
      throw new Problem('conflict', { detail: 'This agent is being changed already. Look at it again.' })
    await endTokensNow(tx, call, changed)
    await record(tx, call, {
      type: 'agent.updated',
      outcome: 'succeeded',
      actor: user_id,
      session_id,
      detail: { id, changed: Object.keys(input) },
    })
    return viewOfAgent(changed)
  })
}
