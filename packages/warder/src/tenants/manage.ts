import { Problem } from '@warder/protocol'
import { record } from '../audit/audit.ts'
import { logoPath } from '../brand/logo.ts'
import type { Operator } from '../audit/operator.ts'
import { newId } from '../crypto/tokens.ts'
import { requireState } from '../http/conditional.ts'
import { isUniqueViolation } from '../store/errors.ts'
import { revokeTenantTokens } from '../oauth-server/revoke.ts'
import * as tenants from '../store/tenants.ts'
import * as logos from '../store/tenants/logos.ts'
import { isoTime } from '../time.ts'
import { firstSlug } from './default.ts'
import { checkedBrand, type BrandChange } from './brand.ts'
import { addClaim, claimOf } from './domains/manage.ts'
import { hostBelowBase, hostProblem } from './domains/hosts.ts'
import { tenantNamed } from './named.ts'
import { slugProblem } from './slug.ts'
import { prefixOf, tenantOf } from './tenant.ts'

export type TenantView = {
  id: string
  slug: string
  name: string
  issuer: string
  /** A word of whoever runs the server. */
  tier: string | null
  /** `common` where its people are those of the first tenant who are its members, `own` where it has people of its own. */
  directory: 'common' | 'own'
  /** How many members it may have; null for any number. */
  seats: number | null
  /** What its pages and mails have of their own; null for what is that of the server. `logo` is where its picture is. */
  brand: { name: string | null; color: string | null; logo: string | null }
  /** Whether everybody who signs in to it needs a second factor; people and roles may need one all the same. */
  second_factor_required: boolean
  suspended_at: string | null
  created_at: string
}

export type NewTenant = {
  slug: string
  name: string
  tier?: string | undefined
  directory?: TenantView['directory'] | undefined
  seats?: number | undefined
  /** Claimed for it: each is proved afterwards. */
  domains?: readonly string[] | undefined
}

/**
 * Makes a tenant, with a directory of its own or for members of the common one, at an issuer of its own: below the base
 * domain where there is one, else under the public address. Its slug stays as it is, because the issuer is made of it.
 *
 * @throws Problem `invalid_input`, or `conflict` for a slug that is or was in use
 */
export async function createTenant(by: Operator, input: NewTenant): Promise<TenantView> {
  const { app } = by
  const { slug, directory = 'own', domains = [] } = input
  const common = directory === 'common'
  if (input.seats !== undefined && !common)
    throw invalid('/seats', 'Only a tenant of the common directory has members to be counted.')
  if (domains.length > 0 && common)
    throw invalid('/domains', 'A tenant of the common directory is at the address of the server.')
  // Whoever is signed in at the public address goes on to it, and cookies belong to one host.
  const host = common ? undefined : hostBelowBase(app.config, slug)
  const issuer = host ?? app.config.issuer + prefixOf(slug)
  const wrong = slugProblem(slug) ?? hostProblem(app.config, issuer)
  if (wrong !== undefined) throw invalid('/slug', wrong)
  const row = {
    id: newId('ten'),
    directory_id: common ? tenants.commonDirectory : newId('dir'),
    slug,
    name: checkedName(input.name),
    issuer,
    tier: input.tier === undefined ? null : checkedTier(input.tier),
    seats: input.seats ?? null,
    created_at: app.now(),
  }
  const claims = domains.map((name, at) => claimOf(app, row.id, name, `/domains/${at}`))
  if (new Set(claims.map(({ name }) => name)).size < claims.length)
    throw invalid('/domains', 'Each domain is named once.')
  try {
    await app.db.transaction().execute(async (tx) => {
      await tenants.insert(tx, row)
      for (const claim of claims) await addClaim(tx, by, claim)
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
  return viewOf(by, await tenantNamed(by, name))
}

type Search = {
  limit: number
  cursor?: string | undefined
  tier?: string | undefined
  slug?: string | undefined
}

/** By slug; of one tier alone, or those whose slug begins so, where that is asked for. */
export async function listTenants(by: Operator, { limit, cursor, tier, slug }: Search) {
  const rows = await tenants.list(by.app.db, { limit: limit + 1, after: cursor, tier, prefix: slug })
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
  const { id, slug, issuer } = tenantOf(await tenantNamed(by, name), app.config)
  if (slug === firstSlug)
    throw new Problem('conflict', { detail: `The tenant ${slug} runs this server and cannot be suspended.` })
  const now = app.now()
  await app.db.transaction().execute(async (tx) => {
    if (!(await tenants.suspend(tx, id, now)))
      throw new Problem('conflict', { detail: `The tenant ${slug} is suspended already.` })
    await revokeTenantTokens(tx, { id, issuer }, now)
    await record(tx, by, { type: 'tenant.suspended', outcome: 'succeeded', detail: { tenant: id, slug } })
  })
  app.tenants.forget()
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
  const { id, slug } = await tenantNamed(by, name)
  await app.db.transaction().execute(async (tx) => {
    if (!(await tenants.suspend(tx, id, null)))
      throw new Problem('conflict', { detail: `The tenant ${slug} is not suspended.` })
    await record(tx, by, { type: 'tenant.resumed', outcome: 'succeeded', detail: { tenant: id, slug } })
  })
  app.tenants.forget()
  return findTenant(by, slug)
}

/**
 * Changes what a tenant is called, its tier, or how many members it may have: those it has stay.
 *
 * @param tier null for none
 * @throws Problem `not_found`, `invalid_input`, or `precondition_failed` where it is not in the state that was read
 */
export async function updateTenant(
  by: Operator,
  name: string,
  change: {
    name?: string
    tier?: string | null
    seats?: number | null
    brand?: BrandChange | undefined
  },
): Promise<TenantView> {
  const { app } = by
  const { id, slug } = await tenantNamed(by, name)
  if (change.brand && slug === firstSlug)
    throw invalid(
      '/brand',
      'The first tenant looks as the settings brand.name, brand.color and brand.logo say.',
    )
  const brand = change.brand && checkedBrand(change.brand)
  const set = {
    ...brand?.set,
    ...(change.name !== undefined && { name: checkedName(change.name) }),
    ...(change.tier !== undefined && { tier: change.tier === null ? null : checkedTier(change.tier) }),
    ...(change.seats !== undefined && { seats: change.seats }),
  }
  const changed = Object.keys(set)
  await app.db.transaction().execute(async (tx) => {
    await tenants.hold(tx, id)
    requireState(by, viewOf(by, await tenantNamed({ app: { db: tx } }, id)))
    if (changed.length === 0) return
    await tenants.update(tx, id, set)
    if (brand?.logo !== undefined) await logos.replace(tx, id, brand.logo)
    const detail = { tenant: id, slug, changed }
    await record(tx, by, { type: 'tenant.updated', outcome: 'succeeded', detail })
  })
  app.tenants.forget()
  return findTenant(by, id)
}

export function viewOf({ app }: Operator, row: tenants.TenantRow): TenantView {
  const { id, slug, name, issuer, shared } = tenantOf(row, app.config)
  const { tier, seats, brand_name, brand_color, logo_id } = row
  const directory = shared || row.issuer === null ? 'common' : 'own'
  return {
    id,
    slug,
    name,
    issuer,
    tier,
    directory,
    seats,
    brand: { name: brand_name, color: brand_color, logo: logo_id === null ? null : logoPath(logo_id) },
    second_factor_required: row.second_factor_required_at !== null,
    suspended_at: row.suspended_at === null ? null : isoTime(row.suspended_at),
    created_at: isoTime(row.created_at),
  }
}

function checkedName(text: string): string {
  const name = text.normalize('NFC').trim()
  if (name === '' || name.length > 100 || /[\p{Cc}\p{Cf}]/u.test(name))
    throw invalid('/name', 'The name of a tenant is one line of 1 to 100 characters.')
  return name
}

/** What it means is known to whoever gives it. */
function checkedTier(text: string): string {
  if (/^[a-z0-9][a-z0-9._-]{0,39}$/.test(text)) return text
  throw invalid(
    '/tier',
    'A tier is one word of 1 to 40 small letters, digits, dots, hyphens and underscores.',
  )
}

const invalid = (pointer: string, detail: string) =>
  new Problem('invalid_input', { detail, errors: [{ pointer, detail }] })
