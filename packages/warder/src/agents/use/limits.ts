import { narrowResource, OAuthError, parseResource, parseScope, Problem } from '@warder/protocol'
import { holdingsOf } from '../../access/permissions/roles.ts'
import { holdsScope } from '../../api-keys/scopes.ts'
import type { AgentConfig } from '../../config/config.ts'
import type { HeldAgent } from '../../store/programs/agent-holders.ts'
import { words } from '../../store/words.ts'
import type { Context } from './context.ts'

/** How far a token reaches. */
export type Reach = { scope: string[]; audience: string }

/**
 * What an agent may do now: of what its owner gave it what they may do themselves at this moment, and of that what it asks
 * for.
 */
export function scopeOf(config: AgentConfig, agent: HeldAgent, context: Context): string[] {
  const held = heldScopes(config, agent)
  const asked = context['scope']
  if (asked === undefined) return held
  const wanted = readable(() => parseScope(asked))
  return held.filter((scope) => wanted.includes(scope))
}

/** A tenant is everything in itself: what whoever registered one of its agents could give counts from then on. */
function heldScopes(config: AgentConfig, agent: HeldAgent): string[] {
  const given = words(agent.scope)
  if (agent.user_id === null) return given
  const { permissions } = holdingsOf(words(agent.roles ?? ''), agent.permissions)
  return given.filter((scope) => holdsScope(config, permissions, scope))
}

/**
 * Where a token is good: at the API that was asked for, at the agent's first one, or here.
 * @throws Problem `forbidden` for an API that the agent may not use
 */
export function audienceOf(config: AgentConfig, issuer: string, agent: HeldAgent, context: Context): string {
  const apis = resourcesOf(config, agent)
  const asked = context['resource']
  if (asked === undefined) return apis[0] ?? issuer
  const [wanted = ''] = readable(() => parseResource(new URLSearchParams({ resource: asked })))
  try {
    narrowResource([wanted], [...apis, issuer])
  } catch (error) {
    throw new Problem('forbidden', { detail: 'This agent may not use that resource.', cause: error })
  }
  return wanted
}

/** The APIs of an agent, of those that agents may use. */
export function resourcesOf(config: AgentConfig, agent: Pick<HeldAgent, 'resources'>): string[] {
  const given = JSON.parse(agent.resources) as string[] // by `columnsOf`
  return given.filter((api) => config.resources.includes(api))
}

/** @throws Problem `invalid_input` for what is no scope, or no resource */
function readable<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error
    throw new Problem('invalid_input', {
      detail: 'Some fields need another value; see errors.',
      errors: [{ pointer: '/context', detail: error.message }],
    })
  }
}
