import type { Config } from './config.ts'
import type { ConfigProblem } from './problem.ts'
import { makeKey, weakness } from './kinds/secret.ts'
import type { SettingName } from './settings.ts'

/** `unread` is what was given and could not be understood: it is told elsewhere, and judged nowhere. */
export type Given = 'given' | 'unread' | 'absent'

export type SafetyFacts = {
  /** Permission bits of the data directory, if it exists. */
  data_dir_mode?: number
  secret_files: { path: string; mode: number }[]
  state: (name: SettingName) => Given
}

const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * Least memory in KiB for each number of passes, all of equal strength.
 * @see OWASP Password Storage Cheat Sheet, Argon2id
 */
const owaspMinimum: readonly [passes: number, memory_kib: number][] = [
  [5, 7168],
  [4, 9216],
  [3, 12_288],
  [2, 19_456],
  [1, 47_104],
]

/**
 * Everything that must not face real people, all at once (ST-04, DS-19). Empty when NODE_ENV is not
 * `production`.
 */
export function unsafe(config: Config, facts: SafetyFacts): ConfigProblem[] {
  if (!config.production) return []
  const problems: ConfigProblem[] = []
  const refuse = (where: string, problem: string, remedy: string) => problems.push({ where, problem, remedy })

  if (config.dev) refuse('--dev', 'is for development and NODE_ENV is production', 'Remove one of them')
  if (facts.state('secret') === 'absent') refuse('WARDER_SECRET', 'is not set', makeKey)
  for (const [at, key] of config.secrets.entries()) {
    const reason = weakness(key)
    if (reason) refuse('WARDER_SECRET', `key ${at + 1} ${reason}`, makeKey)
  }
  if (facts.state('issuer') === 'absent') {
    refuse(
      'WARDER_ISSUER',
      'is not set, and every link would lead to localhost',
      'Write it like https://id.example.com',
    )
  }
  const issuer = new URL(config.issuer)
  if (issuer.protocol !== 'https:' && !loopback.has(issuer.hostname)) {
    refuse(
      'WARDER_ISSUER',
      'is http and not on this machine',
      "Use https, ended by Warder's proxy or load balancer",
    )
  }
  if (config.profile !== undefined)
    refuse(
      'WARDER_PROFILE',
      `is ${config.profile}, which lets anybody register an application and leaves protections out`,
      'Remove it: it is for a conformance test and nothing else',
    )
  if (config.log_level === 'debug')
    refuse('LOG_LEVEL', 'is debug, which logs too much about people', 'Use info')
  if (config.trusted_proxies.some(isEverybody)) {
    refuse(
      'TRUSTED_PROXIES',
      'believes everybody, so that anybody can claim any address',
      'Name the networks of your proxies alone',
    )
  }
  if (config.allow_networks.some(isEverybody)) {
    refuse(
      'WARDER_ALLOW_NETWORKS',
      'allows every private address, so that a URL could lead to any machine of yours',
      'Name the networks that Warder has to reach',
    )
  }
  const hash_known = (['password.memory_kib', 'password.passes'] as const).every(
    (name) => facts.state(name) !== 'unread',
  )
  const least = owaspMinimum.find(([passes]) => config.password.passes >= passes)?.[1] ?? Infinity
  if (hash_known && config.password.memory_kib < least) {
    refuse(
      'password.memory_kib',
      'is below what OWASP asks for',
      `Use at least ${least} KiB with ${config.password.passes} ${config.password.passes === 1 ? 'pass' : 'passes'}`,
    )
  }
  if (facts.state('smtp_url') === 'absent') {
    refuse(
      'SMTP_URL',
      'is not set, and nobody could verify an address or reset a password',
      'Name a mail server',
    )
  }
  if (facts.data_dir_mode !== undefined && (facts.data_dir_mode & 0o077) !== 0) {
    refuse(
      config.data_dir,
      'can be entered by other users of this machine',
      `Run chmod 700 ${config.data_dir}`,
    )
  }
  for (const { path, mode } of facts.secret_files) {
    if ((mode & 0o007) !== 0)
      refuse(path, 'holds a secret and can be read by every user', 'Give it mode 0400, or 0440 for a group')
  }
  return problems
}

/** A block of every address of its family (RFC 4632 §3.1). */
export const isEverybody = (block: string): boolean => block.endsWith('/0')
