import type { Seconds } from '@warder/protocol'
import { pageAsked, pageOf } from '../http/paging.ts'
import * as auditEvents from '../store/operations/audit-events.ts'
import { requireAgent, type AgentKeeper } from './owners/keeper.ts'

/** Something an agent did, as whoever looks after it reads it. */
export type AgentDeed = {
  /** It got a token, was refused one, asked its owner first, or used a service that they connected. */
  kind: 'token' | 'refused' | 'asked' | 'called'
  when: Seconds
  address: string
  workspace: string | undefined
  action: string | undefined
  /** What it said the work is for. */
  task: string | undefined
  scopes: readonly string[]
  /** It acted for a person: its owner, or of the tenant's somebody whose token an application had. */
  in_a_name: boolean
  /** Why it was refused. */
  reason: string | undefined
  /** Of a call to a connected service. */
  method: string | undefined
  url: string | undefined
}

const cursorForm = /^evt_[1-9]\d{0,14}$/
const perPage = 25

/** What an agent did, newest first, from the audit; `?cursor=` says where. @throws Problem `not_found`, or `invalid_input` */
export async function deedsOf(
  by: AgentKeeper,
  id: string,
  query: URLSearchParams,
): Promise<{ items: AgentDeed[]; next_cursor: string | null }> {
  await requireAgent(by, id, 'read')
  const { cursor } = pageAsked(query, cursorForm)
  const before = cursor === undefined ? undefined : Number(cursor.slice('evt_'.length))
  const rows = await auditEvents.newestBy(by.app.db, id, perPage + 1, before)
  const { items, next_cursor } = pageOf(rows, perPage, ({ seq }) => `evt_${seq}`)
  return { items: items.map(deedOf), next_cursor }
}

/** What agents of the tenant did lately in the name of a person, newest first. */
export async function deedsInNameOf(
  { app, tenant }: Pick<AgentKeeper, 'app' | 'tenant'>,
  user_id: string,
): Promise<(AgentDeed & { agent: string })[]> {
  const rows = await auditEvents.newestInName(app.db, { tenant_id: tenant.id, user_id }, perPage)
  return rows.map((row) => ({ ...deedOf(row), agent: row.agent_name }))
}

const kinds: Record<string, AgentDeed['kind']> = {
  'agent.refused': 'refused',
  'agent.asked': 'asked',
  'vault.used': 'called',
}

type Detail = Partial<
  Record<'workspace' | 'action' | 'task' | 'on_behalf_of' | 'reason' | 'method' | 'url', string>
> & {
  scope?: string[]
}

function deedOf({
  type,
  time,
  address,
  detail,
}: Pick<
  Awaited<ReturnType<typeof auditEvents.newestBy>>[number],
  'type' | 'time' | 'address' | 'detail'
>): AgentDeed {
  const said = JSON.parse(detail) as Detail // written in `use/`, here and in the vault
  const { workspace, action, task, on_behalf_of, reason, scope, method, url } = said
  return {
    kind: kinds[type] ?? 'token',
    when: time,
    address,
    workspace,
    action,
    task,
    scopes: scope ?? [],
    in_a_name: on_behalf_of !== undefined,
    reason,
    method,
    url,
  }
}
