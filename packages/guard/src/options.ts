import type { Seconds } from '@warder/protocol'
import type { Presented } from './check.ts'
import type { GuardEvent } from './modes/events.ts'
import { resolve, type Settings } from './settings/resolve.ts'
import type { SourceOptions } from './settings/sources.ts'
import type { Replay } from './sources/signatures/replay.ts'

/** Two clocks: the calendar, for what tokens say, and one that never jumps, for how long keys are kept. */
export type Clock = {
  /** Seconds since 1970. */
  now(): Seconds
  /** Seconds since any fixed moment. */
  elapsed(): Seconds
}

/** What the metadata of the API say, for clients that find their way alone (RFC 9728 §2). */
export type ResourceOptions = {
  /** The API's own URL, which is its name in `aud`. Without it: the audience. */
  resource?: string
  /** Where tokens come from. Without it: the issuers of the sources. */
  authorization_servers?: readonly string[]
  scopes_supported?: readonly string[]
  resource_name?: string
  resource_documentation?: string
}

export type GuardOptions = {
  /** The issuer, exactly as it writes itself in `iss`. Without it: WARDER_ISSUER. */
  issuer?: string
  /** The name of this API in `aud`, exactly. Without it: WARDER_AUDIENCE. */
  audience?: string
  /**
   * Which credentials count, the first that knows one decides. Without it and without `issuer`: the keys of API_KEY and
   * ADDITIONAL_API_KEYS, then the access tokens of WARDER_ISSUER, as far as they are set.
   */
  sources?: readonly SourceOptions[]
  /** `advanced` allows tracking and logging. Without it: AUTH_MODE, else `simple`. */
  mode?: 'simple' | 'advanced'
  /** Without it: ENABLE_USER_TRACKING. In advanced mode alone. */
  user_tracking?: boolean
  /** Without it: ENABLE_REQUEST_LOGGING. In advanced mode alone. */
  request_logging?: boolean
  /** Takes what is to be logged. Without it: JSON lines on stderr, and of refused credentials at most ten a second. */
  log?: (event: GuardEvent) => void
  /** The realm of challenges (RFC 9110 §11.5). Without it: the audience, else `api`. */
  realm?: string
  /** Where clients see this API, such as `https://api.example`. Without it: what the request says. */
  origin?: string
  /** Publishes the metadata of this API, and names them in challenges; see `resourceMetadata`. */
  resource?: ResourceOptions
  /** How far the issuer's clock may be from ours, 0 to 60 seconds. Without it: 30. */
  leeway?: Seconds
  /** How long keys still serve while the issuer cannot be reached, in seconds. Without it: 86,400, a day. */
  max_stale?: Seconds
  /** The least time between two fetches of keys that unknown key ids cause, in seconds. Without it: 30. */
  cooldown?: Seconds
  /** How many seconds one look at the issuer may take altogether. Without it: 5. */
  timeout?: Seconds
  /** How many verified credentials each source remembers. Without it: 10,000. */
  remember?: number
  /** How old what is known of revocations may get, in seconds. Without it: 60. */
  max_revocation_age?: Seconds
  /** What to do beyond that age: let tokens count until they expire (`accept`, the default), or answer 503 (`refuse`). */
  when_revocations_are_stale?: 'accept' | 'refuse'
  /**
   * The client's certificate, PEM or DER, of a request that came through a proxy which ended TLS. Read it only from a
   * header that the proxy always sets. Without it: the certificate of the connection itself.
   */
  certificate?: (request: Presented) => string | Uint8Array | undefined
  /**
   * The client's address of a request that came through a proxy, for keys that may be used from some networks only.
   * Without it: the address of the connection, where the server tells it.
   */
  address?: (request: Presented) => string | undefined
  /**
   * Marks what may be used once, such as the nonce of a signature: true for the first who asks before `until`. Processes
   * that serve one API need one that they share. Without it: the memory of this process.
   */
  replay?: Replay
  /**
   * Asks proofs of keys for a nonce of this API (RFC 9449 §9): calculated from the time under this secret, 32 characters or more, that
   * the processes of one API share. Without it: proofs need none.
   */
  nonce_secret?: string
  /** Told when the issuer's documents cannot be read. Without it: a warning of the process. */
  onIssuerError?: (error: Error) => void
  clock?: Clock
}

export const systemClock: Clock = {
  now: () => Math.floor(Date.now() / 1000),
  elapsed: () => performance.now() / 1000,
}

/**
 * The options with the environment, the files and the defaults filled in.
 *
 * @throws Error that lists everything missing or wrong, one line each
 */
export function readOptions(options: GuardOptions, env: NodeJS.ProcessEnv = process.env): Settings {
  const { settings, wrong } = resolve(options, { env, clock: systemClock, readFile })
  if (wrong.length > 0) throw new Error(['The guard cannot start:', ...wrong].join('\n  '))
  return settings
}

const readFile = (path: string): string => process.getBuiltinModule('node:fs').readFileSync(path, 'utf8')
