import { bearerChallenge, checkClientAssertion, importJwks, OAuthError, Problem } from '@warder/protocol'
import * as z from 'zod'
import { record } from '../../audit/audit.ts'
import { readJson, tokenField } from '../../http/body.ts'
import { checkLimit, wrongKeys } from '../../http/limit.ts'
import type { Call, Guard } from '../../http/router.ts'
import { endpointHere } from '../../oauth-server/proofs/audiences.ts'
import { findHeld, isAgentId, type HeldAgent } from '../../store/programs/agent-holders.ts'
import { ownerOf } from '../../store/programs/agents.ts'
import { hour } from '../../time.ts'
import { contextField, isSigned, type Context } from './context.ts'

/** An agent that has proved itself, and the work it asks to do. */
export type AgentCaller = {
  agent: HeldAgent
  context: Context
  /** What it asked its owner before, whose answer it comes for. */
  auth_req_id: string | undefined
}

/** What an agent sends for a token. */
export const tokenRequest = z.object({
  assertion: z.string().min(1, 'is required').max(16_384, 'is too long'),
  context: contextField,
  auth_req_id: tokenField.optional(),
})

/**
 * An agent by what it signed: that it is the one of the path, that it asks this server, for exactly this work, and once.
 *
 * @throws Problem `not_authenticated`, which never says why; `invalid_input`; `too_many_requests` for one who keeps failing
 * @see RFC 7523 §3
 */
export const agentAssertion: Guard<AgentCaller> = async (call) => {
  const { app, tenant, params } = call
  const { assertion, context, auth_req_id } = await readJson(call.request, tokenRequest)
  const id = params['id'] ?? ''
  const found = isAgentId(id) ? await findHeld(app.db, id) : undefined
  const agent = found?.tenant_id === tenant.id ? found : undefined
  const refusal = await whyNot(call, agent, { assertion, context })
  if (refusal === undefined && agent) return { agent, context, auth_req_id }
  await checkLimit(call, wrongKeys)
  if (agent) await noteRefused(call, agent, { reason: refusal ?? 'unknown' })
  throw refused()
}

type Presented = { assertion: string; context: Context }

async function whyNot(
  call: Call,
  agent: HeldAgent | undefined,
  { assertion, context }: Presented,
): Promise<string | undefined> {
  const { app, tenant } = call
  const now = app.now()
  try {
    const { jti, exp, claims } = checkClientAssertion(assertion, {
      client_id: agent?.id ?? '',
      keys: agent ? importJwks(JSON.parse(agent.jwks)) : [],
      audiences: [tenant.issuer, endpointHere(call)],
      now,
    })
    if (!agent) return 'unknown'
    if (!isSigned(context, claims)) return 'context'
    return (await app.replay.once(`agent ${agent.id} ${jti}`, exp, now)) ? undefined : 'replayed'
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error
    return String(error.cause)
  }
}

/** Writes down what an agent did not get. Of one reason once an hour: whoever asks in vain may do so all day. */
export async function noteRefused(
  call: Call,
  agent: Pick<HeldAgent, 'id' | 'user_id' | 'tenant_id'>,
  detail: Record<string, string> & { reason: string },
): Promise<void> {
  const { app } = call
  const first = await app.counters.take(`agent-refused:${agent.id}:${detail.reason}`, 1, hour, app.now())
  if (!first.ok) return
  const event = {
    type: 'agent.refused',
    outcome: 'refused',
    actor: agent.id,
    subject: ownerOf(agent).id,
  } as const
  await record(app.db, call, { ...event, client_id: agent.id, detail }, 'commit')
}

function refused(): Problem {
  const detail = 'The assertion is not one of this agent for this work, or was used before.'
  const challenge = bearerChallenge({ realm: 'Warder', error: 'invalid_token', error_description: detail })
  return new Problem('not_authenticated', { detail, headers: { 'www-authenticate': challenge } })
}
