import { InvalidArgumentError, Option, type Command } from 'commander'
import type { Flags } from '../config/sources.ts'
import type { Setting } from '../config/kinds/setting.ts'
import { settingRows, settings, type SettingName } from '../config/settings.ts'
import { printAnswer, type Answer } from './output.ts'

/** What commander read, by attribute name. */
export type Options = Readonly<Record<string, unknown>>

export type Verb = {
  /** As commander writes it: `show <user>`. */
  name: string
  summary: string
  example: string
  /** False where there is no answer to print. */
  json?: false
  /** False where no installation is worked on. */
  settings?: false
  options?: readonly Option[]
  /** What a person is asked before it is done, where it cannot be undone; a script says `--yes`. */
  asks?: (words: readonly string[]) => string
  /** Nothing to print means that the command has done so itself. */
  run: (options: Options, args: readonly string[]) => Promise<Answer | undefined>
}

/** Adds a verb with what every verb has: `--json`, `--data`, `--config`, and help that ends with an example. */
export function verb(
  parent: Command,
  { name, summary, example, json, settings: own, options = [], asks, run }: Verb,
): void {
  const command = parent.command(name).description(summary)
  if (json !== false) command.option('--json', 'print one JSON document and nothing else')
  if (own !== false) command.addOption(settingFlag('data_dir')).addOption(settingFlag('config'))
  command.addHelpText('after', `\nExample:\n  $ ${example}`)
  // commander looks for what is missing before what it does not know, and would say of `--nmae Ada` that --name is missing.
  const needed = options.filter((option) => option.mandatory)
  for (const option of options) command.addOption(option.makeOptionMandatory(false))
  if (asks) command.option('--yes', 'do it without asking')
  command.action(async () => {
    const given: Options = command.opts()
    const missing = needed.find((option) => given[option.attributeName()] === undefined)
    if (missing) command.error(`error: required option '${missing.flags}' not specified`)
    if (asks && given['yes'] !== true) await (await import('./terminal.ts')).confirm(asks(command.args))
    const answer = await run(given, command.args)
    if (answer) printAnswer(answer, given['json'] === true)
  })
}

/** The flag of a setting, with the words and the rules of the table. */
export function settingFlag(name: SettingName): Option {
  const row: Setting<unknown> = settings[name]
  const usual = row.default ?? row.otherwise
  const help = usual === undefined || usual === 'false' ? row.help : `${row.help} (default: ${usual})`
  const option = new Option(row.flag ?? '', help)
  return option.isBoolean() ? option : option.argParser((value: string) => read(row, value))
}

/** Said by the command line at once, as wrong usage. The text is read again with the other settings. */
function read({ kind }: Setting<unknown>, value: string): string {
  const parsed = value.trim() === '' ? undefined : kind.parse(value.trim())
  if (parsed?.ok) return value
  throw new InvalidArgumentError(parsed ? `It ${parsed.problem}. ${parsed.remedy}.` : 'It is empty.')
}

/** An option that may be given several times. */
export function repeated(flags: string, help: string): Option {
  return new Option(flags, `${help}; may be repeated`).argParser<string[] | undefined>((value, before) => [
    ...(before ?? []),
    value,
  ])
}

/** The flags that are settings, by the name of the setting, for `loadConfig`. */
export function settingsIn(options: Options): Flags {
  const flags: Record<string, string | boolean> = {}
  for (const { name, flag } of settingRows) {
    if (flag === undefined) continue
    const value = options[new Option(flag).attributeName()]
    if (typeof value === 'string' || typeof value === 'boolean') flags[name] = value
  }
  return flags
}

export function text(options: Options, name: string): string | undefined {
  const value = options[name]
  return typeof value === 'string' ? value : undefined
}

export function texts(options: Options, name: string): string[] {
  const value = options[name]
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}
