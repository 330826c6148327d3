import type { App } from '../app.ts'
import { sendDue, smtpTransport } from '../mail/sender.ts'
import * as counters from '../store/operations/counters.ts'
import * as oneTimeTokens from '../store/one-time-tokens.ts'
import { removeExpiredTokens } from '../store/oauth/clean-up.ts'
import * as revocations from '../store/oauth/revocations.ts'

type Job = { name: string; every: number; run: () => Promise<unknown> }

/**
 * The background work of one process. A job that fails is logged and tried again; nothing depends on one for
 * safety, since expiry is checked where a thing is used. Returns what stops them and waits for the running ones.
 */
export function startJobs(app: App): () => Promise<void> {
  const running = new Set<Promise<void>>()
  const timers = jobsOf(app).map(({ name, every, run }) => {
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
    for (const timer of timers) clearInterval(timer)
    await Promise.all(running)
  }
}

/** Intervals in milliseconds. */
function jobsOf(app: App): Job[] {
  const jobs: Job[] = [
    { name: 'last seen', every: 5_000, run: () => app.activity.flush() },
    { name: 'clean-up', every: 60_000, run: () => cleanUp(app) },
  ]
  if (app.config.smtp_url !== undefined) {
    const transport = smtpTransport(app.config.smtp_url, app.config.mail_from)
    jobs.push({ name: 'mail', every: 1_000, run: () => sendDue(app, transport) })
  }
  return jobs
}

async function cleanUp(app: App): Promise<void> {
  const now = app.now()
  await oneTimeTokens.removeExpired(app.db, now, 1000)
  await counters.removeExpired(app.db, now, 1000)
  await revocations.removeExpired(app.db, now)
  await removeExpiredTokens(app.db, now, now - app.config.refresh_grace, 1000)
}
