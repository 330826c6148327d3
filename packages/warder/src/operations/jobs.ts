import type { App } from '../app.ts'
import { auditUpkeep } from './audit-upkeep.ts'
import { senders } from './senders.ts'
import { sendDue } from '../mail/sender.ts'
import { untilDone } from '../store/batches.ts'
import { expiring, removeExpired } from '../store/expired.ts'
import * as connections from '../store/federation/connections.ts'
import * as approvalNotices from '../store/oauth/notices/approval-notices.ts'
import * as logoutNotices from '../store/oauth/notices/logout-notices.ts'
import * as outbox from '../store/operations/outbox.ts'
import * as devices from '../store/people/devices.ts'
import * as sessions from '../store/people/sessions.ts'
import { removeExpiredTokens } from '../store/oauth/clean-up.ts'
import * as apiKeyUsage from '../store/programs/api-key-usage.ts'
import * as apiKeys from '../store/programs/api-keys.ts'
import * as credentials from '../store/services/credentials.ts'
import * as webhookDeliveries from '../store/webhooks/deliveries.ts'
import * as webhooks from '../store/webhooks/webhooks.ts'
import { nextToErase } from '../store/tenants/belongings.ts'
import * as domains from '../store/tenants/domains.ts'
import { rotateDue } from '../signing-keys/rotate.ts'
import { day, isoTime } from '../time.ts'

type Job = { name: string; every: number; run: () => Promise<unknown> }

/**
 * The background work of one process. A job that fails is logged and tried again; nothing depends on one for
 * safety, since expiry is checked where a thing is used. Returns what stops them and waits for the running ones.
 */
export function startJobs(app: App): () => Promise<void> {
  const running = new Set<Promise<void>>()
  let stopping = false
  const timers = jobsOf(app, () => stopping).map(({ name, every, run }) => {
    let busy = false
    const tick = () => {
      if (busy) return
      busy = true
      const done = run()
        .then(
          () => undefined,
          (error: unknown) => app.log.warn({ job: name, error }, 'a background job failed'),
        )
        .finally(() => {
          busy = false
          running.delete(done)
        })
      running.add(done)
    }
    return setInterval(tick, every).unref()
  })
  return async () => {
    stopping = true
    for (const timer of timers) clearInterval(timer)
    await Promise.all(running)
  }
}

/** Intervals in milliseconds. */
function jobsOf(app: App, stop: () => boolean): Job[] {
  const jobs: Job[] = [
    { name: 'last seen', every: 5_000, run: () => app.activity.flush() },
    { name: 'key use', every: 5_000, run: () => app.keyActivity.flush() },
    { name: 'logout notices', every: 1_000, run: () => tellLogouts(app, stop) },
    { name: 'approval notices', every: 1_000, run: () => tellAnswers(app, stop) },
    { name: 'webhooks', every: 1_000, run: () => tellPrograms(app, stop) },
    { name: 'credentials', every: 30_000, run: () => tend(app) },
    { name: 'audit', every: 60_000, run: auditUpkeep(app, stop) },
    { name: 'clean-up', every: 60_000, run: () => cleanUp(app, stop) },
    { name: 'key rotation', every: 60_000, run: () => rotateDue(app) },
    { name: 'connections', every: 60_000, run: () => readMetadata(app, stop) },
    { name: 'domains', every: 60_000, run: () => lookAtDomains(app, stop) },
    { name: 'deleted tenants', every: 60_000, run: () => eraseDeleted(app, stop) },
  ]
  if (!app.config.dev) {
    for (const sender of senders(app))
      jobs.push({ name: sender.channel, every: 1_000, run: () => sendDue(app, sender, stop) })
  }
  return jobs
}

/** What tells somebody is loaded when there is something to tell. */
async function tellLogouts(app: App, stop: () => boolean): Promise<void> {
  if ((await logoutNotices.due(app.db, app.now(), 1)).length === 0) return
  const { sendLogoutNotices } = await import('../oauth-server/logout/back-channel.ts')
  await sendLogoutNotices(app, stop)
}

async function tellAnswers(app: App, stop: () => boolean): Promise<void> {
  if ((await approvalNotices.due(app.db, app.now(), 1)).length === 0) return
  const { sendPings } = await import('../approvals/ping.ts')
  await sendPings(app, stop)
}

async function tellPrograms(app: App, stop: () => boolean): Promise<void> {
  if ((await webhooks.due(app.db, app.now(), 1)).length === 0) return
  const { sendWebhooks } = await import('../webhooks/deliver.ts')
  await sendWebhooks(app, stop)
}

async function lookAtDomains(app: App, stop: () => boolean): Promise<void> {
  if ((await domains.due(app.db, app.now(), 1)).length === 0) return
  const { watchDomains } = await import('../tenants/domains/watch.ts')
  await watchDomains(app, stop)
}

async function readMetadata(app: App, stop: () => boolean): Promise<void> {
  if ((await connections.due(app.db, app.now(), 1)).length === 0) return
  const { refreshConnections } = await import('../connections/refresh.ts')
  await refreshConnections(app, stop)
}

async function eraseDeleted(app: App, stop: () => boolean): Promise<void> {
  if (!(await nextToErase(app.db))) return
  const { eraseTenants } = await import('../users/lifecycle/erase-tenants.ts')
  await eraseTenants(app, stop)
}

async function tend(app: App): Promise<void> {
  const now = app.now()
  const due = [...(await credentials.ended(app.db, now, 1)), ...(await credentials.graceOver(app.db, now, 1))]
  if (due.length === 0) return
  const { tendCredentials } = await import('../service-accounts/credentials/expiry.ts')
  await tendCredentials(app)
}

/** Rows in one statement: some milliseconds of SQLite, also of sessions, which have the most indexes. */
const batch = 100
/** Of those that take others along: the days on which a key was used. */
const fewer = 10
/** Sent or given up: so long somebody can look at a message and send it again. */
const keepMail = 7 * day
const keepSessions = 30 * day
/** Ended or expired: so long its owner can see what became of a key. */
const keepKeys = 90 * day
/** A year can be compared with the one before it, month by month. */
const keepUsage = 400 * day

/** Removes what has had its time. What is left when the process stops is for the next one. */
async function cleanUp(app: App, stop: () => boolean): Promise<void> {
  const { db } = app
  const now = app.now()
  const all = (remove: (batch: number) => Promise<number>) => untilDone(remove, { batch, stop })
  const few = (remove: (batch: number) => Promise<number>) => untilDone(remove, { batch: fewer, stop })
  for (const table of expiring) await all((most) => removeExpired(db, table, now, most))
  await all((most) => outbox.removeOld(db, now - keepMail, most))
  await all((most) => webhookDeliveries.removeOld(db, now - keepMail, most))
  await all((most) => devices.removeUnseen(db, now - devices.lifetime, most))
  await all((most) => apiKeyUsage.removeBefore(db, isoTime(now - keepUsage).slice(0, 10), most))
  for (const over of ['revoked_at', 'expires_at'] as const) {
    await all((most) => sessions.removeOver(db, over, now - keepSessions, most))
    await few((most) => apiKeys.removeOver(db, over, now - keepKeys, most))
  }
  await all((most) => credentials.removeRevoked(db, now - keepKeys, most))
  await removeExpiredTokens(db, now, now - app.config.refresh_grace, { batch, stop })
}
