import type { Logo } from './brand/logo.ts'
import type { KeyActivity } from './api-keys/use/activity.ts'
import type { Config } from './config/config.ts'
import type { Passwords } from './crypto/passwords.ts'
import type { Secrets } from './crypto/secrets.ts'
import type { Counters } from './cache/counters.ts'
import type { Replay } from './cache/replay.ts'
import type { Valkey } from './cache/valkey/valkey.ts'
import type { Events } from './events/events.ts'
import type { Log } from './log.ts'
import type { Metrics } from './operations/metrics.ts'
import type { Breach } from './risk/breach/breach.ts'
import type { Guess } from './risk/guesses/guesses.ts'
import type { Pressure } from './risk/pressure.ts'
import type { Places } from './risk/place.ts'
import type { Activity } from './sessions/activity.ts'
import type { SessionMemory } from './sessions/memory/memory.ts'
import type { RevocationWatch } from './oauth-server/endpoints/revocation-watch.ts'
import type { AddClaims } from './oauth-server/claims/added-claims.ts'
import type { OAuthMemory } from './oauth-server/memory.ts'
import type { KeyRing } from './signing-keys/ring.ts'
import type { Db } from './store/open.ts'
import type { TenantMemory } from './tenants/memory.ts'
import type { Clock } from './time.ts'

/**
 * Everything a handler may touch outside its arguments. It is passed in, never imported,
 * so a function's signature shows what it can reach: `Pick<App, 'db'>` signs nothing.
 */
export type App = {
  config: Config
  db: Db
  /** Short-lived counts: rate limits of this process, or shared. */
  counters: Counters
  /** What may be used one time only: true for the first who asks, on whichever instance. */
  replay: Replay
  /** What instances share and may lose. Absent where none is configured; often away where it is. */
  valkey?: Valkey
  now: Clock
  /** Seals and authenticates under the data keys. */
  secrets: Secrets
  /** Argon2id behind a bounded queue. */
  passwords: Passwords
  /** Whether a new password was stolen elsewhere. */
  breach: Breach
  /** Every look at a password goes through here, so that guesses are counted. */
  guess: Guess
  /** Whether somebody seems to be trying passwords in bulk. */
  pressure: Pressure
  /** Where addresses are, by the operator's database; ask with `placeOf`. */
  places: Places
  /** The picture that the settings name. */
  logo?: Logo
  /** The tenants below `/t/`. */
  tenants: TenantMemory
  /** The signing keys of each tenant, current and published. */
  keys: KeyRing
  /** What the OAuth server remembers between requests: clients, checked signatures, documents. */
  oauth: OAuthMemory
  /** Of the program that Warder is part of, where it has something to say. */
  claims?: AddClaims
  /** Tells who follows the revocation feed that something was added. */
  revocations: RevocationWatch
  /** Who else hears of what happens. */
  events: Events
  activity: Activity
  /** Which API keys were used. */
  keyActivity: KeyActivity
  /** What was lately asked about sessions. */
  live: SessionMemory
  /** Absent where nobody can read them. */
  metrics?: Metrics
  log: Log
}
