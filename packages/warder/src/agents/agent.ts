import type { Seconds } from '@warder/protocol'
import { ownerOf, type Agent, type AgentOwner } from '../store/programs/agents.ts'
import { words } from '../store/words.ts'
import { isoTime } from '../time.ts'

/** An agent as whoever looks after it sees it, times in seconds. */
export type AgentView = {
  id: string
  owner: AgentOwner
  name: string
  purpose: string
  status: 'active' | 'stopped'
  public_keys: unknown[]
  scopes: string[]
  actions: string[]
  sensitive_actions: string[]
  workspaces: string[]
  runtimes: string[]
  resources: string[]
  max_token_lifetime_seconds: Seconds
  on_behalf_of_owner: boolean
  created_at: Seconds
  updated_at: Seconds
  last_used_at: Seconds | null
}

export function viewOfAgent(row: Agent): AgentView {
  return {
    id: row.id,
    owner: ownerOf(row),
    name: row.name,
    purpose: row.purpose,
    status: row.stopped_at === null ? 'active' : 'stopped',
    public_keys: (JSON.parse(row.jwks) as { keys: unknown[] }).keys, // written by `columnsOf`, like the next
    scopes: words(row.scope),
    actions: words(row.actions),
    sensitive_actions: words(row.sensitive),
    workspaces: words(row.workspaces),
    runtimes: words(row.runtimes),
    resources: JSON.parse(row.resources) as string[],
    max_token_lifetime_seconds: Number(row.token_lifetime),
    on_behalf_of_owner: row.on_behalf_at !== null,
    created_at: row.created_at,
    updated_at: row.updated_at,
    last_used_at: row.last_used_at,
  }
}

/** The same as programs read it. */
export function writtenAgent({ created_at, updated_at, last_used_at, ...view }: AgentView) {
  return {
    ...view,
    created_at: isoTime(created_at),
    updated_at: isoTime(updated_at),
    last_used_at: last_used_at === null ? null : isoTime(last_used_at),
  }
}
