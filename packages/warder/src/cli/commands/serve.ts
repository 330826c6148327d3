import type { Command } from 'commander'
import type { Config } from '../../config/config.ts'
import { loadConfig } from '../../config/load.ts'
import { ConfigError } from '../../config/problem.ts'
import type { Warder } from '../../index.ts'
import type { Log } from '../../log.ts'
import { settingRows } from '../../config/settings.ts'
import { noteAddress } from '../start/address.ts'
import { announce } from './banner.ts'
import { withAdministrator, withKeys } from '../start/first-start.ts'
import { settingFlag, settingsIn, verb, type Options } from '../verb.ts'

export function serveCommand(program: Command): void {
  verb(program, {
    name: 'serve',
    summary: 'Start the server.',
    json: false,
    example: 'warder serve --dev --port 3000',
    options: [settingFlag('port'), settingFlag('host'), settingFlag('dev'), settingFlag('internal_port')],
    run: serve,
  })
  const command = program.commands.find((known) => known.name() === 'serve')
  command?.addHelpText('after', `\n${environmentHelp()}`)
}

async function serve(options: Options): Promise<undefined> {
  const loaded = await withAdministrator(
    await loadConfig({ flags: settingsIn(options), env: process.env, purpose: 'serve' }),
  )
  if (!loaded.ok) throw new ConfigError(loaded.problems)
  const { config, report } = loaded

  const [{ serve: run }, { createLog }, { openSink }] = await Promise.all([
    import('../../node.ts'),
    import('../../log.ts'),
    import('../../log-sink.ts'),
  ])
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
    import('../start/until-database.ts'),
  ])
  const attempt = async () => createWarder({ config: await withKeys(config), log })
  return onDatabase(config.database_url, () => untilDatabase(config, log, stopping, attempt))
}

/** Lines for a person in development and on a terminal; a log collector gets one JSON document per line. */
const forPeople = (config: Config) => config.dev || (process.stdout.isTTY && !config.production)

/** Every setting, from the same table that the parser reads. */
function environmentHelp(): string {
  const rows = settingRows.filter((row) => row.env !== undefined)
  const width = Math.max(...rows.map((row) => row.env?.length ?? 0))
  const lines = rows.map((row) => `  ${(row.env ?? '').padEnd(width)}  ${helpOf(row)}`)
  return [
    'Settings, from the environment; each NAME also as NAME_FILE, a file that holds the value.',
    'In a settings file they have the name in brackets. A flag beats the environment, which beats the file.',
    'A time is a number of seconds, or a number with its unit: 90, 10m, 12h, 30d.',
    ...lines,
  ].join('\n')
}

function helpOf({
  name,
  flag,
  help,
  default: usual,
  otherwise,
  not_in_file,
}: (typeof settingRows)[number]): string {
  const in_file = not_in_file ? '' : ` [${name}]`
  if (flag !== undefined) return `as ${flag}${in_file}`
  const unset = usual || otherwise
  return `${help}${unset ? ` (default: ${unset})` : ''}${in_file}`
}
