import { Problem } from '@warder/protocol'
import { heldBy } from '../access/permissions/held.ts'
import { requireGiveable } from '../access/permissions/giving.ts'
import { administrator } from '../access/permissions/roles.ts'
import { stopAgentsOf } from '../agents/ended.ts'
import { announceLess, endKeysOf } from '../api-keys/ended.ts'
import { record } from '../audit/audit.ts'
import type { Operator } from '../audit/operator.ts'
import { pageOf } from '../http/paging.ts'
import { revokeAllInTenant, revokeSessionTokens } from '../oauth-server/revoke.ts'
import * as memberships from '../store/access/memberships.ts'
import * as consents from '../store/oauth/consents.ts'
import * as roleRows from '../store/access/roles.ts'
import type { Db } from '../store/open.ts'
import * as sessions from '../store/people/sessions.ts'
import * as users from '../store/people/users.ts'
import { admit } from '../tenants/belongs.ts'
import { isoTime } from '../time.ts'
import { keepOneAdministrator, requireRoles } from '../users/manage.ts'

/** Somebody of the common directory as a tenant sees them. */
export type MemberView = {
  user_id: string
  email: string
  full_name: string
  roles: string[]
  created_at: string
}

/**
 * Makes somebody of the common directory a member of a tenant, with roles of it.
 *
 * @param by for the tenant, which has no people of its own
 * @throws Problem `not_found`, `invalid_input` or `forbidden` for a role, `conflict` for a member or where there is no room
 */
export async function addMember(
  by: Operator,
  { user_id, roles = [] }: { user_id: string; roles?: readonly string[] },
): Promise<MemberView> {
  const { app, tenant } = by
  requireShared(by)
  await requireRoles(by, roles)
  const now = app.now()
  await app.db.transaction().execute(async (tx) => {
    const user = await users.hold(tx, user_id)
    if (user?.directory_id !== tenant.directory_id) throw noPerson(user_id)
    if (!(await admit(tx, tenant.id, user_id, now)))
      throw new Problem('conflict', { detail: 'They are a member already.' })
    for (const role of roles) await users.grantRole(tx, tenant.id, user_id, role, now)
    await by.made?.(tx, user_id)
    const detail = { roles: [...roles] }
    await record(tx, by, { type: 'membership.added', outcome: 'succeeded', subject: user_id, detail })
  })
  return findMember(by, user_id)
}

/** Who belongs to a tenant, by id. */
export async function listMembers(
  by: Operator,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<{ items: MemberView[]; next_cursor: string | null }> {
  requireShared(by)
  const rows = await memberships.list(by.app.db, by.tenant.id, limit + 1, cursor)
  const { items, next_cursor } = pageOf(rows, limit, ({ id }) => id)
  return { items: await Promise.all(items.map((row) => viewOf(by, row))), next_cursor }
}

/** @throws Problem `not_found` */
export async function findMember(by: Operator, user_id: string): Promise<MemberView> {
  requireShared(by)
  const row = await memberships.find(by.app.db, by.tenant.id, user_id)
  if (!row) throw noPerson(user_id)
  return viewOf(by, row)
}

/**
 * Gives a member these roles, and none but these.
 *
 * @throws Problem `not_found`, `invalid_input` or `forbidden` for a role, `conflict` for the last administrator
 */
export async function setMemberRoles(
  by: Operator,
  user_id: string,
  roles: readonly string[],
): Promise<MemberView> {
  const { app, tenant } = by
  requireShared(by)
  await requireRoles(by, roles)
  const now = app.now()
  await app.db.transaction().execute(async (tx) => {
    if (!roles.includes(administrator)) await requireAnother(tx, by, user_id)
    await users.hold(tx, user_id)
    if (!(await memberships.has(tx, tenant.id, user_id))) throw noPerson(user_id)
    const before = await takeable(tx, by, user_id)
    for (const role of before.filter((one) => !roles.includes(one)))
      await roleRows.revoke(tx, tenant.id, user_id, role)
    for (const role of roles) await users.grantRole(tx, tenant.id, user_id, role, now)
    await announceLess(tx, user_id, now)
    const detail = { roles: [...roles] }
    await record(tx, by, { type: 'membership.updated', outcome: 'succeeded', subject: user_id, detail })
  })
  return findMember(by, user_id)
}

/**
 * Takes somebody out of a tenant, with all they have there: roles, sessions, what they allowed to applications, keys, and their
 * agents run no more. Their account, and what they have in other tenants, stays.
 *
 * @throws Problem `not_found`, `forbidden` for somebody who may do more, `conflict` for the last administrator
 */
export async function removeMember(by: Operator, user_id: string): Promise<void> {
  const { app, tenant } = by
  requireShared(by)
  const now = app.now()
  const where = { tenant_id: tenant.id }
  await app.db.transaction().execute(async (tx) => {
    await requireAnother(tx, by, user_id)
    await users.hold(tx, user_id)
    await takeable(tx, by, user_id)
    if (!(await memberships.remove(tx, tenant.id, user_id))) throw noPerson(user_id)
    await revokeSessionTokens(tx, await sessions.revokeAllIn(tx, { user_id, ...where }, now), now)
    await consents.withdrawAllIn(tx, { user_id, ...where }, now)
    await revokeAllInTenant(tx, user_id, tenant.id, now)
    await endKeysOf(tx, user_id, now, where)
    await stopAgentsOf(tx, user_id, now, where)
    await record(tx, by, { type: 'membership.removed', outcome: 'succeeded', subject: user_id })
  })
}

/** The roles of a member, as they are held. Whoever could not give them would be above those who have them. */
async function takeable(tx: Db, { tenant, holds }: Operator, user_id: string): Promise<string[]> {
  const { roles, permissions } = await heldBy(tx, tenant.id, user_id)
  requireGiveable(holds, permissions)
  return roles
}

/** Somebody has to be left who can let others in; an operator makes another administrator by a command. */
async function requireAnother(tx: Db, { acting, tenant }: Operator, user_id: string): Promise<void> {
  if (acting) await keepOneAdministrator(tx, tenant.id, user_id)
}

/** @throws Problem `conflict` for a tenant that has a directory of its own: whoever is in that belongs to it */
function requireShared({ tenant }: Operator): void {
  if (tenant.shared) return
  throw new Problem('conflict', {
    detail: `The tenant ${tenant.slug} has people of its own, and no members: make users in it.`,
  })
}

async function viewOf(
  { app, tenant }: Operator,
  { id, email, full_name, created_at }: NonNullable<Awaited<ReturnType<typeof memberships.find>>>,
): Promise<MemberView> {
  const { roles } = await heldBy(app.db, tenant.id, id)
  return { user_id: id, email, full_name, roles, created_at: isoTime(created_at) }
}

const noPerson = (user_id: string): Problem =>
  new Problem('not_found', { detail: `There is no ${user_id.slice(0, 64)} here.` })
