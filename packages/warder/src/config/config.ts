import type { Seconds } from '@warder/protocol'

/** How talkative the log is, quietest last. */
export const logLevels = ['debug', 'info', 'warn', 'error'] as const
export type LogLevel = (typeof logLevels)[number]

/** Argon2id and the rules of a new password. @see OWASP Password Storage Cheat Sheet, NIST SP 800-63B-4 §3.1.1.2 */
export type PasswordConfig = {
  memory_kib: number
  passes: number
  lanes: number
  min_length: number
  max_bytes: number
  /** Hashes that may wait; the next caller is told to come back later. */
  queue: number
}

/**
 * Everything Warder can be told from outside, read once at start and validated. Nothing else in the
 * program reads the environment. `loadConfig` makes it; the table in `settings.ts` documents it.
 */
export type Config = {
  /** Public base URL, without a path and without a slash at the end. */
  issuer: string
  origin: string
  dev: boolean
  /** NODE_ENV is `production`. */
  production: boolean
  host: string
  /** True when neither host nor issuer was chosen: both loopback addresses are listened on. */
  both_loopbacks: boolean
  port: number
  internal_port?: number
  data_dir: string
  /** `sqlite:PATH` or `postgres://…`. */
  database_url: string
  /** Keys of at least 32 bytes. The first seals, all of them open. */
  secrets: Buffer[]
  log_level: LogLevel
  smtp_url?: string
  mail_from: string
  /** CIDR blocks whose X-Forwarded-* headers are believed. */
  trusted_proxies: string[]
  /** Host names that requests may carry; the issuer's is always among them. */
  trusted_hosts: string[]
  cors_origins: string[]
  /** The first administrator, made at the first start only. */
  admin?: { email: string; password: string }
  brand: { name: string }
  password: PasswordConfig
  session: { idle: Seconds; absolute: Seconds }
  access_token_ttl: Seconds
  refresh_token_ttl: Seconds
  /** How long a repeated refresh still gets the same successor: 0 to 60. */
  refresh_grace: Seconds
  authorization_code_ttl: Seconds
  /** False only in `--dev` on http://localhost. */
  secure_cookies: boolean
}
