import { Problem, type Seconds } from '@warder/protocol'
import { countOf } from '../approvals/ask.ts'
import { record } from '../audit/audit.ts'
import type { Call } from '../http/router.ts'
import type { SessionCaller } from '../sessions/guard.ts'
import { requireOpen, requireRecent } from '../sessions/recent.ts'
import * as oneTimeTokens from '../store/one-time-tokens.ts'
import * as counters from '../store/operations/counters.ts'
import * as agents from '../store/programs/agents.ts'
import type { Context } from './use/context.ts'
import { questionsOf } from './use/approval.ts'

/** Something an agent may do once its owner allows it, as its owner reads it. */
export type WaitingQuestion = {
  /** By what it is answered. */
  id: string
  /** Of the agent. */
  name: string
  context: Context
  scopes: readonly string[]
  asked_at: Seconds
}

/** What the agents of a person wait for, newest first. What one asked that was stopped or changed since is left out. */
export async function waitingFor(
  { app, tenant }: Pick<Call, 'app' | 'tenant'>,
  { user_id }: Pick<SessionCaller, 'user_id'>,
): Promise<WaitingQuestion[]> {
  const asked = await questionsOf(app.db, user_id, app.now())
  const waiting: WaitingQuestion[] = []
  for (const { row, question } of asked) {
    const agent = await agents.find(app.db, { tenant_id: tenant.id, user_id }, question.agent_id)
    if (!agent || agent.version !== question.version) continue
    const { token_hash: id, created_at: asked_at } = row
    waiting.push({ id, name: agent.name, context: question.context, scopes: question.reach.scope, asked_at })
  }
  return waiting
}

/**
 * A person answers what an agent of theirs asked. Of two answers the first counts.
 *
 * @throws Problem `insufficient_user_authentication` before it is allowed, or `not_found` for what was answered or is too old
 */
export async function answerAgent(
  call: Call,
  caller: SessionCaller,
  id: string,
  decision: 'allow' | 'deny',
): Promise<void> {
  if (decision === 'allow') requireSure(call, caller)
  const { app, tenant } = call
  const { user_id, session_id } = caller
  const now = app.now()
  await app.db.transaction().execute(async (tx) => {
    const found = (await questionsOf(tx, user_id, now)).find(({ row }) => row.token_hash === id)
    if (!found) throw over()
    const { row, question } = found
    // Only of an agent of this tenant: somebody may have an account in several.
    if (!(await agents.find(tx, { tenant_id: tenant.id, user_id }, question.agent_id))) throw over()
    if (decision === 'allow') {
      await requireOpen(tx, session_id)
      if (!(await oneTimeTokens.setData(tx, row, { ...question, allowed: true }, now))) throw over()
      // Whoever says yes was not pestered by it.
      await counters.giveBack(tx, countOf(user_id))
    } else {
      const gone = { subject: user_id, token_hash: row.token_hash }
      if (!(await oneTimeTokens.end(tx, 'agent_approval', gone, now))) throw over()
    }
    await record(tx, call, {
      type: decision === 'allow' ? 'agent.allowed' : 'agent.denied',
      outcome: decision === 'allow' ? 'succeeded' : 'refused',
      actor: user_id,
      session_id,
      detail: { ...question.context, scope: question.reach.scope, id: question.agent_id },
    })
  })
}

/** Who has a second factor shows it as well, or whoever has the password could have an agent do anything. */
function requireSure(call: Call, caller: SessionCaller): void {
  const strong = caller.mfa_enabled_at !== null
  requireRecent(call, caller, call.app.config.approvals.recent, strong ? { acr: 'urn:warder:aal2' } : {})
}

const over = () => new Problem('not_found', { detail: 'This was answered already, or its time is over.' })
