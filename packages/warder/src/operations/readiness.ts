import { sql } from 'kysely'
import type { App } from '../app.ts'

type Check = { name: string; ok: boolean }

/** Whether this process can serve: one entry per dependency, without saying why one fails. */
export async function readiness(app: App): Promise<{ ready: boolean; checks: Check[] }> {
  const checks = [await database(app)]
  return { ready: checks.every(({ ok }) => ok), checks }
}

async function database(app: App): Promise<Check> {
  try {
    await sql`select 1`.execute(app.db)
    return { name: 'database', ok: true }
  } catch (error) {
    app.log.warn({ error }, 'the database does not answer')
    return { name: 'database', ok: false }
  }
}
