import * as counters from '../store/operations/counters.ts'
import { minute } from '../time.ts'
import type { App } from '../app.ts'

type Check = { name: string; ok: boolean }

export type Readiness = { status: 'ok' | 'degraded' | 'unavailable'; checks: Check[] }

/**
 * Whether this process can serve: one entry per dependency, without saying why one fails. Without the shared cache it
 * serves, with limits of its own: taking every instance out of service for it would be the greater harm.
 */
export async function readiness(app: App): Promise<Readiness> {
  const needed = await database(app)
  const checks = app.valkey ? [needed, { name: 'valkey', ok: app.valkey.answers() }] : [needed]
  if (!needed.ok) return { status: 'unavailable', checks }
  return { status: checks.every(({ ok }) => ok) ? 'ok' : 'degraded', checks }
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
