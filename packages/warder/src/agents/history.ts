import type { Seconds } from '@warder/protocol'
import { pageAsked, pageOf } from '../http/paging.ts'
import type { Call } from '../http/router.ts'
import type { SessionCaller } from '../sessions/guard.ts'
import * as auditEvents from '../store/operations/audit-events.ts'
import { findAgent } from './list.ts'

/** Something an agent did, as its owner reads it. */
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
  in_your_name: boolean
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
  call: Call,
  caller: Pick<SessionCaller, 'user_id'>,
  id: string,
): Promise<{ items: AgentDeed[]; next_cursor: string | null }> {
  await findAgent(call, caller, id)
  const { cursor } = pageAsked(call.url.searchParams, cursorForm)
  const before = cursor === undefined ? undefined : Number(cursor.slice('evt_'.length))
  const rows = await auditEvents.newestBy(call.app.db, id, perPage + 1, before)
  const { items, next_cursor } = pageOf(rows, perPage, ({ seq }) => `evt_${seq}`)
  return { items: items.map(deedOf), next_cursor }
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
}: Awaited<ReturnType<typeof auditEvents.newestBy>>[number]): AgentDeed {
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
    in_your_name: on_behalf_of !== undefined,
    reason,
    method,
    url,
  }
}
