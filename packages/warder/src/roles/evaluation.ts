import { allows } from '@warder/protocol'
import * as z from 'zod'
import { isPermission } from '../access/permissions/permissions.ts'
import { holdingsOf } from '../access/permissions/roles.ts'
import type { Call } from '../http/router.ts'
import * as roles from '../store/access/roles.ts'
import * as users from '../store/people/users.ts'
import { belongs } from '../tenants/belongs.ts'

/** Who, what and on which: OpenID AuthZEN Authorization API 1.0 §5. What else is said of them is read and not used. */
const subject = z.object({ type: z.string().max(64), id: z.string().max(255) })
const action = z.object({ name: z.string().max(64) })
const resource = z.object({ type: z.string().max(64), id: z.string().max(1024) })

/** §6.1. */
export const evaluation = z.object({ subject, action, resource })

/** More questions at a time are somebody else's work load. */
const most = 100

/** §7.1: what stands at the top is the default of each evaluation below. */
export const evaluations = z.object({
  subject: subject.optional(),
  action: action.optional(),
  resource: resource.optional(),
  options: z
    .object({
      evaluations_semantic: z
        .enum(['execute_all', 'deny_on_first_deny', 'permit_on_first_permit'])
        .default('execute_all'),
    })
    .default({ evaluations_semantic: 'execute_all' }),
  evaluations: z
    .array(
      z.object({
        subject: subject.optional(),
        action: action.optional(),
        resource: resource.optional(),
      }),
    )
    .max(most, `holds ${most} at most`)
    .default([]),
})

export type Evaluation = z.output<typeof evaluation>
export type Semantic = z.output<typeof evaluations>['options']['evaluations_semantic']

/** Looks people up once for all questions of a request. */
export function decider(call: Pick<Call, 'app' | 'tenant'>): (asked: Evaluation) => Promise<boolean> {
  const held = new Map<string, Promise<readonly string[]>>()
  return async ({ subject, action, resource }) => {
    const wanted = `${resource.type}:${action.name}`
    if (subject.type !== 'user' || !isPermission(wanted) || wanted.endsWith('*')) return false
    const known = held.get(subject.id) ?? permissionsOf(call, subject.id)
    held.set(subject.id, known)
    return allows(await known, wanted)
  }
}

/** What a person may do as things are now: nothing, when they are unknown here or may not sign in. */
async function permissionsOf(
  { app, tenant }: Pick<Call, 'app' | 'tenant'>,
  id: string,
): Promise<readonly string[]> {
  const user = await users.find(app.db, id)
  if (!user || !(await belongs(app.db, tenant, user))) return []
  if (user.disabled_at !== null || user.deactivated_at !== null) return []
  const held = await roles.heldBy(app.db, tenant.id, id)
  return holdingsOf(held.roles, held.custom).permissions
}

/** Whether the answers so far decide the rest (§7.1.2.1). */
export function isDecided(semantic: Semantic, decision: boolean): boolean {
  return semantic === 'deny_on_first_deny' ? !decision : semantic === 'permit_on_first_permit' && decision
}
