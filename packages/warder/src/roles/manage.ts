import { Problem } from '@warder/protocol'
import { announceEnd, announceLess } from '../api-keys/ended.ts'
import { record } from '../audit/audit.ts'
import { requireState } from '../http/conditional.ts'
import { pageOf } from '../http/paging.ts'
import { everybody } from '../sessions/memory/memory.ts'
import { isUniqueViolation } from '../store/errors.ts'
import * as roles from '../store/access/roles.ts'
import type { Db } from '../store/open.ts'
import * as users from '../store/people/users.ts'
import { idsOfHolders } from '../store/programs/api-key-holders.ts'
import { words } from '../store/words.ts'
import { isoTime } from '../time.ts'
import { findUser, keepOneAdministrator, requireRoles, type Found, type Operator } from '../users/manage.ts'
import { requireGiveable } from '../access/permissions/giving.ts'
import { isPermission } from '../access/permissions/permissions.ts'
import { administrator, builtInRoles, isBuiltIn } from '../access/permissions/roles.ts'

export type NewRole = { name: string; permissions: readonly string[]; description?: string }

export type RoleView = {
  name: string
  permissions: string[]
  description: string
  built_in: boolean
  created_at: string | null
}

const roleName = /^[a-z][a-z0-9_-]{0,63}$/
const mostPermissions = 200

/** Makes a role of the tenant. @throws Problem `invalid_input` or `conflict` */
export async function createRole(by: Operator, input: NewRole): Promise<RoleView> {
  const { app, tenant } = by
  if (!roleName.test(input.name))
    throw invalid(
      '/name',
      'The name of a role is a small letter, then small letters, digits, - and _, 64 at most.',
    )
  if (isBuiltIn(input.name))
    throw new Problem('conflict', { detail: `The role ${input.name} is there always.` })
  const now = app.now()
  const permissions = checkedPermissions(input.permissions)
  requireGiveable(by.holds, permissions)
  const row = {
    tenant_id: tenant.id,
    name: input.name,
    permissions: permissions.join(' '),
    description: checkedDescription(input.description),
    created_at: now,
    updated_at: now,
  }
  try {
    await app.db.transaction().execute(async (tx) => {
      await roles.insert(tx, row)
      await by.made?.(tx, row.name)
      const detail = { role: row.name, permissions: words(row.permissions) }
      await record(tx, by, { type: 'role.created', outcome: 'succeeded', detail })
    })
  } catch (error) {
    if (isUniqueViolation(error))
      throw new Problem('conflict', { detail: `There is a role ${input.name} already.` })
    throw error
  }
  return viewOf(row)
}

/** Gives a role other permissions: whoever has it may do that from the next request on. @throws Problem `not_found` or `invalid_input` */
export async function updateRole(
  by: Operator,
  name: string,
  change: { permissions?: readonly string[]; description?: string },
): Promise<RoleView> {
  const { app, tenant } = by
  refuseBuiltIn(name)
  const permissions = change.permissions && checkedPermissions(change.permissions)
  requireGiveable(by.holds, permissions ?? [])
  const fields = {
    ...(permissions && { permissions: permissions.join(' ') }),
    ...(change.description !== undefined && { description: checkedDescription(change.description) }),
    updated_at: app.now(),
  }
  await app.db.transaction().execute(async (tx) => {
    await holdRole(tx, by, name)
    await roles.update(tx, tenant.id, name, fields)
    if (change.permissions) await announceHolders(tx, by, name)
    const detail = {
      role: name,
      ...(fields.permissions !== undefined && { permissions: words(fields.permissions) }),
    }
    await record(tx, by, { type: 'role.updated', outcome: 'succeeded', detail })
  })
  app.live.forget(everybody, app.now())
  return findRole(by, name)
}

/** Takes a role away, from everybody who has it. @throws Problem `not_found` */
export async function deleteRole(by: Operator, name: string): Promise<void> {
  const { app, tenant } = by
  refuseBuiltIn(name)
  await app.db.transaction().execute(async (tx) => {
    await holdRole(tx, by, name)
    await announceHolders(tx, by, name)
    await roles.remove(tx, tenant.id, name)
    await record(tx, by, { type: 'role.deleted', outcome: 'succeeded', detail: { role: name } })
  })
  app.live.forget(everybody, app.now())
}

/** Holds a role in the state that is to be changed, for somebody who may do all that it allows. */
async function holdRole(tx: Db, by: Operator, name: string): Promise<void> {
  const row = await roles.hold(tx, by.tenant.id, name)
  if (!row) throw unknownRole(name)
  requireState(by, viewOf(row))
  requireGiveable(by.holds, words(row.permissions))
}

/** Their keys do no more than they may themselves, also where somebody remembers what a key was worth. */
async function announceHolders(tx: Db, { app, tenant }: Operator, role: string): Promise<void> {
  const now = app.now()
  await announceEnd(tx, await idsOfHolders(tx, tenant.id, role), now, now)
}

/** @throws Problem `not_found` */
export async function findRole({ app, tenant }: Operator, name: string): Promise<RoleView> {
  const fixed = builtInViews.find((role) => role.name === name)
  if (fixed) return fixed
  const row = await roles.find(app.db, tenant.id, name)
  if (!row) throw unknownRole(name)
  return viewOf(row)
}

/** Those that are always there, then those of the tenant by name. */
export async function listRoles(
  { app, tenant }: Operator,
  { limit = 100, cursor }: { limit?: number; cursor?: string },
) {
  const rows = await roles.list(app.db, tenant.id, limit + 1, cursor && nameAt(cursor))
  const own = rows.slice(0, limit).map(viewOf)
  const items = cursor === undefined ? [...builtInViews, ...own] : own
  const last = rows.length > limit ? own.at(-1) : undefined
  return { items, next_cursor: last ? cursorAt(last.name) : null }
}

/** A cursor of letters and digits, whatever the name has in it. */
const cursorAt = (name: string) => `role_${Buffer.from(name).toString('hex')}`
const nameAt = (cursor: string) => Buffer.from(cursor.slice('role_'.length), 'hex').toString()

/** Who has a role, by id. @throws Problem `not_found` */
export async function listHolders(
  by: Operator,
  name: string,
  { limit, cursor }: { limit: number; cursor: string | undefined },
) {
  await findRole(by, name)
  const rows = await roles.listHolders(by.app.db, by.tenant.id, name, limit + 1, cursor)
  return pageOf(rows, limit, ({ id }) => id)
}

/** Gives a person a role. @throws Problem `not_found` or `invalid_input` */
export async function grantRole(by: Operator, idOrEmail: string, role: string): Promise<Found> {
  const { app, tenant } = by
  const { id } = await findUser(by, idOrEmail)
  await requireRoles(by, [role])
  await app.db.transaction().execute(async (tx) => {
    await users.grantRole(tx, tenant.id, id, role, app.now())
    await record(tx, by, { type: 'role.granted', outcome: 'succeeded', subject: id, detail: { role } })
  })
  return findUser(by, id)
}

/** Takes a role from a person. @throws Problem `not_found`, or `conflict` for the last administrator */
export async function revokeRole(by: Operator, idOrEmail: string, role: string): Promise<Found> {
  const { app, tenant } = by
  const { id } = await findUser(by, idOrEmail)
  // Whoever could not give it would be above those who have it.
  if (by.holds) await requireRoles(by, [role])
  await app.db.transaction().execute(async (tx) => {
    if (role === administrator) await keepOneAdministrator(tx, tenant.id, id)
    if (!(await roles.revoke(tx, tenant.id, id, role)))
      throw new Problem('not_found', { detail: `They do not have the role ${role}.` })
    await announceLess(tx, id, app.now())
    await record(tx, by, { type: 'role.revoked', outcome: 'succeeded', subject: id, detail: { role } })
  })
  return findUser(by, id)
}

function checkedPermissions(permissions: readonly string[]): string[] {
  const wrong = permissions.find((one) => !isPermission(one))
  if (wrong !== undefined)
    throw invalid(
      '/permissions',
      `${wrong.slice(0, 100)} is no permission: they are like docs:read, docs:* or *.`,
    )
  if (permissions.length > mostPermissions)
    throw invalid('/permissions', `A role has ${mostPermissions} permissions at most. Use a wildcard.`)
  return [...new Set(permissions)].sort()
}

function checkedDescription(text = ''): string {
  const trimmed = text.normalize('NFC').trim()
  if (trimmed.length > 300 || /[\p{Cc}\p{Cf}]/u.test(trimmed))
    throw invalid('/description', 'A description is one line of 300 characters at most.')
  return trimmed
}

function refuseBuiltIn(name: string): void {
  if (isBuiltIn(name)) throw new Problem('conflict', { detail: `The role ${name} cannot be changed.` })
}

const invalid = (pointer: string, detail: string) =>
  new Problem('invalid_input', { detail, errors: [{ pointer, detail }] })

const unknownRole = (name: string) =>
  new Problem('not_found', { detail: `There is no role ${name.slice(0, 64)}.` })

function viewOf(row: roles.RoleRow): RoleView {
  const { name, permissions, description, created_at } = row
  return {
    name,
    permissions: words(permissions),
    description,
    built_in: false,
    created_at: isoTime(created_at),
  }
}

const builtInViews: RoleView[] = builtInRoles.map(({ name, permissions }) => ({
  name,
  permissions: [...permissions],
  description: 'May do everything.',
  built_in: true,
  created_at: null,
}))
