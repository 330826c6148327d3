import type { IncomingMessage } from 'node:http'
import { availableParallelism } from 'node:os'
import type { Seconds } from '@warder/protocol'
import { administrator } from './access/permissions/roles.ts'
import { createKeyActivity } from './api-keys/use/activity.ts'
import type { App } from './app.ts'
import { operator, record } from './audit/audit.ts'
import { logoAt } from './brand/logo.ts'
import { openShared, type Shared } from './cache/open.ts'
import type { Config } from './config/config.ts'
import { embeddedConfig } from './config/embedded.ts'
import type { Settings } from './config/sources.ts'
import { createPasswords } from './crypto/passwords.ts'
import { secretsFrom } from './crypto/secrets.ts'
import { withSteps } from './events/after-commit.ts'
import { createEvents } from './events/events.ts'
import { createEars, type Listeners } from './events/listeners.ts'
import { edge, type Respond } from './http/edge.ts'
import type { Request as Read } from './http/wire/request.ts'
import { overWeb, type Handle } from './http/wire/web.ts'
import { mounted, type NodeListener } from './listener/answering.ts'
import { createLog, silent, type Log } from './log.ts'
import { createRevocationWatch } from './oauth-server/endpoints/revocation-watch.ts'
import type { AddClaims } from './oauth-server/claims/added-claims.ts'
import { createOAuthMemory } from './oauth-server/memory.ts'
import type { Metrics } from './operations/metrics.ts'
import { startJobs } from './operations/jobs.ts'
import { openBreach } from './risk/breach/breach.ts'
import { createGuesses } from './risk/guesses/guesses.ts'
import { createPressure } from './risk/pressure.ts'
import { openPlaces } from './risk/place.ts'
import { routes } from './routes.ts'
import { createActivity } from './sessions/activity.ts'
import { findSession } from './sessions/guard.ts'
import { announced } from './sessions/memory/announced.ts'
import { createSessionMemory } from './sessions/memory/memory.ts'
import { serverParty } from './sign-in/passkey/party.ts'
import { makeFirstKeys } from './signing-keys/first-keys.ts'
import { createKeyRing } from './signing-keys/ring.ts'
import { loadDataKeys } from './store/operations/data-keys.ts'
import { migrate } from './store/migrate.ts'
import { openStore, type Db } from './store/open.ts'
import * as outbox from './store/operations/outbox.ts'
import * as users from './store/people/users.ts'
import { findByName as findTenantNamed } from './store/tenants.ts'
import { defaultTenant } from './tenants/default.ts'
import type { TenantView } from './tenants/manage.ts'
import { createTenantMemory } from './tenants/memory.ts'
import { systemClock, type Clock } from './time.ts'
import type { Operator } from './users/manage.ts'
import { viewOf, type UserView } from './users/profile.ts'
import { setupLink } from './users/register/setup-link.ts'

/** Settings by their names in docs/configuration.md, or a configuration that is read already. */
export type Options = ({ config: Config } | { settings: Settings }) & {
  /** A store that is open already; closed by `close` like one of our own. */
  db?: Db
  now?: Clock
  /** One of pino, or whatever takes fields and then a sentence. Without it, what goes wrong is a line of the standard error. */
  log?: Log
  /** Told of what happened in this process, once it has: by its name in docs/events.md, `user.*` or `*`. */
  events?: Listeners
  /** What the tokens of a person say to an application beside what Warder knows. It has a second; without it no token is given out. */
  claims?: AddClaims
}

export { allows } from '@warder/protocol'
export type { Log, LogFields } from './log.ts'
export type { Settings } from './config/sources.ts'
export type { UserView } from './users/profile.ts'
export type { AddClaims, ClaimsClient, ClaimsSubject } from './oauth-server/claims/added-claims.ts'
export type { EventName, Listener, Listeners } from './events/listeners.ts'
export type { Message as EventMessage } from './events/message.ts'

export type Session = { id: string; user: UserView; amr: string[]; auth_time: Seconds }

/** A request of the web or of Node, of which nothing but the cookie is read. */
export type Carrying = Pick<Request, 'headers'> | Pick<IncomingMessage, 'headers' | 'rawHeaders'>

export type Warder = {
  app: App
  /** Answers one request. Give the peer's address, which limits and the audit go by. */
  handler: Handle
  /** The same for a server of Node: `createServer(warder.listener)`, or `app.use(warder.listener)` before every body parser. */
  listener: NodeListener
  /** The same, with an answer as plain data for whoever writes it by themselves. */
  respond: Respond
  /** Who is signed in, by the session cookie of a request to the program Warder is mounted in; null when nobody is. */
  session: (request: Carrying) => Promise<Session | null>
  /** What is kept of a tenant, by its id or slug, such as its tier; null where there is none. */
  tenant: (name: string) => Promise<TenantView | null>
  /** What an operator's command acts as. */
  operator: Operator
  /** Makes the configured administrator and begins the background work: mail, last-seen times, clean-up. */
  start: () => Promise<void>
  /** A new link for the first administrator; undefined once there is one. */
  setupLink: () => Promise<string | undefined>
  /** Answers those who wait for something to happen, so that the requests in flight can end. */
  hurry: () => void
  /** Ends the background work, writes what waits and closes the store. */
  close: () => Promise<void>
}

/**
 * The composition root: the one place where parts are chosen and joined. Opens the store and brings it up to date.
 * @throws ConfigError, NewerSchema, WrongSecret or StorageError, each with a sentence that says what to do
 */
export async function createWarder(options: Options): Promise<Warder> {
  const { db: given, now = systemClock } = options
  const embedded = 'settings' in options
  const config = embedded ? await embeddedConfig(options.settings) : options.config
  const log = options.log ?? (embedded ? spoken(config) : silent)
  const db =
    given ??
    openStore(config.database_url, { report: (error) => log.warn({ error }, 'a database connection broke') })
  let shared: Shared | undefined
  try {
    // Read now, so that a file that is none is told at start.
    serverParty(config)
    const logo = logoAt(config.brand.logo)
    await migrate(db, { now: now() })
    const secrets = secretsFrom(await loadDataKeys(db, config.secrets, now()))
    shared = await openShared(config, db, log)
    const events = createEvents(now, options.events && createEars(options.events, log))
    if (options.events) withSteps(db)
    const app: App = {
      config,
      db,
      ...(logo && { logo }),
      ...shared,
      now,
      secrets,
      passwords: createPasswords({
        ...config.password,
        concurrency: Math.max(1, availableParallelism() - 1),
      }),
      breach: await openBreach(config),
      guess: createGuesses(db, now),
      pressure: createPressure(shared.counters, config.challenge, now),
      places: await openPlaces(config.place_database),
      tenants: createTenantMemory({ db, config, now }),
      keys: createKeyRing({ db, secrets, now, log, events }),
      oauth: createOAuthMemory(config, log),
      ...(options.claims && { claims: options.claims }),
      revocations: createRevocationWatch(db),
      events,
      activity: createActivity(db, now, config.session),
      keyActivity: createKeyActivity(db, now),
      live: await announced(createSessionMemory({ keep: config.session.cache }), shared.valkey, now),
      ...(await metricsFor(config, db)),
      log,
    }
    return await join(app)
  } catch (error) {
    await shared?.valkey?.close()
    await db.destroy()
    throw error
  }
}

/** What is told where an embedding program gave no log: in development what the server says too, else what went wrong. */
const spoken = ({ dev }: Config): Log =>
  createLog({
    level: dev ? 'info' : 'warn',
    style: dev ? 'readable' : 'json',
    write: (line) => void process.stderr.write(line),
  })

/** Counted only where somebody can read it: on the internal listener, or in development. */
async function metricsFor(config: Config, db: Db): Promise<{ metrics?: Metrics }> {
  if (!config.dev && config.internal_port === undefined) return {}
  const { createMetrics } = await import('./operations/metrics.ts')
  return { metrics: createMetrics(() => outbox.unsentCounts(db)) }
}

async function join(app: App): Promise<Warder> {
  const tenant = await defaultTenant(app.db, app.config)
  const by: Operator = { app, tenant, trace: operator }
  const respond = edge(app, tenant, routes)
  let stopJobs: (() => Promise<void>) | undefined
  let firstKeys = Promise.resolve()
  return {
    app,
    handler: overWeb(respond),
    listener: mounted(app, respond),
    respond,
    session: async (request) => {
      const found = await findSession({
        app,
        tenant,
        request: 'rawHeaders' in request ? ofNode(request) : request,
      })
      return found
        ? { id: found.session_id, user: viewOf(found), amr: found.amr, auth_time: found.auth_time }
        : null
    },
    tenant: async (name) => {
      const row = await findTenantNamed(app.db, name)
      if (!row || row.deleted_at !== null) return null
      return (await import('./tenants/manage.ts')).viewOf(by, row)
    },
    operator: by,
    setupLink: () => setupLink(app, tenant),
    start: async () => {
      await firstAdministrator(by)
      firstKeys = (await makeFirstKeys(app, tenant.id)).background
      await record(app.db, by, { type: 'server.started', outcome: 'succeeded' })
      stopJobs = startJobs(app)
    },
    hurry: () => app.revocations.stop(),
    close: async () => {
      app.revocations.stop()
      try {
        await stopJobs?.()
        await firstKeys
        await app.activity.flush()
        await app.keyActivity.flush()
        if (stopJobs) await record(app.db, by, { type: 'server.stopped', outcome: 'succeeded' })
      } finally {
        app.breach.close()
        await app.valkey?.close()
        await app.db.destroy()
      }
    },
  }
}

const ofNode = ({ headers }: Pick<IncomingMessage, 'headers'>): Pick<Read, 'headers'> => ({
  headers: { get: (name) => (name === 'cookie' ? (headers.cookie ?? null) : null) },
})

/** The configured administrator is made at the first start and never touched again. */
async function firstAdministrator(by: Operator): Promise<void> {
  const { app, tenant } = by
  if (!app.config.admin || (await users.someoneHolds(app.db, tenant.id, administrator))) return
  const { createUser } = await import('./users/manage.ts')
  await createUser(by, { ...app.config.admin, roles: [administrator] })
}
