import { checkClientAssertion, deathNames, importJwks, OAuthError, type Seconds } from '@warder/protocol'
import type { Call } from '../../http/router.ts'
import type { LiveToken } from '../../oauth-server/access-token.ts'
import { tokenEndpointsHere } from '../../oauth-server/proofs/audiences.ts'
import type { Actor } from '../../oauth-server/token/exchange/mint.ts'
import { findHeld, type HeldAgent } from '../../store/programs/agent-holders.ts'
import * as agents from '../../store/programs/agents.ts'
import { areTokensDead } from '../ended.ts'
import { contextField, isSensitive, toldContext, unsuited, type Context } from './context.ts'
import { noteRefused } from './guard.ts'
import { resourcesOf, scopeOf } from './limits.ts'

/** For whom an agent is to act. */
type Person = { user_id: string }

type Work = {
  context: unknown
  /** How far the token of it reaches that it came with. */
  scope?: readonly string[]
  expires_at?: Seconds
  dies_with: readonly string[]
}

/**
 * An agent as who acts for its owner in an exchange, or one of the tenant for whoever an application has a token of, by an assertion for the token endpoint with the work as its `context`,
 * which is used up.
 *
 * @throws OAuthError invalid_request, which never says why
 * @see RFC 8693 §2.1, RFC 7523 §3
 */
export async function agentBySignature(
  call: Call,
  id: string,
  assertion: string,
  person: Person,
): Promise<Actor> {
  const { app } = call
  const agent = await agentOf(call, id)
  const now = app.now()
  const { jti, exp, claims } = checked(() =>
    checkClientAssertion(assertion, {
      client_id: agent.id,
      keys: importJwks(JSON.parse(agent.jwks)),
      // Not the name of the server alone: what was signed for a token of the agent's own is for nothing else.
      audiences: tokenEndpointsHere(call),
      now,
    }),
  )
  if (!(await app.replay.once(`agent ${agent.id} ${jti}`, exp, now))) throw invalid('replayed')
  const dies_with = deathNames({ sub: agent.id, client: agent.id })
  return actingAgent(call, agent, person, { context: claims['context'], dies_with })
}

/** The same by a token of its own, which it got for this server and for one piece of work. @throws OAuthError invalid_request */
export async function agentByToken(
  call: Call,
  live: LiveToken,
  dies_with: readonly string[],
  person: Person,
): Promise<Actor> {
  // In somebody's name it was lent to the agent, and an API that got one for itself may not pass it off as the agent.
  if (live.sub !== live.client_id || !live.audience.includes(call.tenant.issuer))
    throw invalid('not for this server')
  const { claims, scope, exp: expires_at } = live
  const agent = await agentOf(call, live.sub)
  return actingAgent(call, agent, person, { context: claims['context'], scope, expires_at, dies_with })
}

async function agentOf({ app, tenant }: Call, id: string): Promise<HeldAgent> {
  const agent = await findHeld(app.db, id)
  if (agent?.tenant_id !== tenant.id) throw invalid('unknown')
  return agent
}

/** What it may not do by itself it may not do for somebody either, and they are not asked while an application waits. */
async function actingAgent(call: Call, agent: HeldAgent, { user_id }: Person, work: Work): Promise<Actor> {
  const { app, tenant } = call
  const { agents: config } = app.config
  const context = contextField.safeParse(work.context)
  if (!context.success) throw invalid('context')
  const reason = whyNot(agent, user_id, context.data)
  if (reason !== undefined) {
    const { workspace, action } = context.data
    await noteRefused(call, agent, { reason, workspace, action })
    throw invalid(reason)
  }
  const now = app.now()
  // Whoever stops it comes before this and is seen, or after and ends what it gets.
  if (!(await agents.use(app.db, agent, now)) || (await areTokensDead(app.db, agent.id, now)))
    throw invalid('stopped or changed a moment ago')
  const held = checked(() => scopeOf(config, agent, context.data))
  const apis = resourcesOf(config, agent)
  return {
    sub: agent.id,
    expires_at: Math.min(
      work.expires_at ?? Infinity,
      now + Math.min(Number(agent.token_lifetime), config.max_lifetime),
    ),
    dies_with: work.dies_with,
    limits: {
      scope: held.filter((scope) => work.scope?.includes(scope) ?? true),
      audience: apis.length > 0 ? apis : [tenant.issuer],
    },
    context: toldContext(context.data),
  }
}

function whyNot(agent: HeldAgent, user_id: string, context: Context): string | undefined {
  if (agent.stopped_at !== null) return 'stopped'
  // Of a person's for nobody but them, and only where its owner allowed it.
  const others = agent.user_id !== null && agent.user_id !== user_id
  if (others || agent.on_behalf_at === null) return 'on_behalf_of'
  return unsuited(agent, context, user_id) ?? (isSensitive(agent, context) ? 'unasked' : undefined)
}

function checked<T>(check: () => T): T {
  try {
    return check()
  } catch (cause) {
    throw invalid(cause instanceof OAuthError ? String(cause.cause) : 'context')
  }
}

const invalid = (cause: string) =>
  new OAuthError('invalid_request', 'the actor_token cannot be exchanged by this client', cause)
