import { accessSync, constants } from 'node:fs'
import type { Config } from '../../config/config.ts'
import { systemClock } from '../../time.ts'
import { failureOf } from '../failure.ts'
import { lookAtDatabase, sqliteToCome } from '../start/first-start.ts'
import { leastNode } from '../start/node-version.ts'
import { nearestExisting } from '../storage-failure.ts'

export type Check = { name: string; ok: boolean; detail: string }

/** What a server would meet on this machine. Nothing is made or changed. */
export async function checksOf(config: Config | undefined): Promise<Check[]> {
  const machine: Check[] = [
    { name: 'node', ok: true, detail: `${process.version}; ${leastNode} or newer is needed` },
    clock(),
  ]
  if (!config) return machine
  const cache = config.redis_url === undefined ? [] : [await valkey(config.redis_url)]
  const stored = await database(config)
  const providers = stored.ok ? await identityProviders(config) : []
  return [...machine, disk(config), stored, ...providers, ...cache, ...(await breachFile(config))]
}

/** Tokens carry times that other machines compare with theirs. A clock before this program was written is wrong. */
function clock(): Check {
  const now = systemClock()
  const ok = now > 1_767_225_600 && now < 7_258_118_400
  const shown = new Date(now * 1000).toISOString()
  return {
    name: 'clock',
    ok,
    detail: ok ? shown : `${shown} cannot be right. Set the clock of this machine.`,
  }
}

function disk({ data_dir }: Config): Check {
  const there = nearestExisting(data_dir)
  try {
    accessSync(there, constants.W_OK | constants.X_OK)
    return {
      name: 'disk',
      ok: true,
      detail: `${data_dir} ${there === data_dir ? 'can be written' : 'will be made'}`,
    }
  } catch {
    return {
      name: 'disk',
      ok: false,
      detail: `${there} cannot be written. Repair it, or choose another directory with --data.`,
    }
  }
}

/** Reachable, not ahead of this program, and opened by the secret. */
async function database(config: Config): Promise<Check> {
  if (sqliteToCome(config))
    return { name: 'database', ok: true, detail: 'none yet; the first start makes it' }
  try {
    const pending = await lookAtDatabase(config)
    const detail =
      pending.length === 0
        ? `reachable${config.secrets.length > 0 ? ', opened by the secret' : ''}, schema up to date`
        : `reachable; the next start applies ${pending.join(', ')}`
    return { name: 'database', ok: true, detail }
  } catch (error) {
    return { name: 'database', ok: false, detail: (await failureOf(error)).message }
  }
}

/** The identity providers of organisations whose people cannot sign in, or soon cannot. */
async function identityProviders(config: Config): Promise<Check[]> {
  if (sqliteToCome(config) || (await lookAtDatabase(config)).length > 0) return []
  const [{ withStore }, { troubles }] = await Promise.all([
    import('../with-app.ts'),
    import('../../connections/troubles.ts'),
  ])
  const { count, wrong } = await withStore(config, (db) => troubles(db, systemClock()))
  if (count === 0) return []
  const name = 'providers'
  if (wrong.length > 0) return wrong.map((detail) => ({ name, ok: false, detail }))
  return [{ name, ok: true, detail: `${count} of organisations, each with metadata that is good` }]
}

/** Reachable, takes writes, and keeps what it is told. */
async function valkey(url: string): Promise<Check> {
  const { describeValkey } = await import('../../cache/valkey/look.ts')
  return { name: 'valkey', ...(await describeValkey(url)) }
}

/** The file of stolen passwords, where one is named. */
async function breachFile({ breach }: Config): Promise<Check[]> {
  if (breach.filter === undefined) return []
  const name = 'breach'
  try {
    const { verifyFilter } = await import('../../risk/breach/verify.ts')
    const { count } = await verifyFilter(breach.filter)
    return [{ name, ok: true, detail: `${breach.filter} knows ${count} stolen passwords` }]
  } catch (error) {
    return [{ name, ok: false, detail: (await failureOf(error)).message }]
  }
}
