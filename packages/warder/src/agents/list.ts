import { pageAsked, pageOf } from '../http/paging.ts'
import type { Call } from '../http/router.ts'
import type { SessionCaller } from '../sessions/guard.ts'
import * as agents from '../store/programs/agents.ts'
import { unknownAgent, viewOfAgent, type AgentView } from './agent.ts'

const cursorForm = /^(\d{1,12})\.(agt_[0-9a-z]{1,40})$/

/**
 * A page of the agents of a person, the newest first; `?limit=` and `?cursor=` say which.
 * @throws Problem `invalid_input`
 */
export async function listAgents(
  { app, tenant, url }: Call,
  { user_id }: Pick<SessionCaller, 'user_id'>,
): Promise<{ items: AgentView[]; next_cursor: string | null }> {
  const { limit, cursor } = pageAsked(url.searchParams, cursorForm)
  const [, created_at, id = ''] = cursorForm.exec(cursor ?? '') ?? []
  const after = cursor === undefined ? undefined : { created_at: Number(created_at), id }
  const rows = await agents.listOf(app.db, { user_id, tenant_id: tenant.id }, { limit: limit + 1, after })
  const { items, next_cursor } = pageOf(rows, limit, (last) => `${last.created_at}.${last.id}`)
  return { items: items.map(viewOfAgent), next_cursor }
}

/** @throws Problem `not_found`, also for somebody else's */
export async function findAgent(
  { app, tenant }: Pick<Call, 'app' | 'tenant'>,
  { user_id }: Pick<SessionCaller, 'user_id'>,
  id: string,
): Promise<AgentView> {
  const found = await agents.find(app.db, { tenant_id: tenant.id, user_id }, id)
  if (!found) throw unknownAgent()
  return viewOfAgent(found)
}
