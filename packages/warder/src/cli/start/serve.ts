import type { Config } from '../../config/config.ts'
import { loadConfig } from '../../config/load.ts'
import { ConfigError } from '../../config/problem.ts'
import type { Warder } from '../../index.ts'
import { createLog, type Log } from '../../log.ts'
import { openSink } from '../../log-sink.ts'
import { serve as run } from '../../node.ts'
import { announce } from '../commands/banner.ts'
import { settingsIn, type Options } from '../verb.ts'
import { noteAddress } from './address.ts'
import { withAdministrator, withKeys } from './first-start.ts'

/** Runs a server until it is told to stop, and ends the process. @throws ConfigError with every problem of the settings */
export async function serve(options: Options): Promise<undefined> {
  const loaded = await withAdministrator(
    await loadConfig({ flags: settingsIn(options), env: process.env, purpose: 'serve' }),
  )
  if (!loaded.ok) throw new ConfigError(loaded.problems)
  const { config, report } = loaded

  const people = forPeople(config)
  const sink = openSink(1)
  const color = people && process.stdout.isTTY
  const log = createLog({
    level: config.log_level,
    style: people ? 'readable' : 'json',
    write: sink.write,
    color,
  })
  const exit = await run({
    config,
    log,
    open: (bound, stopping) => open(bound, log, stopping),
    ready: async (warder, bound) => {
      noteAddress(bound, log)
      const link = await warder.setupLink()
      announce({
        config: bound,
        report,
        log,
        write: sink.write,
        people,
        color,
        ...(link !== undefined && { link }),
      })
    },
    flush: () => sink.flush(1000),
  })
  process.exit(exit)
}

/** Both are loaded while the port is taken already: nobody waits for the other. */
async function open(config: Config, log: Log, stopping: AbortSignal): Promise<Warder> {
  const [{ createWarder }, { onDatabase }, { untilDatabase }] = await Promise.all([
    import('../../index.ts'),
    import('../storage-failure.ts'),
    import('./until-database.ts'),
  ])
  const attempt = async () => createWarder({ config: await withKeys(config), log })
  return onDatabase(config.database_url, () => untilDatabase(config, log, stopping, attempt))
}

/** Lines for a person in development and on a terminal; a log collector gets one JSON document per line. */
const forPeople = (config: Config) => config.dev || (process.stdout.isTTY && !config.production)
