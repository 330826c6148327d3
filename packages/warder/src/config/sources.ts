import type { ConfigProblem } from './problem.ts'
import { settingRows, type SettingName } from './settings.ts'
import { didYouMean } from './suggest.ts'
import type { Found } from './settings-file.ts'

export type Environment = { readonly [name: string]: string | undefined }
type Value = string | number | boolean | readonly string[] | undefined
/** By setting name, with a dot for a level of nesting; a program that embeds Warder gives every setting this way. */
export type Flags = { readonly [name: string]: Value }
/** The same, where a name that is none does not compile. */
export type Settings = { readonly [N in SettingName]?: Value }
/** Reads a file as text and tells its permission bits; both throw as `node:fs` does. */
export type Files = { read(path: string): string; mode(path: string): number }

/** Where the texts of the settings come from, which were given without a text that can be read, and which files held something secret. */
export type Sources = {
  found: Map<string, Found>
  unread: Set<string>
  secret_files: Set<string>
  problems: ConfigProblem[]
}

/**
 * Finds the text of every setting: a flag beats the environment, which beats `from_file`. An empty
 * variable is one that is not set, which is how Compose files write it.
 */
export function gather(
  flags: Flags,
  env: Environment,
  files: Files,
  from_file: ReadonlyMap<string, Found>,
): Sources {
  const sources: Sources = {
    found: new Map(),
    unread: new Set(),
    secret_files: new Set(),
    problems: [...unknownNames(flags), ...unknownVariables(env)],
  }
  for (const row of settingRows) {
    const flag = flags[row.name]
    const word = row.flag?.split(' ')[0] ?? row.name
    const given =
      row.env === undefined ? undefined : fromEnvironment(row.env, env, files, sources, row.secret === true)
    const text = flag === undefined || flag === false ? undefined : String(flag)
    const found = text === undefined ? (given ?? from_file.get(row.name)) : { text, where: word }
    if (found) sources.found.set(row.name, found)
    else if (row.env !== undefined && (env[row.env] || env[`${row.env}_FILE`])?.trim())
      sources.unread.add(row.name)
  }
  return sources
}

function fromEnvironment(
  name: string,
  env: Environment,
  files: Files,
  { problems, secret_files }: Sources,
  secret: boolean,
): Found | undefined {
  const text = env[name]?.trim()
  const file = env[`${name}_FILE`]?.trim()
  if (text && file) {
    problems.push({ where: name, problem: `is set, and so is ${name}_FILE`, remedy: 'Keep one of them' })
    return undefined
  }
  if (!file) return text ? { text, where: name } : undefined
  if (secret) secret_files.add(file)
  try {
    const content = files.read(file).trim()
    if (content) return { text: content, where: `${name}_FILE (${file})` }
    problems.push({
      where: `${name}_FILE`,
      problem: `names an empty file, ${file}`,
      remedy: 'Write the value into it',
    })
  } catch {
    problems.push({
      where: `${name}_FILE`,
      problem: `names a file that cannot be read, ${file}`,
      remedy: 'Correct the path or its permissions',
    })
  }
  return undefined
}

const names = settingRows.map(({ name }) => name)

/** What a program gives by a name that is none, or in a group where the name has a dot, would be as silent as if it were not there. */
function unknownNames(flags: Flags): ConfigProblem[] {
  const unknown = Object.keys(flags).filter((name) => !names.includes(name))
  return unknown.map((name) => {
    const inside = names.find((known) => known.startsWith(`${name}.`))
    const remedy =
      inside === undefined
        ? didYouMean(name, names, 'Remove it; docs/configuration.md lists all settings')
        : `Write whole names, such as '${inside}'`
    return { where: name, problem: 'is not a setting that Warder knows', remedy }
  })
}

const variables = settingRows.flatMap((row) => (row.env === undefined ? [] : [row.env, `${row.env}_FILE`]))

// Kubernetes gives every container WARDER_SERVICE_HOST, WARDER_PORT=tcp://… and more when a service is called `warder`.
const fromKubernetes =
  /^WARDER(_[A-Z0-9_]+)?_(SERVICE_(HOST|PORT(_[A-Z0-9_]+)?)|PORT_\d+_(TCP|UDP)(_(PROTO|PORT|ADDR))?)$/

/** A mistyped variable is as silent as a forgotten one, so every WARDER_* that means nothing is an error. */
function unknownVariables(env: Environment): ConfigProblem[] {
  const unknown = Object.keys(env).filter((name) => name.startsWith('WARDER_') && !variables.includes(name))
  return unknown
    .filter((name) => !fromKubernetes.test(name) && !/^(tcp|udp):\/\//.test(env[name] ?? ''))
    .map((name) => ({
      where: name,
      problem: 'is not a variable that Warder knows',
      remedy: didYouMean(name, variables, 'Remove it; `warder serve --help` lists all settings'),
    }))
}
