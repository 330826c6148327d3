/**
 * Better Auth as its documentation mounts it in plain Node: `toNodeHandler`, secret and base URL set, migrations run.
 * Plain JavaScript, because the types of the peers are only there once bench/ has been installed.
 *
 * Environment: PORT, DATA (a directory), DATABASE_URL (PostgreSQL; else node:sqlite in DATA), COOKIE_CACHE=1, PLUGINS=jwt or api-key,
 * ARGON2=1 (its documentation says how to take another hash than its own scrypt).
 */
import { createServer } from 'node:http'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { toNodeHandler } from 'better-auth/node'

const { PORT, DATA, DATABASE_URL, COOKIE_CACHE, PLUGINS, ARGON2 } = process.env
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
  if (PLUGINS === 'jwt') {
    const { jwt } = await import('better-auth/plugins/jwt')
    return [jwt()]
  }
  if (PLUGINS === 'api-key') {
    const { apiKey } = await import('@better-auth/api-key')
    // Ten requests a day for each key is its default.
    return [apiKey({ enableSessionForAPIKeys: true, rateLimit: { enabled: false } })]
  }
  return []
}

/** Argon2id, 19 MiB, two passes, one lane: what OWASP asks for at least. */
async function argon2() {
  if (!ARGON2) return {}
  const { hash, verify } = await import('@node-rs/argon2')
  const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
  const password = {
    hash: (text) => hash(text, cost),
    verify: ({ hash: known, password: text }) => verify(known, text),
  }
  return { password }
}

const options = {
  baseURL: origin,
  secret: 'j0yAqLr7oTSe5V3QxJfOaQm2Hc9KpWn4Zd8Ug6Xi1Bs',
  database: DATABASE_URL ? await postgres() : sqlite(),
  emailAndPassword: { enabled: true, ...(await argon2()) },
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
