import { pageAsked, pageOf } from '../http/paging.ts'
import * as agents from '../store/programs/agents.ts'
import type { AgentOwner } from '../store/programs/agents.ts'
import { viewOfAgent, type AgentView } from './agent.ts'
import { requireAgent, requireLooksAfter, type AgentKeeper } from './owners/keeper.ts'

const cursorForm = /^(\d{1,12})\.(agt_[0-9a-z]{1,40})$/

/**
 * A page of the agents of an owner, the newest first; `?limit=` and `?cursor=` say which.
 * @throws Problem `forbidden` for an owner whose agents they do not look after, or `invalid_input`
 */
export async function listAgents(
  by: AgentKeeper,
  owner: AgentOwner,
  query: URLSearchParams,
): Promise<{ items: AgentView[]; next_cursor: string | null }> {
  requireLooksAfter(by, owner, 'read')
  const { app, tenant } = by
  const { limit, cursor } = pageAsked(query, cursorForm)
  const [, created_at, id = ''] = cursorForm.exec(cursor ?? '') ?? []
  const after = cursor === undefined ? undefined : { created_at: Number(created_at), id }
  const rows = await agents.listOf(app.db, { owner, tenant_id: tenant.id }, { limit: limit + 1, after })
  const { items, next_cursor } = pageOf(rows, limit, (last) => `${last.created_at}.${last.id}`)
  return { items: items.map(viewOfAgent), next_cursor }
}

/** @throws Problem `not_found`, also for one that they do not look after */
export async function findAgent(by: AgentKeeper, id: string): Promise<AgentView> {
  return viewOfAgent(await requireAgent(by, id, 'read'))
}
