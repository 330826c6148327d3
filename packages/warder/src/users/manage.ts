import { Problem } from '@warder/protocol'
import { pauseAgentsOf } from '../agents/ended.ts'
import { announceLess } from '../api-keys/ended.ts'
import { heldBy } from '../access/permissions/held.ts'
import { requireGiveable } from '../access/permissions/giving.ts'
import { administrator, holdingsOf, isBuiltIn, type Holdings } from '../access/permissions/roles.ts'
import { record } from '../audit/audit.ts'
import type { Operator } from '../audit/operator.ts'
import type { App } from '../app.ts'
import { UnusableHash } from '../crypto/hashes/hash.ts'
import { readHash } from '../crypto/hashes/read.ts'
import { newId } from '../crypto/tokens.ts'
import { check } from '../http/body.ts'
import { requireState } from '../http/conditional.ts'
import { endAllOf } from '../sessions/end.ts'
import { pageOf } from '../http/paging.ts'
import { isUniqueViolation } from '../store/errors.ts'
import * as roleRows from '../store/access/roles.ts'
import type { Db } from '../store/open.ts'
import * as users from '../store/people/users.ts'
import { belongs } from '../tenants/belongs.ts'
import { giveBack } from '../vault/connecting/give-back.ts'
import { insertUser } from './create.ts'
import { parseEmail, requireEmail } from './email.ts'
import { profile } from './inputs.ts'
import { removePerson } from './lifecycle/erase.ts'
import { endBegun } from './lifecycle/lock-down.ts'
import { requireGoodPassword } from './password/policy.ts'
import { userView, type UserView } from './profile.ts'

export type NewPerson = {
  email: string
  full_name?: string
  password?: string
  /** In place of a password: the hash that another system has of it, in a form of docs/passwords.md. */
  password_hash?: string
  roles?: string[]
}

export type { Operator } from '../audit/operator.ts'

/**
 * Makes a person whose address the operator vouches for.
 * @throws Problem `invalid_input`, `password_refused` or `conflict`
 */
export async function createUser(by: Operator, input: NewPerson): Promise<UserView> {
  const { app, tenant } = by
  requireAccounts(by)
  const email = requireEmail(input.email)
  const roles = input.roles ?? []
  await requireRoles(by, roles)
  const { full_name = '' } = check(profile, { full_name: input.full_name || undefined })
  if (input.password !== undefined) {
    await requireGoodPassword(by, input.password, { email: email.address, full_name })
  }
  const password_hash = await hashFor(app, input)
  const id = newId('usr')
  const now = app.now()
  try {
    await app.db.transaction().execute(async (tx) => {
      await insertUser(tx, { id, directory_id: tenant.directory_id, email, full_name, password_hash }, now)
      for (const role of roles) await users.grantRole(tx, tenant.id, id, role, now)
      await by.made?.(tx, id)
      await record(tx, by, { type: 'user.created', outcome: 'succeeded', subject: id, detail: { roles } })
    })
  } catch (error) {
    if (isUniqueViolation(error))
      throw new Problem('conflict', { detail: `${email.address} has an account already.` })
    throw error
  }
  const user = await users.find(app.db, id)
  if (!user) throw new Problem('internal_error')
  return userView(user, tenant.id, await heldBy(app.db, tenant.id, id))
}

/** @throws Problem `conflict` for a tenant that has members, whose accounts are not its own */
function requireAccounts({ tenant }: Operator): void {
  if (!tenant.shared) return
  throw new Problem('conflict', {
    detail: `The tenant ${tenant.slug} has no accounts of its own: those of its members are at the first tenant.`,
  })
}

/**
 * Roles that somebody may give: those there are, which allow nothing that they may not do themselves.
 *
 * @throws Problem `invalid_input` when one of them is no role of the tenant, or `forbidden`
 */
export async function requireRoles(
  { app, tenant, holds }: Operator,
  names: readonly string[],
): Promise<void> {
  const own = names.filter((name) => !isBuiltIn(name))
  const found = await roleRows.known(app.db, tenant.id, own)
  const missing = own.find((name) => !found.some((row) => row.name === name))
  if (missing !== undefined)
    throw new Problem('invalid_input', {
      detail: `There is no role ${missing.slice(0, 64)}. List them with: warder role list`,
    })
  const custom = found.map(({ permissions }) => permissions).join(' ')
  requireGiveable(holds, holdingsOf(names, custom).permissions)
}

async function hashFor(app: App, { password, password_hash }: NewPerson): Promise<string | null> {
  if (password !== undefined) return app.passwords.hash(password)
  if (password_hash === undefined) return null
  try {
    readHash(password_hash)
  } catch (error) {
    if (!(error instanceof UnusableHash)) throw error
    const detail = `${error.message}.`
    throw new Problem('invalid_input', { detail, errors: [{ pointer: '/password_hash', detail }] })
  }
  return password_hash
}

/** What operators see of a person. */
export type Found = UserView & { disabled: boolean; deactivated: boolean; password_change_required: boolean }

function foundOf(user: users.User, tenant_id: string, holdings: Holdings): Found {
  return {
    ...userView(user, tenant_id, holdings),
    disabled: user.disabled_at !== null,
    deactivated: user.deactivated_at !== null,
    password_change_required: user.password_change_required_at !== null,
  }
}

/** By identifier or address. @throws Problem `not_found` */
export async function findUser(
  { app, tenant }: Operator,
  idOrEmail: string,
  db: Db = app.db,
): Promise<Found> {
  const email = parseEmail(idOrEmail)
  const found = email
    ? await users.findByEmail(db, tenant.directory_id, email.key)
    : await users.find(db, idOrEmail)
  if (!found || !(await belongs(db, tenant, found)))
    throw new Problem('not_found', { detail: `There is no user ${idOrEmail}.` })
  return foundOf(found, tenant.id, await heldBy(db, tenant.id, found.id))
}

/**
 * Holds a person in the state that somebody wants to change, until the end of the transaction.
 * @throws Problem `not_found` or `precondition_failed`
 */
export async function holdUser(tx: Db, by: Operator, id: string): Promise<void> {
  if (!(await users.hold(tx, id))) throw new Problem('not_found', { detail: `There is no user ${id}.` })
  if (by.if_match !== undefined) requireState(by, await findUser(by, id, tx))
}

/** Somebody has to be left who can let others in; an operator makes another administrator by a command. */
async function requireAnotherAdministrator(tx: Db, { acting, tenant }: Operator, id: string): Promise<void> {
  if (acting) await keepOneAdministrator(tx, tenant.id, id)
}

/**
 * Of two who go at the same moment the second sees what the first left.
 * @throws Problem `conflict` for the last administrator
 */
export async function keepOneAdministrator(tx: Db, tenant_id: string, user_id: string): Promise<void> {
  const holders = await users.holdHolders(tx, tenant_id, administrator)
  if (holders.length === 1 && holders[0] === user_id)
    throw new Problem('conflict', { detail: 'This is the last administrator. Make somebody else one first.' })
}

/**
 * A person as they are, held until the end of the transaction. @throws Problem `conflict` for an account that is disabled
 */
export async function holdEnabled(tx: Db, id: string): Promise<users.User> {
  const user = await users.hold(tx, id)
  if (user?.disabled_at === null) return user
  throw new Problem('conflict', { detail: 'This account is disabled. Enable it first.' })
}

export async function listUsers(
  { app, tenant }: Operator,
  { limit = 50, cursor }: { limit?: number; cursor?: string | undefined },
) {
  const rows = await users.list(app.db, tenant.directory_id, limit + 1, cursor)
  return pageOf(await viewsOf({ app, tenant }, rows), limit, ({ id }) => id)
}

/** People whose main address begins so, by address. */
export async function findUsers(
  { app, tenant }: Operator,
  prefix: string,
  { limit, after }: { limit: number; after?: string | undefined },
) {
  const rows = await users.listByAddress(
    app.db,
    tenant.directory_id,
    prefix.trim().toLowerCase(),
    limit + 1,
    after,
  )
  return pageOf(await viewsOf({ app, tenant }, rows), limit, ({ email }) => email.toLowerCase())
}

function viewsOf(
  { app, tenant }: Pick<Operator, 'app' | 'tenant'>,
  rows: readonly users.User[],
): Promise<Found[]> {
  return Promise.all(
    rows.map(async (row) => foundOf(row, tenant.id, await heldBy(app.db, tenant.id, row.id))),
  )
}

/** Disabling ends every session, token and link at once; enabling brings none of them back. */
export async function setUserDisabled(by: Operator, idOrEmail: string, disabled: boolean): Promise<Found> {
  requireAccounts(by)
  const { id } = await findUser(by, idOrEmail)
  await by.app.db.transaction().execute((tx) => switchAccount(tx, by, id, disabled))
  return findUser(by, id)
}

/** The same within the transaction of what it belongs to. */
export async function switchAccount(tx: Db, by: Operator, id: string, disabled: boolean): Promise<void> {
  const now = by.app.now()
  if (disabled) await requireAnotherAdministrator(tx, by, id)
  await users.update(tx, id, { disabled_at: disabled ? now : null, updated_at: now })
  if (disabled) {
    await endAllOf(tx, id, { now })
    await endBegun(tx, id, now)
    await announceLess(tx, id, now)
    await pauseAgentsOf(tx, id, now)
  }
  const type = disabled ? 'user.disabled' : 'user.enabled'
  await record(tx, by, { type, outcome: 'succeeded', subject: id })
}

/** Removes a person and everything they could prove or were given. The audit keeps that it happened, not to whom. */
export async function deleteUser(by: Operator, idOrEmail: string): Promise<{ id: string }> {
  const { app } = by
  requireAccounts(by)
  const { id } = await findUser(by, idOrEmail)
  const connected = await app.db.transaction().execute(async (tx) => {
    await requireAnotherAdministrator(tx, by, id)
    await holdUser(tx, by, id)
    await record(tx, by, { type: 'user.deleted', outcome: 'succeeded', subject: id })
    return removePerson(tx, by, id)
  })
  await giveBack(app, connected)
  return { id }
}
