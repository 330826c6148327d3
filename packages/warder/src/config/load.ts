import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Config } from './config.ts'
import { contradictions, derive } from './derive.ts'
import { ConfigError, type ConfigProblem } from './problem.ts'
import { unsafe } from './safety.ts'
import { makeKey } from './kinds/secret.ts'
import { developmentSecret, readDevelopmentSecret } from './secrets-file.ts'
import type { Found } from './settings-file.ts'
import { settingRows, type Values } from './settings.ts'
import { withoutEffect } from './without-effect.ts'
import { gather, type Environment, type Files, type Flags, type Sources } from './sources.ts'

export type LoadInput = {
  /** By setting name, as text: `{port: '0', dev: true}`. */
  flags?: Flags
  env: Environment
  /**
   * `serve` is checked for production and makes its development key; a `command` uses the key that is
   * there; `doctor` is checked and uses it; `database` needs no key at all.
   */
  purpose?: 'serve' | 'command' | 'doctor' | 'database'
  cwd?: string
  files?: Files
}

/** `report` tells what an operator should know at start. An unsafe `config` is there for `doctor` alone. */
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
  const { flags = {}, env, purpose = 'serve', cwd = process.cwd(), files = disk } = input
  const at: Files = {
    read: (path) => files.read(resolve(cwd, path)),
    mode: (path) => files.mode(resolve(cwd, path)),
  }

  const file = await fromFile(flags, env, at)
  const sources = gather(flags, env, at, file.found)
  const { values, problems: wrong } = parse(sources)
  const problems = [...file.problems, ...sources.problems, ...wrong, ...contradictions(values)]
  if (wrong.length > 0) return { ok: false, problems: [...problems, ...missingSecret(sources, input)] }

  const config = derive(values, cwd, env['NODE_ENV'] === 'production')
  if (purpose === 'serve' || purpose === 'doctor')
    problems.push(...unsafe(config, factsOf(config, sources, file.path, at)))
  if (problems.length > 0)
    return { ok: false, problems: [...problems, ...missingSecret(sources, input)], config }

  try {
    const ready = { ...config, secrets: secretsFor(config, purpose) }
    return { ok: true, config: ready, report: [...report(ready, file.path), ...withoutEffect(env)] }
  } catch (error) {
    if (error instanceof ConfigError) return { ok: false, problems: [...error.problems], config }
    throw error
  }
}

type FromFile = { path?: string; found: Map<string, Found>; problems: ConfigProblem[] }

async function fromFile(flags: Flags, env: Environment, files: Files): Promise<FromFile> {
  const path = gather(flags, env, files, new Map()).found.get('config')?.text
  if (path === undefined) return { found: new Map(), problems: [] }
  let source: string
  try {
    source = files.read(path)
  } catch {
    return {
      found: new Map(),
      problems: [{ where: path, problem: 'cannot be read', remedy: 'Correct --config or WARDER_CONFIG' }],
    }
  }
  // The YAML reader is loaded only by those who have a file.
  const { readSettings } = await import('./settings-file.ts')
  return { path, ...readSettings(source, path) }
}

function parse(sources: Sources): { values: Values; problems: ConfigProblem[] } {
  const values: Values = {}
  const problems: ConfigProblem[] = []
  for (const { name, kind, default: normal } of settingRows) {
    const found =
      sources.found.get(name) ?? (normal === undefined ? undefined : { text: normal, where: name })
    if (!found) continue
    const parsed = kind.parse(found.text)
    if (parsed.ok) Object.assign(values, { [name]: parsed.value })
    else problems.push({ where: found.where, problem: parsed.problem, remedy: parsed.remedy })
  }
  return { values, problems }
}

/** Said with the other problems, so that nobody fixes those and then meets this one. */
function missingSecret(sources: Sources, { env, flags, purpose = 'serve' }: LoadInput): ConfigProblem[] {
  const needed = purpose === 'serve' && env['NODE_ENV'] !== 'production' && flags?.['dev'] !== true
  return needed && !sources.found.has('secret') ? [noSecret] : []
}

const noSecret: ConfigProblem = {
  where: 'WARDER_SECRET',
  problem: 'is not set',
  remedy: `${makeKey} or start with --dev`,
}

function secretsFor(config: Config, purpose: LoadInput['purpose']): Buffer[] {
  if (config.secrets.length > 0 || purpose === 'database') return config.secrets
  if (config.dev && purpose === 'serve') return developmentSecret(config.data_dir)
  const kept = config.production || purpose === 'serve' ? undefined : readDevelopmentSecret(config.data_dir)
  if (!kept) throw new ConfigError([noSecret])
  return kept
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

function report(config: Config, file: string | undefined): string[] {
  return [
    ...(file === undefined ? [] : [`Settings are read from ${file}`]),
    ...(config.trusted_proxies.length > 0
      ? [`Forwarded addresses are believed from ${config.trusted_proxies.join(', ')}`]
      : []),
    ...(config.smtp_url === undefined && !config.dev ? ['No mail is sent: SMTP_URL is not set'] : []),
  ]
}
