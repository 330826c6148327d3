import { bareHash } from '../candidates/bare-hash.ts'
import { betterAuthSignIn } from '../candidates/better-auth.ts'
import { fastapiSignIn } from '../candidates/fastapi.ts'
import { warderNewBrowser, warderSignIn } from '../candidates/warder.ts'
import { throughput } from '../harness/throughput.ts'
import type { Row } from './row.ts'

const candidates = [
  warderSignIn,
  warderNewBrowser,
  fastapiSignIn,
  betterAuthSignIn({ name: 'Better Auth, its scrypt' }),
  betterAuthSignIn({ name: 'Better Auth, Argon2id', argon2: true }),
  bareHash,
]

export const signInRow: Row = {
  name: 'sign-in',
  title: 'signing in with a password, against FastAPI and Better Auth',
  says:
    'Signing in with the right password, eight at a time. Warder, FastAPI and the second Better Auth use Argon2id with 19 MiB, ' +
    'two passes and one lane; the first Better Auth its own scrypt. Warder and Better Auth open a session in SQLite with each ' +
    'of them, Warder with an audit event and its counters, and its second line with a mail for the outbox as well, because a ' +
    'browser that nobody has seen signs in; FastAPI gives a token and keeps nothing. `bare hash` verifies a hash for each ' +
    'request and does nothing else.',
  measure: (settings) => throughput(candidates, 'sqlite', { ...settings, connections: 8 }),
}
