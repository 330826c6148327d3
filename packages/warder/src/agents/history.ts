import type { Seconds } from '@warder/protocol'
import { pageAsked, pageOf } from '../http/paging.ts'
import type { Call } from '../http/router.ts'
import type { SessionCaller } from '../sessions/guard.ts'
import * as auditEvents from '../store/operations/audit-events.ts'
import { findAgent } from './list.ts'

/** Something an agent did, as its owner reads it. */
export type AgentDeed = {
  /** It got a token, was refused one, or asked its owner first. */
  kind: 'token' | 'refused' | 'asked'
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

const kinds: Record<string, AgentDeed['kind']> = { 'agent.refused': 'refused', 'agent.asked': 'asked' }

type Detail = Partial<Record<'workspace' | 'action' | 'task' | 'on_behalf_of' | 'reason', string>> & {
  scope?: string[]
}

function deedOf({
  type,
  time,
  address,
  detail,
}: Awaited<ReturnType<typeof auditEvents.newestBy>>[number]): AgentDeed {
  const { workspace, action, task, on_behalf_of, reason, scope } = JSON.parse(detail) as Detail // written in `use/`
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
  }
}
