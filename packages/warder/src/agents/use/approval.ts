import { Problem, type Seconds } from '@warder/protocol'
import { holdersOf } from '../../access/permissions/holders.ts'
import { countedFor, countOf } from '../../approvals/ask.ts'
import { record } from '../../audit/audit.ts'
import { json, type Answer } from '../../http/answer.ts'
import type { Call } from '../../http/router.ts'
import { compose, personOf } from '../../mail/messages.ts'
import { queueMail } from '../../mail/outbox.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import type { Db } from '../../store/open.ts'
import * as counters from '../../store/operations/counters.ts'
import * as users from '../../store/people/users.ts'
import * as agents from '../../store/programs/agents.ts'
import { ownerOf } from '../../store/programs/agents.ts'
import { minute } from '../../time.ts'
import { writeAgents } from '../owners/keeper.ts'
import type { Context } from './context.ts'
import type { AgentCaller } from './guard.ts'
import type { Reach } from './limits.ts'

/** What an agent wants to do, and exactly what it would get for it. */
export type Asked = { context: Context; reach: Reach; jkt: string | null }

/** The same, as it waits for an answer. `version` is of the agent: once that is stopped or changed, no answer counts. */
export type Question = Asked & { agent_id: string; version: number; allowed: boolean }

/** How often an agent may look whether its owner has answered. */
const interval: Seconds = 5
/** Of one agent at a time. More of them would be allowed unread. */
const mostWaiting = 3
/** Of all agents of an owner together, as they are read. */
const mostRead = 200

/**
 * Asks the owner of an agent for one token: the person, or whoever looks after the agents of the tenant. It gets what was asked, and nothing else, with the handle that is answered here
 * and another assertion for the same work.
 *
 * @throws Problem `too_many_requests` for an agent whose owner has enough to answer
 */
export async function askOwner(call: Call<AgentCaller>, asked: Asked): Promise<Answer> {
  const { app } = call
  const { agent } = call.caller
  const { version } = agent
  const now = app.now()
  const { lifetime } = app.config.approvals
  const handle = await app.db.transaction().execute(async (tx) => {
    // Held, so that of any number who ask at once none is more than the limit.
    if (!(await agents.use(tx, agent, now)))
      throw new Problem('conflict', { detail: 'This agent was changed a moment ago. Ask again.' })
    const owner = ownerOf(agent)
    const waiting = await questionsOf(tx, owner, now)
    const same = waiting.filter(
      ({ question }) => question.agent_id === agent.id && question.version === version,
    )
    if (same.length >= mostWaiting)
      throw new Problem('too_many_requests', {
        detail: 'The owner of this agent has not answered what it asked before.',
        headers: { 'retry-after': String(minute) },
      })
    // The same count that applications take from: so many questions are read, and those after them are not.
    const most = app.config.approvals.most
    const counted = await counters.tryIncrement(tx, countOf(askedOf(agent)), most, now + countedFor, now)
    if (!counted.ok)
      throw new Problem('too_many_requests', {
        detail: 'The owner of this agent has been asked often enough for now.',
        headers: { 'retry-after': String(counted.expires_at - now) },
      })
    const question: Question = { ...asked, agent_id: agent.id, version, allowed: false }
    const made = await oneTimeTokens.create(tx, 'agent_approval', {
      subject: owner.id,
      data: question,
      expires_at: now + lifetime,
      now,
    })
    // The mail leads to a page that has all of them, so one is enough while any waits.
    if (waiting.length === 0) await tellAnswerers(tx, call)
    await record(tx, call, {
      type: 'agent.asked',
      outcome: 'succeeded',
      actor: agent.id,
      subject: owner.id,
      client_id: agent.id,
      detail: { ...asked.context, scope: asked.reach.scope, resource: asked.reach.audience },
    })
    return made
  })
  return waits(handle, lifetime)
}

/** Of a person's agents all together ask as often as somebody may be asked; of the tenant's, whom several look after, each. */
export function askedOf(agent: Pick<agents.Agent, 'id' | 'user_id'>): string {
  return agent.user_id ?? agent.id
}

/** Tells whoever may answer. */
async function tellAnswerers(tx: Db, call: Call<AgentCaller>): Promise<void> {
  const { app, tenant, caller } = call
  const { agent } = caller
  const told = { link: `${tenant.issuer}/account/agents`, at: app.now(), own: agent.user_id !== null }
  for (const reader of await answerersOf(tx, agent))
    await queueMail(tx, app, compose(call, 'agentAsks', personOf(app, reader), told))
}

async function answerersOf(tx: Db, { user_id, tenant_id, keys_by }: AgentCaller['agent']) {
  if (user_id === null) {
    const holders = await holdersOf(tx, tenant_id, writeAgents)
    return holders.filter(({ id }) => id !== keys_by)
  }
  const person = await users.find(tx, user_id)
  return person ? [person] : []
}

/** That there is no answer yet. */
export function waits(auth_req_id: string, expires_in: Seconds): Answer {
  return json({ status: 'authorization_pending', auth_req_id, expires_in, interval }, { status: 202 })
}

export type State = { kind: 'pending'; expires_in: Seconds } | { kind: 'allowed' } | { kind: 'over' }

/** What became of a question, for the agent that asked it and asks for the same again; for any other there is none. */
export async function stateOf(
  { app, caller: { agent } }: Call<AgentCaller>,
  auth_req_id: string,
  asked: Asked,
): Promise<State> {
  const now = app.now()
  const row = await oneTimeTokens.findLive(app.db, 'agent_approval', auth_req_id, now)
  if (!row) return { kind: 'over' }
  const { allowed, ...question } = questionIn(row.data)
  const same = { ...asked, agent_id: agent.id, version: agent.version }
  if (spelled(question) !== spelled(same)) return { kind: 'over' }
  return allowed ? { kind: 'allowed' } : { kind: 'pending', expires_in: row.expires_at - now }
}

/** Uses up an answer: false for the second of two who come with it. */
export async function spendAnswer(tx: Db, auth_req_id: string, now: Seconds): Promise<boolean> {
  const row = await oneTimeTokens.consume(tx, 'agent_approval', auth_req_id, now)
  return row !== undefined && questionIn(row.data).allowed
}

/** What the agents of an owner wait for, newest first. */
export async function questionsOf(db: Db, { id }: Pick<agents.AgentOwner, 'id'>, now: Seconds) {
  const rows = await oneTimeTokens.liveOf(db, 'agent_approval', id, now, mostRead)
  return rows
    .map((row) => ({ row, question: questionIn(row.data) }))
    .filter(({ question }) => !question.allowed)
}

const questionIn = (data: string) => JSON.parse(data) as Question // written by `askOwner`

/** In one spelling: the members in one order at every depth. */
function spelled(value: object): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  )
}
