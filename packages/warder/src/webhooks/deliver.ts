import { webhookKey, webhookSignature, type Seconds } from '@warder/protocol'
import type { App } from '../app.ts'
import { operator, record } from '../audit/audit.ts'
import { spread } from '../crypto/tokens.ts'
import { compose, inNameOf, personOf } from '../mail/messages.ts'
import { queueMail } from '../mail/outbox.ts'
import { deliver, post, type News } from '../oauth-server/notices/deliver.ts'
import type { Db } from '../store/open.ts'
import * as users from '../store/people/users.ts'
import * as deliveries from '../store/webhooks/deliveries.ts'
import type { DeliveryRow } from '../store/webhooks/deliveries.ts'
import * as webhooks from '../store/webhooks/webhooks.ts'
import type { WebhookRow } from '../store/webhooks/webhooks.ts'
import { day, hour, minute } from '../time.ts'
import { secretPlace } from './manage.ts'

/** How long after the nth refusal of a message its next attempt comes, at most: together not quite a day. */
const backoff: readonly Seconds[] = [10, minute, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour]

/** How long a program is left alone that failed so many times in a row. */
const pauses: readonly Seconds[] = [5, 30, 5 * minute, 30 * minute, hour]

/** A program that takes nothing for so long is told nothing any more. */
const patience: Seconds = 3 * day

/** Nor is one for which so many messages wait. */
const mostWaiting = 10_000

/** Programs that are told at the same time, each one message after the other. */
const atOnce = 16
const mostPrograms = 100
/** Of one program, before it is another one's turn. */
const inOneGo = 20

/**
 * Tells programs elsewhere what happened: each in its turn, one message at a time, and none that has just failed. One that does not
 * answer holds up no other, and nothing else. Says how many messages were taken.
 */
export async function sendWebhooks(app: App, stop: () => boolean = () => false): Promise<number> {
  const turn = await webhooks.due(app.db, app.now(), mostPrograms)
  let taken = 0
  const work = async () => {
    for (let webhook = turn.shift(); webhook && !stop(); webhook = turn.shift()) {
      taken += await tell(app, webhook, stop)
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, turn.length) }, work))
  return taken
}

async function tell(app: App, webhook: WebhookRow, stop: () => boolean): Promise<number> {
  const { db, now } = app
  let failed: string | undefined
  const news: News<DeliveryRow> = {
    due: () => deliveries.due(db, webhook.id, now(), inOneGo),
    claim: (message, until) => deliveries.claim(db, message, until),
    attempt: async (message) => (failed = await attempt(app, webhook, message)),
    told: ({ id }) => deliveries.markTaken(db, id, now()),
    // Those that failed together do not come again together.
    postpone: ({ id }, until, reason) => deliveries.postpone(db, id, now() + later(until - now()), reason),
    until: ({ created_at }) => created_at + day,
    giveUp: (tx, { id }, reason) => deliveries.giveUp(tx, id, now(), reason),
    backoff,
    at_once: 1,
    what: 'what happened',
    who: () => ({ host: new URL(webhook.url).host }),
  }
  const taken = await deliver(app, news, () => stop() || failed !== undefined)
  if (taken > 0) await webhooks.noteTaken(db, webhook.id)
  if (failed !== undefined) await noteFailure(app, webhook, taken > 0 ? 0 : webhook.failures)
  const gone = reasonToStop(taken > 0 ? null : webhook.failing_since, failed, now())
  if (gone) await disable(app, webhook, gone)
  else if (
    (failed !== undefined || taken === inOneGo) &&
    (await deliveries.areWaiting(db, webhook.id, mostWaiting))
  )
    await disable(app, webhook, 'backlog')
  return taken
}

const later = (time: Seconds): Seconds => Math.ceil(spread(time))

/** Standard Webhooks 1.0: signed with the present secret, and with the one before it as long as that works as well. */
async function attempt(
  app: App,
  webhook: WebhookRow,
  { id, body }: DeliveryRow,
): Promise<string | undefined> {
  const { id: webhook_id, url, trusted_at, replaced_secret, replaced_until } = webhook
  const timestamp = app.now()
  const replaced = replaced_until !== null && replaced_until > timestamp ? replaced_secret : null
  const sealed = [webhook.secret, ...(replaced === null ? [] : [replaced])]
  const secrets = sealed.map((one) => app.secrets.open(secretPlace(webhook_id), one)?.toString())
  if (body === null || secrets.includes(undefined)) return 'the key that sealed its secret is gone'
  const signatures = secrets.map((secret = '') =>
    webhookSignature(webhookKey(secret), { id, timestamp, body }),
  )
  return post(app, url, {
    // What an administrator named leads nowhere but to the open internet.
    by: trusted_at === null ? 'client' : 'operator',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signatures.join(' '),
    },
    body,
  })
}

async function noteFailure({ db, now }: App, { id }: WebhookRow, failures: number): Promise<void> {
  const pause = pauses[Math.min(failures, pauses.length - 1)] ?? hour
  await webhooks.noteFailure(db, id, { now: now(), ready_at: now() + later(pause) })
}

/** Standard Webhooks 1.0: 410 says that there is nobody any more who wants to know. */
function reasonToStop(failing_since: Seconds | null, failed: string | undefined, now: Seconds) {
  if (failed === 'it answered 410') return 'gone'
  const long = failing_since !== null && failing_since + patience <= now
  return failed !== undefined && long ? 'failing' : undefined
}

/** Whoever made it is told; everybody else finds it in the audit. What waits is sent when it is enabled within a day. */
async function disable(app: App, webhook: WebhookRow, as: string): Promise<void> {
  const { id, tenant_id, url } = webhook
  await app.db.transaction().execute(async (tx) => {
    if (!(await webhooks.disable(tx, id, as))) return
    const by = { app, tenant: { id: tenant_id }, trace: operator }
    const detail = { webhook: id, reason: as, origin: new URL(url).origin }
    await record(tx, by, { type: 'webhook.disabled', outcome: 'succeeded', detail })
    await tellItsMaker(tx, app, webhook)
  })
  app.events.forget(tenant_id)
}

async function tellItsMaker(tx: Db, app: App, { issued_by, url, tenant_id }: WebhookRow): Promise<void> {
  const person = issued_by === null ? undefined : await users.find(tx, issued_by)
  if (!person || person.disabled_at !== null || person.deactivated_at !== null) return
  const told = { at: app.now(), host: new URL(url).hostname }
  const by = await inNameOf(tx, app, tenant_id)
  await queueMail(tx, app, compose(by, 'webhookStopped', personOf(app, person), told))
}
