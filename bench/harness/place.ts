import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Place } from './candidate.ts'
import { freePort } from './server.ts'

export type Store = 'sqlite' | 'postgres'

/** Gives `use` a port, an empty directory and, where asked, an empty database, and clears them away behind it. */
export async function inFreshPlace<T>(
  { store, bytes }: { store: Store; bytes: number },
  use: (place: Place) => Promise<T>,
): Promise<T> {
  const data = mkdtempSync(join(tmpdir(), 'warder-bench-'))
  const database = store === 'postgres' ? await freshDatabase() : undefined
  try {
    return await use({ port: await freePort(), data, databaseUrl: database?.url, bytes })
  } finally {
    await database?.drop()
    rmSync(data, { recursive: true, force: true })
  }
}

/** Loaded only when asked for: the rows on SQLite need none of the services. */
async function freshDatabase() {
  const { freshPostgres } = await import('../../test/support/services.ts')
  return freshPostgres()
}
