import { Problem, type Seconds } from '@warder/protocol'
import type { App } from '../../app.ts'
import { record } from '../../audit/audit.ts'
import type { Operator } from '../../audit/operator.ts'
import { newId, newNonce } from '../../crypto/tokens.ts'
import { isUniqueViolation } from '../../store/errors.ts'
import type { Db } from '../../store/open.ts'
import * as domains from '../../store/tenants/domains.ts'
import type { DomainRow } from '../../store/tenants/domains.ts'
import * as tenants from '../../store/tenants.ts'
import { day, isoTime } from '../../time.ts'
import { movable, tenantNamed } from '../named.ts'
import { loseDomain } from './lose.ts'
import { readName } from './name.ts'
import { isRecorded, recordOf, textOf } from './record.ts'

/** So long a claim can be proved. */
const claimFor: Seconds = 7 * day
/** So often the record of a domain is looked at again. */
export const checkEvery: Seconds = day
/** Of one tenant, claims among them. */
const most = 20

export type DomainView = {
  id: string
  name: string
  /** The TXT record that proves it, by its name and its text. It has to stay. */
  record: { name: string; text: string }
  created_at: string
  verified_at: string | null
  /** When the record was last there. */
  seen_at: string | null
  /** Until when a claim can be proved; null for what is. */
  expires_at: string | null
}

/**
 * Claims a domain for a tenant. Nothing comes of a claim before DNS has said the same, so that anybody may have one on any name.
 *
 * @param tenant its slug, or its id
 * @throws Problem `not_found`, `invalid_input`, or `conflict` for the first tenant, a claim that is there, or one too many
 */
export async function claimDomain(by: Operator, tenant: string, text: string): Promise<DomainView> {
  const { app } = by
  const { id: tenant_id, slug } = await movable(by, tenant)
  const row = claimOf(app, tenant_id, text, '/name')
  await app.db
    .transaction()
    .execute(async (tx) => {
      await tenants.hold(tx, tenant_id)
      await addClaim(tx, by, row)
      await by.made?.(tx, row.id)
    })
    .catch((error: unknown) => {
      if (!isUniqueViolation(error)) throw error
      throw new Problem('conflict', { detail: `The tenant ${slug} has claimed ${row.name} already.` })
    })
  return viewOf(row)
}

/**
 * A claim on a domain, not kept yet.
 *
 * @param pointer where the name stands in what was sent
 * @throws Problem `invalid_input`
 */
export function claimOf(
  { config, now }: Pick<App, 'config' | 'now'>,
  tenant_id: string,
  text: string,
  pointer: string,
): DomainRow {
  const read = readName(text, config)
  if (!read.ok)
    throw new Problem('invalid_input', { detail: read.problem, errors: [{ pointer, detail: read.problem }] })
  return {
    id: newId('dom'),
    tenant_id,
    name: read.name,
    challenge: newNonce(),
    created_at: now(),
    verified_at: null,
    seen_at: null,
    check_at: now() + claimFor,
  }
}

/**
 * Keeps a claim, where the tenant is held.
 *
 * @throws Problem `conflict` for one too many, or a unique violation for one that is there
 */
export async function addClaim(tx: Db, by: Operator, row: DomainRow): Promise<void> {
  if ((await domains.countOf(tx, row.tenant_id)) >= most)
    throw new Problem('conflict', { detail: `A tenant has ${most} domains at most.` })
  await domains.insert(tx, row)
  await write(tx, by, 'domain.claimed', row)
}

/** By name. */
export async function listDomains(
  by: Operator,
  tenant: string,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
) {
  const { id } = await tenantNamed(by, tenant)
  const rows = await domains.listOf(by.app.db, id, { limit: limit + 1, after: cursor })
  const items = rows.slice(0, limit).map(viewOf)
  return { items, next_cursor: rows.length > limit ? (items.at(-1)?.name ?? null) : null }
}

/** @throws Problem `not_found` */
export async function findDomain(by: Operator, tenant: string, domain: string): Promise<DomainView> {
  return viewOf(await rowOf(by, tenant, domain))
}

/**
 * Asks DNS whether a claim is true, and has the domain be the tenant's where it is. Of two tenants whose claims are both true the
 * first stays; one whose record has gone makes room at once for whoever proves it now.
 *
 * @throws Problem `not_found`, `conflict` while the record is not there, or `provider_failed` where DNS does not answer
 */
export async function verifyDomain(by: Operator, tenant: string, domain: string): Promise<DomainView> {
  const { app } = by
  const row = await rowOf(by, tenant, domain)
  await requireRecord(by, row)
  try {
    await keepVerified(by, row)
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    const holder = await domains.findVerified(app.db, row.name)
    if (holder && (await isRecorded(holder, app.config.tenants.dns_servers)) !== false)
      throw new Problem('conflict', { detail: `The domain ${row.name} belongs to another tenant.` })
    if (holder) await app.db.transaction().execute((tx) => loseDomain(tx, by, holder))
    await keepVerified(by, row)
  }
  app.tenants.forget()
  return viewOf(await rowOf(by, tenant, domain))
}

async function requireRecord({ app }: Operator, row: DomainRow): Promise<void> {
  const recorded = await isRecorded(row, app.config.tenants.dns_servers)
  const name = recordOf(row.name)
  if (recorded === undefined)
    throw new Problem('provider_failed', { detail: `DNS did not say whether ${name} has a TXT record.` })
  if (!recorded)
    throw new Problem('conflict', {
      detail: `There is no TXT record of ${name} that says ${textOf(row.challenge)}`,
    })
}

async function keepVerified(by: Operator, row: DomainRow): Promise<void> {
  const now = by.app.now()
  await by.app.db.transaction().execute(async (tx) => {
    if (!(await domains.verify(tx, row.id, { now, check_at: now + checkEvery })))
      throw new Problem('conflict', { detail: `The claim on ${row.name} has expired. Make another.` })
    if (row.verified_at === null) await write(tx, by, 'domain.verified', row)
  })
}

/**
 * Takes a domain from a tenant, or a claim.
 *
 * @throws Problem `not_found`, or `conflict` where it is the address of the tenant
 */
export async function removeDomain(by: Operator, tenant: string, domain: string): Promise<void> {
  const { app } = by
  const row = await rowOf(by, tenant, domain)
  await app.db.transaction().execute(async (tx) => {
    await tenants.hold(tx, row.tenant_id)
    const { issuer, slug } = await tenantNamed({ app: { db: tx } }, row.tenant_id)
    if (row.verified_at !== null && issuer !== null && new URL(issuer).hostname === row.name)
      throw new Problem('conflict', {
        detail: `${row.name} is the address of the tenant ${slug}. Give it another one first.`,
      })
    if (!(await domains.remove(tx, row.id))) throw unknownDomain(row.name)
    await write(tx, by, 'domain.removed', row)
  })
  app.tenants.forget()
}

async function rowOf(by: Operator, tenant: string, domain: string): Promise<DomainRow> {
  const { id } = await tenantNamed(by, tenant)
  const row = await domains.find(by.app.db, id, domain)
  if (!row) throw unknownDomain(domain)
  return row
}

const unknownDomain = (name: string) =>
  new Problem('not_found', { detail: `The tenant has no domain ${name.slice(0, 64)}.` })

type About = Pick<DomainRow, 'name' | 'tenant_id'>

const write = (
  tx: Db,
  by: Operator,
  type: 'domain.claimed' | 'domain.verified' | 'domain.removed',
  { name, tenant_id }: About,
) => record(tx, by, { type, outcome: 'succeeded', detail: { tenant: tenant_id, domain: name } })

function viewOf(row: DomainRow): DomainView {
  const at = (time: Seconds | null) => (time === null ? null : isoTime(time))
  return {
    id: row.id,
    name: row.name,
    record: { name: recordOf(row.name), text: textOf(row.challenge) },
    created_at: isoTime(row.created_at),
    verified_at: at(row.verified_at),
    seen_at: at(row.seen_at),
    expires_at: row.verified_at === null ? isoTime(row.check_at) : null,
  }
}
