import { challengeModes } from '../config.ts'
import { integer, oneOf } from '../kinds/kind.ts'
import { setting } from '../kinds/setting.ts'

const calls = integer(1, 100_000_000)

/** How much one address may do, and when a browser that nobody knows has to work for its answer. */
export const limitSettings = {
  // A whole company or a load test may stand behind one address: this ends what no one of them would do. Guesses have
  // counts of their own, and hashes a queue.
  'limits.costly': setting({
    kind: calls,
    env: 'WARDER_LIMIT_COSTLY',
    default: '12000',
    help: 'calls that cost a password hash, per minute and address (/64 for IPv6)',
  }),
  'limits.mailing': setting({
    kind: calls,
    env: 'WARDER_LIMIT_MAILING',
    default: '600',
    help: 'calls that send a message to an address somebody typed, per minute and address',
  }),
  'limits.waiting': setting({
    kind: calls,
    env: 'WARDER_LIMIT_WAITING',
    default: '600',
    help: 'requests of applications kept for a person to sign in, per minute and address',
  }),
  'challenge.mode': setting({
    kind: oneOf(challengeModes),
    env: 'WARDER_CHALLENGE',
    default: 'auto',
    help: 'proof of work by unknown devices: while pressure is high, never, or at every sign-in',
  }),
  'challenge.bits': setting({
    kind: integer(4, 24),
    env: 'WARDER_CHALLENGE_BITS',
    default: '14',
    help: 'work of a challenge: eight times two to this power of SHA-256; pressure adds up to 2',
  }),
  'challenge.failures': setting({
    kind: calls,
    env: 'WARDER_CHALLENGE_FAILURES',
    default: '100',
    help: 'failed sign-ins of one address in ten minutes that raise pressure on it',
  }),
  'challenge.failures_overall': setting({
    kind: calls,
    env: 'WARDER_CHALLENGE_FAILURES_OVERALL',
    default: '1200',
    help: 'failed sign-ins from everywhere in a minute that raise pressure on all',
  }),
}
