import { Problem } from '@warder/protocol'
import { record } from '../audit/audit.ts'
import type { Operator } from '../audit/operator.ts'
import { newId } from '../crypto/tokens.ts'
import { isUniqueViolation } from '../store/errors.ts'
import { revokeTenantTokens } from '../oauth-server/revoke.ts'
import * as tenants from '../store/tenants.ts'
import { isoTime } from '../time.ts'
import { firstSlug } from './default.ts'
import { slugProblem } from './slug.ts'
import { prefixOf, tenantOf } from './tenant.ts'

export type TenantView = {
  id: string
  slug: string
  name: string
  issuer: string
  suspended_at: string | null
  created_at: string
}

/**
 * Makes a tenant with a directory of its own, at an issuer of its own under the public address. Its slug stays as it is,
 * because the issuer is made of it.
 *
 * @throws Problem `invalid_input`, or `conflict` for a slug that is or was in use
 */
export async function createTenant(by: Operator, input: { slug: string; name: string }): Promise<TenantView> {
  const { app } = by
  const { slug } = input
  const wrong = slugProblem(slug)
  if (wrong !== undefined) throw invalid('/slug', wrong)
  const row = {
    id: newId('ten'),
    directory_id: newId('dir'),
    slug,
    name: checkedName(input.name),
    issuer: app.config.issuer + prefixOf(slug),
    created_at: app.now(),
  }
  try {
    await app.db.transaction().execute(async (tx) => {
      await tenants.insert(tx, row)
      await by.made?.(tx, row.id)
      await record(tx, by, { type: 'tenant.created', outcome: 'succeeded', detail: { tenant: row.id, slug } })
    })
  } catch (error) {
    if (isUniqueViolation(error))
      throw new Problem('conflict', { detail: `The slug ${slug} is in use already.` })
    throw error
  }
  // Its key set is never empty. The other algorithms have their keys at first need.
  await app.keys.signer(row.id, 'ES256')
  return findTenant(by, slug)
}

/**
 * @param name its slug, or its id
 * @throws Problem `not_found`
 */
export async function findTenant(by: Operator, name: string): Promise<TenantView> {
  return viewOf(by, await rowOf(by, name))
}

/** By slug. */
export async function listTenants(
  by: Operator,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
) {
  const rows = await tenants.list(by.app.db, limit + 1, cursor)
  const items = rows.slice(0, limit).map((row) => viewOf(by, row))
  return { items, next_cursor: rows.length > limit ? (items.at(-1)?.slug ?? null) : null }
}

/**
 * Suspends a tenant: here at once and on every other instance within seconds nothing of it answers any more, and
 * whoever checks its tokens by themselves hears that they are dead.
 *
 * @param name its slug, or its id
 * @throws Problem `not_found`, or `conflict` where it is suspended already, or the one that runs the server
 */
export async function suspendTenant(by: Operator, name: string): Promise<TenantView> {
  const { app } = by
  const { id, slug, issuer } = tenantOf(await rowOf(by, name), app.config)
  if (slug === firstSlug)
    throw new Problem('conflict', { detail: `The tenant ${slug} runs this server and cannot be suspended.` })
  const now = app.now()
  await app.db.transaction().execute(async (tx) => {
    if (!(await tenants.suspend(tx, id, now)))
      throw new Problem('conflict', { detail: `The tenant ${slug} is suspended already.` })
    await revokeTenantTokens(tx, { id, issuer }, now)
    await record(tx, by, { type: 'tenant.suspended', outcome: 'succeeded', detail: { tenant: id, slug } })
  })
  app.tenants.forget(slug)
  return findTenant(by, slug)
}

/**
 * Lets a suspended tenant go on. Sessions and keys work as before; access tokens from before the suspension stay dead.
 *
 * @param name its slug, or its id
 * @throws Problem `not_found`, or `conflict` where it is not suspended
 */
export async function resumeTenant(by: Operator, name: string): Promise<TenantView> {
  const { app } = by
  const { id, slug } = await rowOf(by, name)
  await app.db.transaction().execute(async (tx) => {
    if (!(await tenants.suspend(tx, id, null)))
      throw new Problem('conflict', { detail: `The tenant ${slug} is not suspended.` })
    await record(tx, by, { type: 'tenant.resumed', outcome: 'succeeded', detail: { tenant: id, slug } })
  })
  app.tenants.forget(slug)
  return findTenant(by, slug)
}

/** No slug has the line of an id. */
async function rowOf({ app: { db } }: Operator, name: string): Promise<tenants.TenantRow> {
  const row = await (name.startsWith('ten_') ? tenants.findById(db, name) : tenants.findBySlug(db, name))
  if (!row) throw new Problem('not_found', { detail: `There is no tenant ${name.slice(0, 64)}.` })
  return row
}

function viewOf({ app }: Operator, row: tenants.TenantRow): TenantView {
  const { id, slug, name, issuer } = tenantOf(row, app.config)
  const suspended_at = row.suspended_at === null ? null : isoTime(row.suspended_at)
  return { id, slug, name, issuer, suspended_at, created_at: isoTime(row.created_at) }
}

function checkedName(text: string): string {
  const name = text.normalize('NFC').trim()
  if (name === '' || name.length > 100 || /[\p{Cc}\p{Cf}]/u.test(name))
    throw invalid('/name', 'The name of a tenant is one line of 1 to 100 characters.')
  return name
}

const invalid = (pointer: string, detail: string) =>
  new Problem('invalid_input', { detail, errors: [{ pointer, detail }] })
