import type { App } from '../app.ts'
import { record, type Audited, type AuditEvent } from '../audit/audit.ts'
import type { Call } from '../http/router.ts'
import type { SessionCaller } from '../sessions/guard.ts'
import { requireOpen, requireOwner } from '../sessions/recent.ts'
import type { Db } from '../store/open.ts'
import * as agents from '../store/programs/agents.ts'
import { unknownAgent, viewOfAgent, type AgentView } from './agent.ts'
import { endTokensNow, endTokensOf } from './ended.ts'

type Acting = Audited & { app: App }

/** By whom: the person whose agents are meant, or an operator, who means those of anybody in the tenant. */
type By = Pick<SessionCaller, 'user_id' | 'session_id'> | 'operator'

/**
 * Stops an agent: it gets no more tokens, and those it has end. No fresh sign-in is asked for: whoever stops one in haste
 * has a reason. One that is stopped already is left as it is.
 *
 * @throws Problem `not_found`, also for somebody else's
 */
export async function stopAgent(acting: Acting, by: By, id: string): Promise<AgentView> {
  const { app } = acting
  const whose = whoseOf(acting, by)
  return app.db.transaction().execute(async (tx) => {
    const stopped = await agents.setStopped(tx, whose, id, { stopped: true, now: app.now() })
    if (!stopped) return viewOfAgent(await requireAgent(tx, whose, id))
    await endTokensNow(tx, acting, stopped)
    await record(tx, acting, { type: 'agent.stopped', ...eventOf(by, stopped) })
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
  return start(call, caller, id)
}

/** The same for an operator, whoever owns it. @throws Problem `not_found` */
export async function startAnyAgent(by: Acting, id: string): Promise<AgentView> {
  return start(by, 'operator', id)
}

async function start(acting: Acting, by: By, id: string): Promise<AgentView> {
  const { app } = acting
  const whose = whoseOf(acting, by)
  return app.db.transaction().execute(async (tx) => {
    if (by !== 'operator') await requireOpen(tx, by.session_id)
    const started = await agents.setStopped(tx, whose, id, { stopped: false, now: app.now() })
    if (!started) return viewOfAgent(await requireAgent(tx, whose, id))
    await record(tx, acting, { type: 'agent.started', ...eventOf(by, started) })
    return viewOfAgent(started)
  })
}

/** Removes an agent for good, and ends every token of it. @throws Problem `not_found`, also for somebody else's */
export async function removeAgent(acting: Acting, by: By, id: string): Promise<void> {
  const { app } = acting
  await app.db.transaction().execute(async (tx) => {
    const removed = await agents.remove(tx, whoseOf(acting, by), id)
    if (!removed) throw unknownAgent()
    await endTokensOf(tx, [id], app.now())
    await record(tx, acting, { type: 'agent.deleted', ...eventOf(by, removed) })
  })
}

function whoseOf({ tenant }: Acting, by: By): agents.Whose {
  return { tenant_id: tenant.id, ...(by !== 'operator' && { user_id: by.user_id }) }
}

function eventOf(by: By, { id, user_id }: Pick<agents.Agent, 'id' | 'user_id'>): Omit<AuditEvent, 'type'> {
  const who = by === 'operator' ? { subject: user_id } : { actor: by.user_id, session_id: by.session_id }
  return { outcome: 'succeeded', ...who, detail: { id } }
}

async function requireAgent(tx: Db, whose: agents.Whose, id: string): Promise<agents.Agent> {
  const found = await agents.find(tx, whose, id)
  if (!found) throw unknownAgent()
  return found
}
