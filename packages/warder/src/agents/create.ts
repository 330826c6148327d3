import { Problem } from '@warder/protocol'
import { record, type Audited, type AuditEvent } from '../audit/audit.ts'
import { newId } from '../crypto/tokens.ts'
import { unnoted, type NoteMade } from '../http/repeats/once.ts'
import type { Call } from '../http/router.ts'
import { compose, personOf } from '../mail/messages.ts'
import { queueMail } from '../mail/outbox.ts'
import type { SessionCaller } from '../sessions/guard.ts'
import { requireOpen, requireOwner } from '../sessions/recent.ts'
import type { Db } from '../store/open.ts'
import * as users from '../store/people/users.ts'
import * as agents from '../store/programs/agents.ts'
import type { AgentTable } from '../store/schema/agents.ts'
import { words } from '../store/words.ts'
import { alertLink } from '../users/alerts/link.ts'
import { viewOfAgent, type AgentView } from './agent.ts'
import type { NewAgent } from './inputs.ts'
import { columnsOf, requirePowers } from './powers.ts'

/**
 * Registers an agent of a person, which may do what they give it of what they may do themselves.
 *
 * @throws Problem `insufficient_user_authentication`; `forbidden` for a scope they do not hold; `invalid_input`; `conflict`
 *   for one agent too many
 */
export async function createAgent(
  call: Call,
  caller: SessionCaller,
  input: NewAgent,
  made: NoteMade = unnoted,
): Promise<AgentView> {
  requireOwner(call, caller)
  const { app } = call
  const { user_id, session_id } = caller
  requirePowers(app.config.agents, caller.permissions, input)
  const row = rowOf(call, user_id, input)
  await app.db.transaction().execute(async (tx) => {
    // One at a time, so that of any number at once none is more than the limit.
    if (!(await users.hold(tx, user_id))) throw new Problem('not_authenticated')
    await requireOpen(tx, session_id)
    const { max } = app.config.agents
    if ((await agents.countOf(tx, user_id)) >= max) throw tooMany(max)
    await keep(tx, call, row, { owner: caller, by: { actor: user_id, session_id } })
    await made(tx, row.id)
  })
  return viewOfAgent(row)
}

type ForWhom = {
  owner: Pick<SessionCaller, 'email' | 'full_name' | 'locale'>
  by: Pick<AuditEvent, 'actor' | 'session_id' | 'subject'>
}

/** Writes a new agent down, and tells the person whose it is. */
export async function keep(
  tx: Db,
  made: Audited & Pick<Call, 'app' | 'tenant'>,
  row: AgentTable,
  { owner, by }: ForWhom,
): Promise<void> {
  const { app } = made
  await agents.insert(tx, row)
  const link = await alertLink(tx, made, row.user_id)
  const told = { link, at: row.created_at }
  await queueMail(tx, app, compose(app, 'agentMade', personOf(app, owner), told))
  const detail = { id: row.id, scopes: words(row.scope) }
  await record(tx, made, { type: 'agent.created', outcome: 'succeeded', ...by, detail })
}

/** An agent as it begins. What its owner said nothing of is as narrow as it can be. */
export function rowOf(
  { app, tenant }: Pick<Call, 'app' | 'tenant'>,
  user_id: string,
  input: NewAgent,
): AgentTable {
  const now = app.now()
  const { agents: config } = app.config
  const given = {
    ...input,
    runtimes: input.runtimes ?? [],
    sensitive_actions: input.sensitive_actions ?? [],
    // Nobody who registers an agent should have to know what APIs there are.
    resources: input.resources ?? config.resources.slice(0, 10),
    max_token_lifetime_seconds: input.max_token_lifetime_seconds ?? config.max_lifetime,
    on_behalf_of_owner: input.on_behalf_of_owner ?? false,
  }
  return {
    ...nothing,
    ...columnsOf(given, now),
    id: newId('agt'),
    tenant_id: tenant.id,
    user_id,
    created_at: now,
    updated_at: now,
  }
}

const nothing = {
  name: '',
  purpose: '',
  jwks: '{"keys":[]}',
  scope: '',
  actions: '',
  sensitive: '',
  workspaces: '',
  runtimes: '',
  resources: '[]',
  token_lifetime: 0,
  on_behalf_at: null,
  version: 1,
  last_used_at: null,
  stopped_at: null,
}

function tooMany(max: number): Problem {
  const detail =
    max === 0
      ? 'Nobody can register agents here.'
      : `You have ${max} agents, and that is the most. Remove one that you no longer use.`
  return new Problem('conflict', { detail })
}
