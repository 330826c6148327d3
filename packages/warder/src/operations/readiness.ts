import * as counters from '../store/operations/counters.ts'
import { minute } from '../time.ts'
import type { App } from '../app.ts'

type Check = { name: string; ok: boolean }

/** Whether this process can serve: one entry per dependency, without saying why one fails. */
export async function readiness(app: App): Promise<{ ready: boolean; checks: Check[] }> {
  const checks = [await database(app)]
  return { ready: checks.every(({ ok }) => ok), checks }
}

async function database(app: App): Promise<Check> {
  try {
    // A write: a disk that is full or read-only still answers reads.
    const now = app.now()
    await counters.tryIncrement(app.db, 'health', Number.MAX_SAFE_INTEGER, now + minute, now)
    return { name: 'database', ok: true }
  } catch (error) {
    app.log.warn({ error }, 'the database does not answer')
    return { name: 'database', ok: false }
  }
}
