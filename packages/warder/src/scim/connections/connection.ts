import { Problem, type Seconds } from '@warder/protocol'
import * as z from 'zod'
import { requireGiveable } from '../../access/permissions/giving.ts'
import { record } from '../../audit/audit.ts'
import { digest, newId, newToken } from '../../crypto/tokens.ts'
import { check } from '../../http/body.ts'
import { pageOf } from '../../http/paging.ts'
import * as provisioners from '../../store/provisioning/provisioners.ts'
import { day, isoTime } from '../../time.ts'
import { nameField } from '../../users/fields.ts'
import type { Operator } from '../../users/manage.ts'

/**
 * Connections of directories that make people here over SCIM. Each has a token, which is told once, and whatever it makes is its
 * own: no other connection sees or changes it.
 */

const usualGrace = day
const mostGrace = 30 * day

/** What an operator says of a new connection. */
export const newConnection = z.object({
  name: nameField,
  on_delete: z.enum(['delete', 'disable']).default('delete'),
  vouched: z.boolean().default(false),
  expires_in_days: z.number().int().min(1).max(3650).optional(),
})

export type NewConnection = z.input<typeof newConnection>

/** A connection as operators see it. */
export type ConnectionView = {
  id: string
  name: string
  /** What a directory is to be told, beside the token. */
  url: string
  on_delete: string
  vouched: boolean
  created_at: string
  expires_at: string | null
  last_used_at: string | null
  /** Until when the token before the present one works as well. */
  replaced_until: string | null
}

/** The same with its token, which is not kept. */
export type MadeConnection = ConnectionView & { token: string }

const iso = (at: Seconds | null) => (at === null ? null : isoTime(at))

function viewOf({ app, tenant }: Operator, row: provisioners.Provisioner): ConnectionView {
  const { id, name, on_delete, replaced_until } = row
  return {
    id,
    name,
    url: `${tenant.issuer}/scim/v2`,
    on_delete,
    vouched: row.vouched_at !== null,
    created_at: isoTime(row.created_at),
    expires_at: iso(row.expires_at),
    last_used_at: iso(row.last_used_at),
    replaced_until: replaced_until !== null && replaced_until > app.now() ? isoTime(replaced_until) : null,
  }
}

/**
 * What a token of the connection does is theirs to give who make it or give it another: it makes, disables and removes people.
 *
 * @throws Problem `forbidden`
 */
function requirePowers({ holds }: Operator, vouched: boolean): void {
  requireGiveable(holds, vouched ? ['users:write', 'users:verify'] : ['users:write'])
}

/** Makes a connection, with a token that is told this once. @throws Problem `invalid_input` or `forbidden` */
export async function createConnection(by: Operator, asked: NewConnection): Promise<MadeConnection> {
  const { app, tenant } = by
  const { name, on_delete, vouched, expires_in_days } = check(newConnection, asked)
  requirePowers(by, vouched)
  const now = app.now()
  const token = newToken('wsc')
  const row: provisioners.Provisioner = {
    id: newId('prv'),
    tenant_id: tenant.id,
    name,
    token_hash: digest(token),
    replaced_hash: null,
    replaced_until: null,
    on_delete,
    vouched_at: vouched ? now : null,
    created_at: now,
    ...issuedBy(by),
    expires_at: expires_in_days === undefined ? null : now + expires_in_days * day,
    last_used_at: null,
    revoked_at: null,
  }
  await app.db.transaction().execute(async (tx) => {
    await provisioners.insert(tx, row)
    await by.made?.(tx, row.id)
    const detail = { id: row.id, name }
    await record(tx, by, { type: 'provisioner.created', outcome: 'succeeded', detail })
  })
  return { ...viewOf(by, row), token }
}

/** Whoever gets into the account of an administrator may have been told the token. */
function issuedBy({ app, acting }: Operator) {
  const { actor } = acting?.who ?? {}
  return { issued_at: app.now(), issued_by: actor?.startsWith('usr_') ? actor : null }
}

/** @throws Problem `not_found` */
export async function showConnection(by: Operator, id: string): Promise<ConnectionView> {
  return viewOf(by, await requireConnection(by, id))
}

/** Those that were not revoked, by id. */
export async function listConnections(
  by: Operator,
  { limit = 50, cursor }: { limit?: number; cursor?: string },
) {
  const rows = await provisioners.list(by.app.db, by.tenant.id, limit + 1, cursor)
  const { items, next_cursor } = pageOf(rows, limit, ({ id }) => id)
  return { items: items.map((row) => viewOf(by, row)), next_cursor }
}

/**
 * Gives a connection another token. The old one works beside it for the grace period. One with an end begins its life anew.
 *
 * @param grace seconds; 0 ends the old one at once
 * @throws Problem `not_found`, `invalid_input`, `forbidden`, or `conflict` where somebody else rotates it at this moment
 */
export async function rotateConnection(
  by: Operator,
  id: string,
  grace: Seconds = usualGrace,
): Promise<MadeConnection> {
  const { app } = by
  if (!Number.isInteger(grace) || grace < 0 || grace > mostGrace)
    throw new Problem('invalid_input', { detail: `The grace period is 0 to ${mostGrace} seconds.` })
  const now = app.now()
  const token = newToken('wsc')
  const read = await requireConnection(by, id)
  requirePowers(by, read.vouched_at !== null)
  const next = {
    token_hash: digest(token),
    replaced_until: grace === 0 ? null : now + grace,
    ...issuedBy(by),
    expires_at: read.expires_at === null ? null : now + (read.expires_at - read.issued_at),
  }
  await app.db.transaction().execute(async (tx) => {
    if (!(await provisioners.replaceToken(tx, read, next)))
      throw new Problem('conflict', { detail: 'This connection is being rotated already. Look at it again.' })
    await record(tx, by, { type: 'provisioner.rotated', outcome: 'succeeded', detail: { id, grace } })
  })
  return { ...viewOf(by, { ...read, ...next }), token }
}

/** Ends a connection at once. The people that it made stay as they are. @throws Problem `not_found` */
export async function revokeConnection(by: Operator, id: string): Promise<{ id: string }> {
  const { app, tenant } = by
  await app.db.transaction().execute(async (tx) => {
    if (!(await provisioners.revoke(tx, tenant.id, id, app.now()))) throw unknown(id)
    await record(tx, by, { type: 'provisioner.revoked', outcome: 'succeeded', detail: { id } })
  })
  return { id }
}

/** @throws Problem `not_found` */
export async function requireConnection(
  { app, tenant }: Operator,
  id: string,
): Promise<provisioners.Provisioner> {
  const row = await provisioners.find(app.db, tenant.id, id)
  if (!row) throw unknown(id)
  return row
}

function unknown(id: string): Problem {
  return new Problem('not_found', { detail: `There is no connection ${id.slice(0, 64)}.` })
}
