/**
 * Better Auth as its documentation mounts it in plain Node: `toNodeHandler`, secret and base URL set, migrations run.
 * Plain JavaScript, because the types of the peers are only there once bench/ has been installed.
 *
 * Environment: PORT, DATA (a directory), DATABASE_URL (PostgreSQL; else node:sqlite in DATA), COOKIE_CACHE=1, PLUGINS=jwt.
 */
import { createServer } from 'node:http'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { toNodeHandler } from 'better-auth/node'

const { PORT, DATA, DATABASE_URL, COOKIE_CACHE, PLUGINS } = process.env
const origin = `http://127.0.0.1:${PORT}`

/** WAL is what its users are told to switch on for SQLite; the durability is that of Warder. */
function sqlite() {
  const db = new DatabaseSync(join(DATA, 'better-auth.sqlite'))
  db.exec('pragma journal_mode = wal; pragma synchronous = full')
  return db
}

async function postgres() {
  const { Pool } = await import('pg')
  return new Pool({ connectionString: DATABASE_URL, max: 10 })
}

async function plugins() {
  if (PLUGINS !== 'jwt') return []
  const { jwt } = await import('better-auth/plugins/jwt')
  return [jwt()]
}

const options = {
  baseURL: origin,
  secret: 'j0yAqLr7oTSe5V3QxJfOaQm2Hc9KpWn4Zd8Ug6Xi1Bs',
  database: DATABASE_URL ? await postgres() : sqlite(),
  emailAndPassword: { enabled: true },
  // A hundred requests in ten seconds per address is the default in production: it would answer 429 here.
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  logger: { disabled: true },
  ...(COOKIE_CACHE && { session: { cookieCache: { enabled: true, maxAge: 300 } } }),
  plugins: await plugins(),
}

const { runMigrations } = await getMigrations(options)
await runMigrations()
createServer(toNodeHandler(betterAuth(options))).listen(Number(PORT), '127.0.0.1')
