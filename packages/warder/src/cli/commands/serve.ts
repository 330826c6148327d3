import type { Command } from 'commander'
import { settingRows } from '../../config/settings.ts'
import { settingFlag, verb } from '../verb.ts'

export function serveCommand(program: Command): void {
  verb(program, {
    name: 'serve',
    summary: 'Start the server.',
    json: false,
    example: 'warder serve --dev --port 3000',
    options: [settingFlag('port'), settingFlag('host'), settingFlag('dev'), settingFlag('internal_port')],
    run: async (options) => (await import('../start/serve.ts')).serve(options),
  })
  const command = program.commands.find((known) => known.name() === 'serve')
  command?.addHelpText('after', `\n${environmentHelp()}`)
}

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
