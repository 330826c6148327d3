import { betterAuthSession } from '../candidates/better-auth.ts'
import { floor } from '../candidates/floor.ts'
import { warderRemembering, warderSession } from '../candidates/warder.ts'
import type { Store } from '../harness/place.ts'
import { throughput } from '../harness/throughput.ts'
import type { Row } from './row.ts'

const candidates = [
  warderSession(),
  warderRemembering(),
  betterAuthSession({ name: 'Better Auth' }),
  betterAuthSession({ name: 'Better Auth, cookie cache', cookieCache: true }),
  floor,
]

function session(store: Store, database: string): Row {
  return {
    name: `session-${store}`,
    title: `session check by cookie on ${database}, against Better Auth`,
    says:
      `Who is signed in, by session cookie, on ${database}: \`GET /auth/me\` against Better Auth's ` +
      '`GET /api/auth/get-session`. The cookie cache of Better Auth does not ask the database for five minutes, so that a ' +
      'session ended elsewhere stays good as long; it is here to be seen, not because it is the same thing. Warder with `session.cache` asks again after five seconds, and ' +
      'at once about whomever anything changes for.',
    ...(store === 'postgres' && { services: true as const }),
    measure: (settings) => throughput(candidates, store, settings),
  }
}

export const sessionRows: readonly Row[] = [session('sqlite', 'SQLite'), session('postgres', 'PostgreSQL')]
