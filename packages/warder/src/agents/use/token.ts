import { Problem, type Seconds } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import { json, type Answer } from '../../http/answer.ts'
import type { Call, Handler } from '../../http/router.ts'
import { provenKey } from '../../oauth-server/proofs/dpop.ts'
import { cnfClaim, type Confirmation } from '../../oauth-server/proofs/sender.ts'
import { accessTokenOf, constantPart } from '../../oauth-server/token/new-access-token.ts'
import { isActive } from '../../store/oauth/token-holders.ts'
import type { Db } from '../../store/open.ts'
import type { HeldAgent } from '../../store/programs/agent-holders.ts'
import * as agents from '../../store/programs/agents.ts'
import { areTokensDead } from '../ended.ts'
import { askOwner, spendAnswer, stateOf, waits } from './approval.ts'
import { isSensitive, toldContext, unsuited, type Context } from './context.ts'
import { noteRefused, type AgentCaller } from './guard.ts'
import { audienceOf, scopeOf, type Reach } from './limits.ts'

/** What an agent gets: a token, and how far it reaches. */
type AgentToken = {
  access_token: string
  token_type: 'Bearer' | 'DPoP'
  expires_in: Seconds
  scope: string
}

/**
 * `POST /api/agents/{id}/token`: a short-lived access token for one piece of work, bound to the key of a DPoP proof where
 * one is sent (RFC 9449 §5). What the owner wants to be asked about is answered 202 until they have answered.
 *
 * @throws Problem `forbidden` for what the agent may not do, or its owner did not allow; `conflict` where it was changed a
 *   moment ago
 */
export const agentToken: Handler<AgentCaller> = async (call) => {
  const { app, tenant, caller } = call
  const { agent, context } = caller
  const reason = whyNot(agent, context)
  if (reason !== undefined) throw await forbid(call, reason)
  const scope = scopeOf(app.config.agents, agent, context)
  if (scope.length === 0) throw await forbid(call, 'scope')
  const reach = { scope, audience: audienceOf(app.config.agents, tenant.issuer, agent, context) }
  const key = provenKey(call)
  await key?.spend()
  const cnf = key ? { jkt: key.jkt } : {}
  if (!isSensitive(agent, context)) return mint(call, { reach, cnf })
  const asked = { context, reach, jkt: key?.jkt ?? null }
  const { auth_req_id } = caller
  if (auth_req_id === undefined) return askOwner(call, asked)
  const state = await stateOf(call, auth_req_id, asked)
  if (state.kind === 'pending') return waits(auth_req_id, state.expires_in)
  if (state.kind === 'over') throw await forbid(call, 'denied')
  return mint(call, { reach, cnf, auth_req_id })
}

function whyNot(agent: HeldAgent, context: Context): string | undefined {
  if (agent.stopped_at !== null) return 'stopped'
  if (agent.disabled_at !== null || agent.deactivated_at !== null) return 'owner'
  // In the name of people one of the tenant acts where an application has it from them, and nowhere else.
  return unsuited(agent, context, agent.user_id)
}

const details: Record<string, string> = {
  stopped: 'This agent is stopped.',
  owner: 'The owner of this agent may not sign in.',
  workspace: 'This agent may not work in that workspace.',
  action: 'This agent may not do that.',
  runtime: 'This agent may not run there.',
  on_behalf_of: 'This agent may not act for that person.',
  scope: 'This agent has no such scope.',
  denied: 'The owner of this agent did not allow it, or did not answer in time.',
}

async function forbid(call: Call<AgentCaller>, reason: string): Promise<Problem> {
  const { agent, context } = call.caller
  await noteRefused(call, agent, { reason, workspace: context.workspace, action: context.action })
  return new Problem('forbidden', { detail: details[reason] })
}

type Draft = { reach: Reach; cnf: Confirmation; auth_req_id?: string }

async function mint(call: Call<AgentCaller>, { reach, cnf, auth_req_id }: Draft): Promise<Answer> {
  const { app, tenant } = call
  const { agent, context } = call.caller
  const signer = await app.keys.signer(tenant.id, 'ES256')
  const now = app.now()
  if (await areTokensDead(app.db, agent.id, now)) throw changedJustNow()
  const lifetime = Math.min(Number(agent.token_lifetime), app.config.agents.max_lifetime)
  const scope = reach.scope.join(' ')
  const person = context['on_behalf_of']
  const claims = {
    iss: tenant.issuer,
    sub: person ?? agent.id,
    aud: reach.audience,
    client_id: agent.id,
    scope,
    // RFC 8693 §4.1: whoever reads the token sees that it is not the person who acts.
    ...(person !== undefined && { act: { sub: agent.id } }),
    context: toldContext(context),
    ...cnfClaim(cnf),
  }
  const { token, jti } = accessTokenOf('jwt', signer, constantPart(claims), now, lifetime)
  await app.db.transaction().execute(async (tx) => {
    // Whoever stops it, or shuts its owner out, comes before this and is seen, or after and ends the token.
    const { user_id } = agent
    const open = user_id === null || (await isActive(tx, user_id))
    if (!(await agents.use(tx, agent, now)) || !open) throw changedJustNow()
    if (auth_req_id !== undefined && !(await spendAnswer(tx, auth_req_id, now)))
      throw new Problem('forbidden', { detail: details['denied'] })
    await recordToken(tx, call, { jti, reach })
  })
  const token_type = cnf.jkt === undefined ? 'Bearer' : 'DPoP'
  return json({ access_token: token, token_type, expires_in: lifetime, scope } satisfies AgentToken)
}

/** Every token with the work it was for: its owner reads it, and may ask where it came from. */
async function recordToken(
  tx: Db,
  call: Call<AgentCaller>,
  { jti, reach }: { jti: string; reach: Reach },
): Promise<void> {
  const { agent, context } = call.caller
  await record(tx, call, {
    type: 'agent.token',
    outcome: 'succeeded',
    actor: agent.id,
    subject: agents.ownerOf(agent).id,
    client_id: agent.id,
    detail: { ...context, scope: reach.scope, resource: reach.audience, jti },
  })
}

function changedJustNow(): Problem {
  return new Problem('conflict', {
    detail: 'This agent was changed a moment ago. Ask again with another assertion.',
    headers: { 'retry-after': '5' },
  })
}
