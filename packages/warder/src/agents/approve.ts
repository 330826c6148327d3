import { Problem, type Seconds } from '@warder/protocol'
import { countOf } from '../approvals/ask.ts'
import { record } from '../audit/audit.ts'
import type { SessionCaller } from '../sessions/guard.ts'
import { requireRecent } from '../sessions/recent.ts'
import * as oneTimeTokens from '../store/one-time-tokens.ts'
import type { Db } from '../store/open.ts'
import * as counters from '../store/operations/counters.ts'
import * as agents from '../store/programs/agents.ts'
import { ownerOf, type Agent, type AgentOwner } from '../store/programs/agents.ts'
import { looksAfter, type AgentKeeper } from './owners/keeper.ts'
import { askedOf, questionsOf } from './use/approval.ts'
import type { Context } from './use/context.ts'

/** Something an agent may do once it is allowed, as whoever may answer reads it. */
export type WaitingQuestion = {
  /** By what it is answered. */
  id: string
  /** Of the agent. */
  name: string
  owner: AgentOwner['type']
  context: Context
  scopes: readonly string[]
  asked_at: Seconds
  /** Why somebody else has to answer it, where that is so. */
  barred: Barred | undefined
}

/** They may have the keys of the agent, and would answer themselves; or they may not do themselves what it asks for. */
export type Barred = 'keys' | 'scopes'

type Answerer = AgentKeeper & { person: SessionCaller }

/** What the agents that somebody looks after wait for, newest first. What one asked that was stopped or changed since is left out. */
export async function waitingFor(by: Answerer): Promise<WaitingQuestion[]> {
  const waiting: WaitingQuestion[] = []
  for (const { row, question, agent } of await answerable(by, by.app.db)) {
    if (agent.version !== question.version) continue
    const { token_hash: id, created_at: asked_at } = row
    const { context, reach } = question
    const { type: owner } = ownerOf(agent)
    const barred = barOf(by, agent, reach.scope)
    waiting.push({ id, name: agent.name, owner, context, scopes: reach.scope, asked_at, barred })
  }
  return waiting
}

/** The questions that are somebody's to answer: of their own agents, and of the tenant's where they look after them. */
async function answerable(by: Answerer, db: Db) {
  const { app, tenant, person } = by
  const owners: AgentOwner[] = [
    { type: 'person', id: person.user_id },
    { type: 'tenant', id: tenant.id },
  ]
  const found = []
  for (const owner of owners.filter((one) => looksAfter(by, one, 'write'))) {
    for (const asked of await questionsOf(db, owner, app.now())) {
      // Only of an agent of this tenant: somebody may have an account in several.
      const agent = await agents.find(db, tenant.id, asked.question.agent_id)
      if (agent) found.push({ ...asked, agent })
    }
  }
  return found
}

function barOf({ person, may }: Answerer, agent: Agent, scopes: readonly string[]): Barred | undefined {
  if (ownerOf(agent).type === 'person') return undefined
  if (agent.keys_by === person.user_id) return 'keys'
  return scopes.every(may) ? undefined : 'scopes'
}

const bars: Record<Barred, string> = {
  keys: 'You gave this agent its keys. Somebody else has to answer.',
  scopes: 'It asks for more than you may do yourself. Somebody else has to answer.',
}

/**
 * A person answers what an agent of theirs asked, or one of the tenant that they look after. Of two answers, whoever gives them,
 * the first counts. Nobody allows what they could have asked themselves, or may not do.
 *
 * @throws Problem `insufficient_user_authentication` or `forbidden` before it is allowed, or `not_found` for what was answered or is
 *   too old
 */
export async function answerAgent(by: Answerer, id: string, decision: 'allow' | 'deny'): Promise<void> {
  if (decision === 'allow') requireSure(by)
  const { app } = by
  const now = app.now()
  await app.db.transaction().execute(async (tx) => {
    const found = (await answerable(by, tx)).find(({ row }) => row.token_hash === id)
    if (!found) throw over()
    const { row, question, agent } = found
    const owner = ownerOf(agent)
    if (decision === 'allow') {
      const barred = barOf(by, agent, question.reach.scope)
      if (barred) throw new Problem('forbidden', { detail: bars[barred] })
      await by.hold(tx)
      if (!(await oneTimeTokens.setData(tx, row, { ...question, allowed: true }, now))) throw over()
      // Whoever says yes was not pestered by it.
      await counters.giveBack(tx, countOf(askedOf(agent)))
    } else if (!(await oneTimeTokens.end(tx, 'agent_approval', { ...row, subject: owner.id }, now)))
      throw over()
    await record(tx, by, {
      type: decision === 'allow' ? 'agent.allowed' : 'agent.denied',
      outcome: decision === 'allow' ? 'succeeded' : 'refused',
      ...by.who,
      subject: owner.id,
      detail: { ...question.context, scope: question.reach.scope, id: agent.id },
    })
  })
}

/** Who has a second factor shows it as well, or whoever has the password could have an agent do anything. */
function requireSure({ app, person }: Answerer): void {
  const strong = person.mfa_enabled_at !== null
  requireRecent({ app }, person, app.config.approvals.recent, strong ? { acr: 'urn:warder:aal2' } : {})
}

const over = () => new Problem('not_found', { detail: 'This was answered already, or its time is over.' })
