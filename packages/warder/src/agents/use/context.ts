import { allows } from '@warder/protocol'
import * as z from 'zod'
import { isPermission } from '../../access/permissions/permissions.ts'
import type { Agent } from '../../store/programs/agents.ts'
import { words } from '../../store/words.ts'

/**
 * What an agent says about one piece of work: where, what it does, and what it needs for it. All of it stands in what it
 * has signed, so nobody who carries the request can ask for more.
 */
export type Context = Readonly<Record<string, string>> & { workspace: string; action: string }

const memberName = /^[a-z][a-z0-9_]{0,39}$/
const most = 12
const longest = 400

// Control and format characters could hide in what a person reads before they allow it.
const seen = z
  .string()
  .min(1, 'is empty')
  .max(longest, `has more than ${longest} characters`)
  .refine(
    (text) => !/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u.test(text),
    'has a character that cannot be seen',
  )

export const contextField = z
  .record(z.string().regex(memberName, 'is no name'), seen)
  .refine((context) => Object.keys(context).length <= most, `has more than ${most} members`)
  .refine(
    ({ workspace, action }) => workspace !== undefined && action !== undefined,
    'needs a workspace and an action',
  )
  .transform((context) => context as Context) // it has both

/** Whether what was signed is what is asked for: every member, and no other. */
export function isSigned(context: Context, claims: Readonly<Record<string, unknown>>): boolean {
  const signed = claims['context']
  if (typeof signed !== 'object' || signed === null || Array.isArray(signed)) return false
  const members = Object.entries(signed)
  return (
    members.length === Object.keys(context).length &&
    members.every(([name, value]) => Object.hasOwn(context, name) && context[name] === value)
  )
}

/** Why an agent may not do what it says. */
export type Unsuited = 'workspace' | 'action' | 'runtime' | 'on_behalf_of'

/**
 * Whether an agent may do this here: undefined where it may. Pure; the table is in context.test.ts.
 * @param whose the person in whose name it might act here; null for nobody
 */
export function unsuited(
  agent: Pick<Agent, 'workspaces' | 'actions' | 'runtimes' | 'on_behalf_at'>,
  context: Context,
  whose: string | null,
): Unsuited | undefined {
  const { workspace, action } = context
  const { runtime, on_behalf_of: person } = context as Record<string, string | undefined>
  if (!names(agent.workspaces, workspace)) return 'workspace'
  if (!isOneAction(action) || !allows(words(agent.actions), action)) return 'action'
  if (agent.runtimes !== '' && !(runtime !== undefined && names(agent.runtimes, runtime))) return 'runtime'
  // Somebody else's name, and their own where they did not allow it, are refused alike.
  if (person !== undefined && (agent.on_behalf_at === null || person !== whose)) return 'on_behalf_of'
  return undefined
}

/** Whether its owner is asked before it does this. */
export function isSensitive(agent: Pick<Agent, 'sensitive'>, { action }: Context): boolean {
  return allows(words(agent.sensitive), action)
}

const names = (list: string, name: string) => words(list).some((one) => one === '*' || one === name)

/** With a wildcard it would be all of them at once. */
const isOneAction = (action: string) => isPermission(action) && !action.includes('*')

/** What of it is told in the token: how it is limited says the token itself. */
export function toldContext(context: Context): Record<string, string> {
  return Object.fromEntries(Object.entries(context).filter(([name]) => !limiting.has(name)))
}

const limiting: ReadonlySet<string> = new Set(['scope', 'resource', 'on_behalf_of'])
