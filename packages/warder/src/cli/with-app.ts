import type { Config } from '../config/config.ts'
import { loadConfig, type Purpose } from '../config/load.ts'
import { ConfigError } from '../config/problem.ts'
import type { Db } from '../store/open.ts'
import type { Operator } from '../users/manage.ts'
import { CliError } from './failure.ts'
import { withAddress } from './start/address.ts'
import { settingsIn, text, type Options } from './verb.ts'

/** The configuration a command works with. @throws ConfigError with every problem */
export async function configFor(options: Options, purpose: Purpose): Promise<Config> {
  const loaded = await loadConfig({ flags: settingsIn(options), env: process.env, purpose })
  if (!loaded.ok) throw new ConfigError(loaded.problems)
  return purpose === 'command' ? withAddress(loaded.config) : loaded.config
}

/** Opens the installation beside a server that may run, does one thing for one tenant, and closes it. */
export async function withApp<T>(options: Options, run: (by: Operator) => Promise<T>): Promise<T> {
  const config = await configFor(options, 'command')
  const [{ createWarder }, { onDatabase }] = await Promise.all([
    import('../index.ts'),
    import('./storage-failure.ts'),
  ])
  return onDatabase(config.database_url, async () => {
    const warder = await createWarder({ config })
    try {
      const slug = text(options, 'tenant')
      return await run(slug === undefined ? warder.operator : await forTenant(warder.operator, slug))
    } finally {
      await warder.close()
    }
  })
}

/** Opens the database alone, as it is. */
export async function withStore<T>(config: Config, run: (db: Db) => Promise<T>): Promise<T> {
  const [{ closeStore, openStore }, { onDatabase }] = await Promise.all([
    import('../store/open.ts'),
    import('./storage-failure.ts'),
  ])
  return onDatabase(config.database_url, async () => {
    const db = openStore(config.database_url)
    try {
      return await run(db)
    } finally {
      await closeStore(db)
    }
  })
}

async function forTenant(by: Operator, slug: string): Promise<Operator> {
  const [{ findBySlug }, { tenantOf }] = await Promise.all([
    import('../store/tenants.ts'),
    import('../tenants/tenant.ts'),
  ])
  const row = await findBySlug(by.app.db, slug)
  if (!row || row.deleted_at !== null) throw new CliError('not_found', `There is no tenant ${slug}.`)
  return { ...by, tenant: tenantOf(row, by.app.config) }
}
