import { record } from '../audit/audit.ts'
import type { Call } from '../http/router.ts'
import type { SessionCaller } from '../sessions/guard.ts'
import { requireOpen, requireOwner } from '../sessions/recent.ts'
import * as agents from '../store/programs/agents.ts'
import { unknownAgent, viewOfAgent, type AgentView } from './agent.ts'
import { endTokensNow, endTokensOf } from './ended.ts'

/**
 * Stops an agent: it gets no more tokens, and those it has end. No fresh sign-in is asked for: whoever stops one in haste
 * has a reason. One that is stopped already is left as it is.
 *
 * @throws Problem `not_found`, also for somebody else's
 */
export async function stopAgent(call: Call, caller: SessionCaller, id: string): Promise<AgentView> {
  const { app, tenant } = call
  const { user_id, session_id } = caller
  const whose = { tenant_id: tenant.id, user_id }
  return app.db.transaction().execute(async (tx) => {
    const stopped = await agents.setStopped(tx, whose, id, { stopped: true, now: app.now() })
    if (!stopped) return viewOfAgent(await requireAgent(tx, whose, id))
    await endTokensNow(tx, call, stopped)
    const event = { type: 'agent.stopped', outcome: 'succeeded', detail: { id } } as const
    await record(tx, call, { ...event, actor: user_id, session_id })
    return viewOfAgent(stopped)
  })
}

/**
 * Starts an agent that was stopped. What it had before stays ended.
 *
 * @throws Problem `insufficient_user_authentication`, or `not_found`
 */
export async function startAgent(call: Call, caller: SessionCaller, id: string): Promise<AgentView> {
  requireOwner(call, caller)
  const { app, tenant } = call
  const { user_id, session_id } = caller
  const whose = { tenant_id: tenant.id, user_id }
  return app.db.transaction().execute(async (tx) => {
    await requireOpen(tx, session_id)
    const started = await agents.setStopped(tx, whose, id, { stopped: false, now: app.now() })
    if (!started) return viewOfAgent(await requireAgent(tx, whose, id))
    const event = { type: 'agent.started', outcome: 'succeeded', detail: { id } } as const
    await record(tx, call, { ...event, actor: user_id, session_id })
    return viewOfAgent(started)
  })
}

/** Removes an agent for good, and ends every token of it. @throws Problem `not_found`, also for somebody else's */
export async function removeAgent(call: Call, caller: SessionCaller, id: string): Promise<void> {
  const { app, tenant } = call
  const { user_id, session_id } = caller
  await app.db.transaction().execute(async (tx) => {
    if (!(await agents.remove(tx, { tenant_id: tenant.id, user_id }, id))) throw unknownAgent()
    await endTokensOf(tx, [id], app.now())
    const event = { type: 'agent.deleted', outcome: 'succeeded', detail: { id } } as const
    await record(tx, call, { ...event, actor: user_id, session_id })
  })
}

async function requireAgent(
  tx: Parameters<typeof agents.find>[0],
  whose: agents.Whose,
  id: string,
): Promise<agents.Agent> {
  const found = await agents.find(tx, whose, id)
  if (!found) throw unknownAgent()
  return found
}
