import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Config } from './config.ts'
import { contradictions, derive } from './derive.ts'
import { ConfigError, type ConfigProblem } from './problem.ts'
import { isEverybody, unsafe, type Given } from './safety.ts'
import { makeKey } from './kinds/secret.ts'
import { developmentSecret, readDevelopmentSecret } from './secrets-file.ts'
import type { Found } from './settings-file.ts'
import { settingRows, type SettingName, type Values } from './settings.ts'
import { gather, type Environment, type Files, type Flags, type Sources } from './sources.ts'

export type Purpose = 'embed' | 'serve' | 'command' | 'doctor' | 'database'

export type LoadInput = {
  /** By setting name, as text: `{port: '0', dev: true}`. */
  flags?: Flags
  env: Environment
  /**
   * `embed` is checked for production and makes its development key; `serve` is checked and uses the key
   * that is there, because it makes one only when it has its port; `doctor` does the same and needs none;
   * a `command` is not checked and needs the key that is there; `database` needs no key at all.
   */
  purpose?: Purpose
  cwd?: string
  files?: Files
}

/**
 * `report` tells what an operator should know at start. The `config` beside problems is for `doctor`
 * alone; it is there when the database that was meant is known.
 */
export type Loaded =
  | { ok: true; config: Config; report: string[] }
  | { ok: false; problems: ConfigProblem[]; config?: Config }

const disk: Files = {
  read: (path) => readFileSync(path, 'utf8'),
  mode: (path) => statSync(path).mode & 0o777,
}

/**
 * Reads flags, environment and file, once. Every wrong thing is in `problems`, each one with its
 * remedy, and then nothing was written anywhere.
 */
export async function loadConfig(input: LoadInput): Promise<Loaded> {
  const { flags = {}, env, purpose = 'embed', cwd = process.cwd(), files = disk } = input
  const at: Files = {
    read: (path) => files.read(resolve(cwd, path)),
    mode: (path) => files.mode(resolve(cwd, path)),
  }

  const file = await fromFile(flags, env, at)
  const sources = gather(flags, env, at, file.found)
  const { values: given, problems: wrong, unread } = parse(sources)
  // What could not be read is told; the rest is judged as it will be once that is mended.
  const values = { ...usual(), ...given }
  const config = derive(values, cwd, env['NODE_ENV'] === 'production')
  const state = (name: SettingName): Given => {
    if (sources.found.has(name)) return unread.has(name) ? 'unread' : 'given'
    return unread.has(name) || file.unread ? 'unread' : 'absent'
  }

  const problems = [...file.problems, ...sources.problems, ...wrong, ...contradictions(values, unread)]
  if (purpose === 'serve' || purpose === 'embed' || purpose === 'doctor')
    problems.push(...unsafe(config, { ...factsOf(config, sources, file.path, at), state }))
  const secrets = state('secret') === 'unread' ? [] : orTell(problems, () => secretsFor(config, purpose))
  const missing = problems.length === 0 && secrets.length === 0
  if (missing && config.dev && purpose === 'embed')
    secrets.push(...orTell(problems, () => developmentSecret(config.data_dir)))

  const ready = { ...config, secrets }
  if (problems.length === 0) return { ok: true, config: ready, report: report(ready, file.path) }
  const database_known = state('database_url') !== 'unread' && state('data_dir') !== 'unread'
  return { ok: false, problems, ...(database_known && { config: ready }) }
}

/** What `work` finds, or nothing and its problems added to the others. */
function orTell<T>(problems: ConfigProblem[], work: () => T[]): T[] {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    problems.push(...error.problems)
    return []
  }
}

/** `unread` when nothing of it could be understood. */
type FromFile = { path?: string; found: Map<string, Found>; problems: ConfigProblem[]; unread: boolean }

async function fromFile(flags: Flags, env: Environment, files: Files): Promise<FromFile> {
  const path = gather(flags, env, files, new Map()).found.get('config')?.text
  if (path === undefined) return { found: new Map(), problems: [], unread: false }
  let source: string
  try {
    source = files.read(path)
  } catch {
    return {
      found: new Map(),
      problems: [{ where: path, problem: 'cannot be read', remedy: 'Correct --config or WARDER_CONFIG' }],
      unread: true,
    }
  }
  // The YAML reader is loaded only by those who have a file.
  const { readSettings } = await import('./settings-file.ts')
  const { found, problems } = readSettings(source, path)
  return { path, found, problems, unread: problems.length > 0 && found.size === 0 }
}

type Parsed = { values: Values; problems: ConfigProblem[]; unread: Set<string> }

function parse(sources: Sources): Parsed {
  const values: Values = {}
  const problems: ConfigProblem[] = []
  const unread = new Set(sources.unread)
  for (const { name, kind } of settingRows) {
    const found = sources.found.get(name)
    if (!found) continue
    const parsed = kind.parse(found.text)
    if (parsed.ok) Object.assign(values, { [name]: parsed.value })
    else {
      problems.push({ where: found.where, problem: parsed.problem, remedy: parsed.remedy })
      unread.add(name)
    }
  }
  return { values, problems, unread }
}

/** What holds where nothing is set. */
function usual(): Values {
  const values: Values = {}
  for (const { name, kind, default: normal } of settingRows) {
    if (normal === undefined) continue
    const parsed = kind.parse(normal)
    if (parsed.ok) Object.assign(values, { [name]: parsed.value })
  }
  return values
}

/** The keys that are there. None in development before the first start, which makes one. */
function secretsFor(config: Config, purpose: Purpose): Buffer[] {
  if (config.secrets.length > 0 || purpose === 'database') return [...config.secrets]
  // `unsafe` has told it.
  if (config.production && purpose !== 'command') return []
  const may_be_kept = !config.production && (config.dev || purpose === 'command' || purpose === 'doctor')
  const kept = may_be_kept ? readDevelopmentSecret(config.data_dir) : undefined
  if (kept) return kept
  if (config.dev && purpose !== 'command') return []
  throw new ConfigError([noSecret(config, purpose)])
}

function noSecret({ data_dir, production }: Config, purpose: Purpose): ConfigProblem {
  if (purpose === 'embed') return { where: 'secret', problem: 'is not set', remedy: `${makeKey}, or set dev` }
  const where = 'WARDER_SECRET'
  if (purpose !== 'command') return { where, problem: 'is not set', remedy: `${makeKey}, or use --dev` }
  if (production) return { where, problem: 'is not set', remedy: 'Give the secret of the server' }
  return {
    where,
    problem: `is not set, and ${data_dir} holds no development key`,
    remedy: 'Give the secret of the server, or the directory of its data with --data',
  }
}

function factsOf(config: Config, sources: Sources, file: string | undefined, files: Files) {
  const in_file = settingRows.some(
    (row) => row.secret && sources.found.get(row.name)?.where.startsWith(`${file}:`),
  )
  const paths = [...sources.secret_files, ...(file !== undefined && in_file ? [file] : [])]
  const data_dir_mode = modeOf(config.data_dir, files)
  return {
    ...(data_dir_mode !== undefined && { data_dir_mode }),
    secret_files: paths.flatMap((path) => {
      const mode = modeOf(path, files)
      return mode === undefined ? [] : [{ path, mode }]
    }),
  }
}

function modeOf(path: string, files: Files): number | undefined {
  try {
    return files.mode(path)
  } catch {
    return undefined
  }
}

/** What an operator should know, though nothing is wrong with it. */
function report(config: Config, file: string | undefined): string[] {
  return [
    ...(file === undefined ? [] : [`Settings are read from ${file}`]),
    ...(config.trusted_proxies.length > 0
      ? [`Forwarded addresses are believed from ${config.trusted_proxies.join(', ')}${everybody(config)}`]
      : []),
    ...(config.allow_networks.length > 0
      ? [`Warder may fetch from the private networks ${config.allow_networks.join(', ')}`]
      : []),
    ...config.sign_in_with.map(
      ({ name, title }) =>
        `People may sign in with ${title}, where ${config.issuer}/auth/oauth/${name}/callback has to be registered`,
    ),
    ...signUpReport[config.sign_up],
    ...(config.smtp_url === undefined && !config.dev ? ['No mail is sent: SMTP_URL is not set'] : []),
  ]
}

const signUpReport = {
  open: [],
  invited: ['Nobody registers: accounts are for people who are invited, or whom their organisation signs in'],
  closed: ['Nobody registers: accounts are made by operators and directories alone'],
} as const satisfies Record<Config['sign_up'], readonly string[]>

const everybody = ({ trusted_proxies }: Config) =>
  trusted_proxies.some(isEverybody) ? ', which is everybody: production refuses it' : ''
