import { record, type AuditEvent } from '../audit/audit.ts'
import * as agents from '../store/programs/agents.ts'
import { ownerOf } from '../store/programs/agents.ts'
import { viewOfAgent, type AgentView } from './agent.ts'
import { requireEqual } from './change.ts'
import { endTokensNow, endTokensOf } from './ended.ts'
import { requireAgent, unknownAgent, type AgentKeeper } from './owners/keeper.ts'

/**
 * Stops an agent: it gets no more tokens, and those it has end. No fresh sign-in is asked for: whoever stops one in haste
 * has a reason. One that is stopped already is left as it is.
 *
 * @throws Problem `not_found`, also for one that they do not look after
 */
export async function stopAgent(by: AgentKeeper, id: string): Promise<AgentView> {
  const { app } = by
  return app.db.transaction().execute(async (tx) => {
    const read = await requireAgent(by, id, 'write', tx)
    const stopped = await agents.setStopped(tx, id, { stopped: true, now: app.now() })
    if (!stopped) return viewOfAgent(read)
    await endTokensNow(tx, by, stopped)
    await record(tx, by, { type: 'agent.stopped', ...eventOf(by, stopped) })
    return viewOfAgent(stopped)
  })
}

/**
 * Starts an agent that was stopped. What it had before stays ended.
 *
 * @throws Problem `insufficient_user_authentication`; `not_found`; `forbidden` for one of the tenant that does more than they may
 */
export async function startAgent(by: AgentKeeper, id: string): Promise<AgentView> {
  by.fresh()
  const { app } = by
  return app.db.transaction().execute(async (tx) => {
    await by.hold(tx)
    const read = await requireAgent(by, id, 'write', tx)
    requireEqual(by, read)
    const started = await agents.setStopped(tx, id, { stopped: false, now: app.now() })
    if (!started) return viewOfAgent(read)
    await record(tx, by, { type: 'agent.started', ...eventOf(by, started) })
    return viewOfAgent(started)
  })
}

/** Removes an agent for good, and ends every token of it. @throws Problem `not_found`, also for one that they do not look after */
export async function removeAgent(by: AgentKeeper, id: string): Promise<void> {
  const { app } = by
  await app.db.transaction().execute(async (tx) => {
    const read = await requireAgent(by, id, 'write', tx)
    if (!(await agents.remove(tx, id))) throw unknownAgent()
    await endTokensOf(tx, [id], app.now())
    await record(tx, by, { type: 'agent.deleted', ...eventOf(by, read) })
  })
}

function eventOf({ who }: AgentKeeper, agent: agents.Agent): Omit<AuditEvent, 'type'> {
  return { outcome: 'succeeded', ...who, subject: ownerOf(agent).id, detail: { id: agent.id } }
}
