import { Problem, type Seconds } from '@warder/protocol'
import { requireGiveable } from '../access/permissions/giving.ts'
import { record } from '../audit/audit.ts'
import type { Operator } from '../audit/operator.ts'
import { newId, newKey } from '../crypto/tokens.ts'
import { check } from '../http/body.ts'
import { requireState } from '../http/conditional.ts'
import { pageOf } from '../http/paging.ts'
import * as tenants from '../store/tenants.ts'
import * as deliveries from '../store/webhooks/deliveries.ts'
import * as webhooks from '../store/webhooks/webhooks.ts'
import type { WebhookRow } from '../store/webhooks/webhooks.ts'
import { day, isoTime } from '../time.ts'
import { newWebhook, webhookChange, type NewWebhook, type WebhookChange } from './inputs.ts'

/**
 * Programs elsewhere that are told what happens in a tenant, by Standard Webhooks 1.0. Each has a secret, which is told once, and
 * hears of the events that it names.
 */

const usualGrace = day
const mostGrace = 30 * day
/** Every event is written down once for each that wants it. */
const mostOfTenant = 50

/** A webhook as administrators see it. */
export type WebhookView = {
  id: string
  url: string
  types: string[]
  description: string
  enabled: boolean
  /** Why it is told nothing: `paused`, `failing`, `gone`, `backlog` or `locked_down`. */
  disabled_as: string | null
  failing_since: string | null
  created_at: string
  /** Until when the secret before the present one signs as well. */
  replaced_until: string | null
}

/** The same with its secret, which is not told again. */
export type MadeWebhook = WebhookView & { secret: string }

const iso = (at: Seconds | null) => (at === null ? null : isoTime(at))

function viewOf({ app }: Pick<Operator, 'app'>, row: WebhookRow): WebhookView {
  const { id, url, description, disabled_as, replaced_until } = row
  return {
    id,
    url,
    types: JSON.parse(row.types) as string[], // written below
    description,
    enabled: disabled_as === null,
    disabled_as,
    failing_since: iso(row.failing_since),
    created_at: isoTime(row.created_at),
    replaced_until: replaced_until !== null && replaced_until > app.now() ? isoTime(replaced_until) : null,
  }
}

/** Where the secret of a webhook is sealed for. */
export const secretPlace = (id: string) => `webhook:${id}`

const newSecret = () => `whsec_${newKey().toString('base64')}`

/** Who names the address: what an administrator names is fetched as if anybody had. */
function namedBy({ app, acting }: Operator) {
  const now = app.now()
  const { actor } = acting?.who ?? {}
  return {
    trusted_at: acting ? null : now,
    issued_at: now,
    issued_by: actor?.startsWith('usr_') ? actor : null,
  }
}

/** A webhook is a way to read the audit from elsewhere. @throws Problem `invalid_input` or `forbidden` */
function requirePowers({ holds, acting }: Operator, url: string | undefined): void {
  requireGiveable(holds, ['audit:read'])
  if (acting && url?.startsWith('http:'))
    throw new Problem('invalid_input', {
      detail: 'Some fields need another value; see errors.',
      errors: [{ pointer: '/url', detail: 'must begin with https:' }],
    })
}

/** Makes a webhook, with a secret that is told this once. @throws Problem `invalid_input`, `forbidden` or `conflict` */
export async function createWebhook(by: Operator, asked: NewWebhook): Promise<MadeWebhook> {
  const { app, tenant } = by
  const { url, types, description } = check(newWebhook, asked)
  requirePowers(by, url)
  const now = app.now()
  const id = newId('whk')
  const secret = newSecret()
  const row: WebhookRow = {
    id,
    tenant_id: tenant.id,
    url,
    description,
    types: JSON.stringify([...new Set(types)]),
    secret: app.secrets.seal(secretPlace(id), secret),
    replaced_secret: null,
    replaced_until: null,
    failures: 0,
    failing_since: null,
    ready_at: now,
    disabled_as: null,
    created_at: now,
    ...namedBy(by),
  }
  await app.db.transaction().execute(async (tx) => {
    await tenants.hold(tx, tenant.id)
    if ((await webhooks.count(tx, tenant.id)) >= mostOfTenant)
      throw new Problem('conflict', { detail: `A tenant has ${mostOfTenant} webhooks at most.` })
    await webhooks.insert(tx, row)
    await by.made?.(tx, id)
    const detail = { webhook: id, origin: new URL(url).origin, types }
    await record(tx, by, { type: 'webhook.created', outcome: 'succeeded', detail })
  })
  app.events.forget(tenant.id)
  return { ...viewOf(by, row), secret }
}

/** @throws Problem `not_found` */
export async function showWebhook(by: Operator, id: string): Promise<WebhookView> {
  return viewOf(by, await requireWebhook(by, id))
}

/** By id. */
export async function listWebhooks(
  by: Operator,
  { limit = 50, cursor }: { limit?: number; cursor?: string | undefined },
) {
  const rows = await webhooks.list(by.app.db, by.tenant.id, limit + 1, cursor)
  const { items, next_cursor } = pageOf(rows, limit, ({ id }) => id)
  return { items: items.map((row) => viewOf(by, row)), next_cursor }
}

/** @throws Problem `not_found`, `invalid_input`, `forbidden`, `conflict` or `precondition_failed` */
export async function changeWebhook(by: Operator, id: string, asked: WebhookChange): Promise<WebhookView> {
  const { app, tenant } = by
  const { url, types, description, enabled } = check(webhookChange, asked)
  const read = await requireWebhook(by, id)
  requireState(by, viewOf(by, read))
  requirePowers(by, url)
  const change = {
    ...(description !== undefined && { description }),
    ...(types && { types: JSON.stringify([...new Set(types)]) }),
    ...(url !== undefined && url !== read.url && { url, ...namedBy(by) }),
    ...(enabled === false && { disabled_as: read.disabled_as ?? 'paused' }),
    ...(enabled === true && { disabled_as: null, failures: 0, failing_since: null, ready_at: app.now() }),
  }
  if (Object.keys(change).length > 0) {
    await app.db.transaction().execute(async (tx) => {
      if (!(await webhooks.update(tx, read, change))) throw changedMeanwhile()
      const detail = { webhook: id, changed: Object.keys(asked), ...(url && { origin: new URL(url).origin }) }
      await record(tx, by, { type: 'webhook.updated', outcome: 'succeeded', detail })
    })
    app.events.forget(tenant.id)
  }
  return viewOf(by, { ...read, ...change })
}

/**
 * Gives a webhook another secret. For the grace period the old one signs as well.
 *
 * @param grace seconds; 0 ends the old one at once
 * @throws Problem `not_found`, `invalid_input`, `forbidden`, or `conflict` where somebody else does so at this moment
 */
export async function rotateWebhook(
  by: Operator,
  id: string,
  grace: Seconds = usualGrace,
): Promise<MadeWebhook> {
  const { app } = by
  if (!Number.isInteger(grace) || grace < 0 || grace > mostGrace)
    throw new Problem('invalid_input', { detail: `The grace period is 0 to ${mostGrace} seconds.` })
  const read = await requireWebhook(by, id)
  requirePowers(by, undefined)
  const secret = newSecret()
  const { issued_at, issued_by } = namedBy(by)
  const change = {
    secret: app.secrets.seal(secretPlace(id), secret),
    replaced_secret: grace === 0 ? null : read.secret,
    replaced_until: grace === 0 ? null : app.now() + grace,
    issued_at,
    issued_by,
  }
  await app.db.transaction().execute(async (tx) => {
    if (!(await webhooks.update(tx, read, change))) throw changedMeanwhile()
    await record(tx, by, { type: 'webhook.rotated', outcome: 'succeeded', detail: { webhook: id, grace } })
  })
  return { ...viewOf(by, { ...read, ...change }), secret }
}

/** Removes a webhook, with what waits for it. @throws Problem `not_found` or `precondition_failed` */
export async function removeWebhook(by: Operator, id: string): Promise<{ id: string }> {
  const { app, tenant } = by
  requireState(by, viewOf(by, await requireWebhook(by, id)))
  await app.db.transaction().execute(async (tx) => {
    if (!(await webhooks.remove(tx, tenant.id, id))) throw unknown()
    await record(tx, by, { type: 'webhook.removed', outcome: 'succeeded', detail: { webhook: id } })
  })
  app.events.forget(tenant.id)
  return { id }
}

/** What became of the messages to a webhook, newest first, for a week. @throws Problem `not_found` */
export async function listDeliveries(
  by: Operator,
  id: string,
  { limit = 50, cursor }: { limit?: number; cursor?: string | undefined },
) {
  await requireWebhook(by, id)
  const rows = await deliveries.list(by.app.db, id, limit + 1, cursor)
  const { items, next_cursor } = pageOf(rows, limit, (last) => last.id)
  return { items: items.map(deliveryView), next_cursor }
}

function deliveryView(row: deliveries.DeliveryRow) {
  const { id, type, attempts, last_error, delivered_at, failed_at } = row
  const waits = delivered_at === null && failed_at === null
  return {
    id,
    type,
    created_at: isoTime(row.created_at),
    attempts,
    delivered_at: iso(delivered_at),
    failed_at: iso(failed_at),
    next_attempt_at: waits ? isoTime(row.next_attempt_at) : null,
    last_error,
  }
}

/** Sends a message again that was given up, under the id that it had. @throws Problem `not_found` */
export async function redeliver(by: Operator, id: string, message: string): Promise<{ id: string }> {
  const { app } = by
  await requireWebhook(by, id)
  requirePowers(by, undefined)
  await app.db.transaction().execute(async (tx) => {
    if (!(await deliveries.retry(tx, id, message, app.now())))
      throw new Problem('not_found', { detail: 'No such message to this webhook was given up.' })
    const detail = { webhook: id, message }
    await record(tx, by, { type: 'webhook.redelivered', outcome: 'succeeded', detail })
  })
  return { id: message }
}

async function requireWebhook({ app, tenant }: Operator, id: string): Promise<WebhookRow> {
  const row = await webhooks.find(app.db, tenant.id, id)
  if (!row) throw unknown()
  return row
}

const unknown = () => new Problem('not_found', { detail: 'There is no such webhook.' })

const changedMeanwhile = () =>
  new Problem('conflict', { detail: 'Somebody else changed it at the same time. Read it again.' })
