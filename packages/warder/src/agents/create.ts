import { Problem } from '@warder/protocol'
import { record } from '../audit/audit.ts'
import { newId } from '../crypto/tokens.ts'
import { said } from '../http/words/said.ts'
import { compose, personOf } from '../mail/messages.ts'
import { queueMail } from '../mail/outbox.ts'
import type { Db } from '../store/open.ts'
import * as users from '../store/people/users.ts'
import * as agents from '../store/programs/agents.ts'
import type { AgentOwner } from '../store/programs/agents.ts'
import type { AgentTable } from '../store/schema/agents.ts'
import * as tenants from '../store/tenants.ts'
import { words } from '../store/words.ts'
import { alertLink } from '../users/alerts/link.ts'
import { linkOfMade } from '../users/alerts/tell.ts'
import { viewOfAgent, type AgentView } from './agent.ts'
import type { NewAgent } from './inputs.ts'
import { requireLooksAfter, type AgentKeeper } from './owners/keeper.ts'
import { columnsOf, requirePowers } from './powers.ts'

/**
 * Registers an agent of a person, or of the tenant. It may do what its maker gives it of what they may do themselves.
 *
 * @throws Problem `insufficient_user_authentication`; `forbidden` for an owner whose agents they do not look after, or a scope
 *   that is not theirs to give; `invalid_input`; `conflict` for one agent too many
 */
export async function createAgent(by: AgentKeeper, owner: AgentOwner, input: NewAgent): Promise<AgentView> {
  requireLooksAfter(by, owner, 'write')
  by.fresh()
  const { app } = by
  requirePowers(app.config.agents, by.may, input)
  const row = rowOf(by, owner, input)
  await app.db.transaction().execute(async (tx) => {
    // One at a time, so that of any number at once none is more than the limit.
    const person = owner.type === 'person' ? await holdPerson(tx, owner.id) : undefined
    if (!person) await tenants.hold(tx, owner.id)
    await by.hold(tx)
    const { max } = app.config.agents
    if ((await agents.countOf(tx, owner)) >= max) throw tooMany(by, owner, max)
    await agents.insert(tx, row)
    await by.made(tx, row.id)
    await tell(tx, by, owner, person)
    const detail = { id: row.id, scopes: words(row.scope) }
    await record(tx, by, {
      type: 'agent.created',
      outcome: 'succeeded',
      ...by.who,
      subject: owner.id,
      detail,
    })
  })
  return viewOfAgent(row)
}

async function holdPerson(tx: Db, user_id: string): Promise<users.User> {
  const person = await users.hold(tx, user_id)
  if (!person) throw new Problem('not_authenticated')
  return person
}

/** Tells the person whose it is; of one of the tenant the person in whose session it was registered. */
async function tell(
  tx: Db,
  by: AgentKeeper,
  { type }: AgentOwner,
  person: users.User | undefined,
): Promise<void> {
  const { app } = by
  const reader = person ?? by.person
  if (!reader) return
  // What an operator registers for somebody is not theirs to make less of.
  const linkOf = by.person ? linkOfMade : alertLink
  const link = await linkOf(tx, by, 'id' in reader ? reader.id : reader.user_id)
  const told = { link, at: app.now(), own: type === 'person' }
  await queueMail(tx, app, compose(by, 'agentMade', personOf(app, reader), told))
}

/** An agent as it begins. What its maker said nothing of is as narrow as it can be. */
function rowOf(by: AgentKeeper, owner: AgentOwner, input: NewAgent): AgentTable {
  const { app, tenant } = by
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
    ...columnsOf(given, by, now),
    id: newId('agt'),
    tenant_id: tenant.id,
    user_id: owner.type === 'person' ? owner.id : null,
    created_at: now,
    updated_at: now,
  }
}

const nothing = {
  name: '',
  purpose: '',
  jwks: '{"keys":[]}',
  keys_by: null,
  keys_at: 0,
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

function tooMany({ person }: AgentKeeper, { type }: AgentOwner, max: number): Problem {
  if (max === 0) return new Problem('conflict', { detail: 'Nobody can register agents here.' })
  if (type === 'tenant') return new Problem('conflict', said('agents_of_tenant_full', max))
  if (person) return new Problem('conflict', said('agents_full', max))
  const detail = `This person has ${max} agents, and that is the most. Remove one that is no longer used.`
  return new Problem('conflict', { detail })
}
