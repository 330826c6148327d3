import { Problem, type ProblemField, type Seconds } from '@warder/protocol'
import { requireGiveable, type Keeper } from '../api-keys/owners/keeper.ts'
import { isKeyScope } from '../api-keys/scopes.ts'
import type { AgentConfig } from '../config/config.ts'
import type { AgentTable } from '../store/schema/agents.ts'
import type { AgentChange } from './inputs.ts'

/** The scopes that a page offers to somebody, each once: what everybody has, and what their roles name word for word. */
export function offeredScopes(
  { scopes }: Pick<AgentConfig, 'scopes'>,
  permissions: readonly string[],
): string[] {
  return [...new Set([...scopes, ...permissions.filter(isKeyScope)])]
}

/**
 * Refuses an agent that could do more than whoever it is given by, or what nobody's agents do here.
 *
 * @param may whether they may do something themselves
 * @throws Problem `forbidden` for a scope that is not theirs to give; `invalid_input`
 */
export function requirePowers(
  config: AgentConfig,
  may: Keeper['may'],
  { scopes = [], resources = [], max_token_lifetime_seconds: lifetime }: AgentChange,
): void {
  const missing = scopes.filter((scope) => !may(scope))
  requireGiveable(
    scopes,
    may,
    `An agent may do no more than its owner, and that is not ${missing.join(', ')}.`,
  )
  const wrong: ProblemField[] = resources.flatMap((resource, at) =>
    config.resources.includes(resource)
      ? []
      : [{ pointer: `/resources/${at}`, detail: 'is no API that agents use here' }],
  )
  if (lifetime !== undefined && lifetime > config.max_lifetime)
    wrong.push({ pointer: '/max_token_lifetime_seconds', detail: `is at most ${config.max_lifetime}` })
  if (wrong.length > 0)
    throw new Problem('invalid_input', {
      detail: 'Some fields need another value; see errors.',
      errors: wrong,
    })
}

type Columns = Pick<
  AgentTable,
  | 'name'
  | 'purpose'
  | 'jwks'
  | 'keys_by'
  | 'keys_at'
  | 'scope'
  | 'actions'
  | 'sensitive'
  | 'workspaces'
  | 'runtimes'
  | 'resources'
  | 'token_lifetime'
  | 'on_behalf_at'
>

/** What was sent, as the row has it: only what was sent. */
export function columnsOf(
  input: AgentChange,
  { maker }: Pick<Keeper, 'maker'>,
  now: Seconds,
): Partial<Columns> {
  const listed = (items: readonly string[]) => [...new Set(items)].join(' ')
  const { public_keys, scopes, actions, sensitive_actions, workspaces, runtimes, resources } = input
  const { max_token_lifetime_seconds: lifetime, on_behalf_of_owner } = input
  return {
    ...(input.name !== undefined && { name: input.name }),
    ...(input.purpose !== undefined && { purpose: input.purpose }),
    ...(public_keys && {
      jwks: JSON.stringify({ keys: public_keys }),
      keys_by: maker,
      keys_at: now,
    }),
    ...(scopes && { scope: listed(scopes) }),
    ...(actions && { actions: listed(actions) }),
    ...(sensitive_actions && { sensitive: listed(sensitive_actions) }),
    ...(workspaces && { workspaces: listed(workspaces) }),
    ...(runtimes && { runtimes: listed(runtimes) }),
    ...(resources && { resources: JSON.stringify([...new Set(resources)]) }),
    ...(lifetime !== undefined && { token_lifetime: lifetime }),
    ...(on_behalf_of_owner !== undefined && { on_behalf_at: on_behalf_of_owner ? now : null }),
  }
}
