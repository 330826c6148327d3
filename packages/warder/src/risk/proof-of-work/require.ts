import { Problem } from '@warder/protocol'
import type { Call } from '../../http/router.ts'
import { isoTime } from '../../time.ts'
import { issue, redeem, waitInstead, type Challenge, type Purpose } from './challenge.ts'
import { pieces } from './puzzle.ts'

/** Each further sign of pressure doubles the work, up to four times. */
const mostMore = 2

/**
 * Lets a device that nobody knows work, or wait, before it costs a password hash or a message, while somebody tries
 * passwords in bulk. It raises the price of each try and shuts nobody out.
 *
 * @param presented the field `challenge_solution`, when it came
 * @param account a name for the account that is tried, the same whether or not there is one
 * @throws Problem `challenge_required` with a new challenge, or `too_many_requests` before the wait is over
 */
export async function requireWork(
  call: Pick<Call, 'app' | 'trace'>,
  purpose: Purpose,
  presented: string | undefined,
  account?: string,
): Promise<void> {
  const { app, trace } = call
  const bits = bitsNow(call, account)
  if (bits === undefined) return
  const paid =
    presented === undefined || presented === ''
      ? ({ kind: 'unpaid' } as const)
      : await redeem(app, purpose, trace.address, bits, presented)
  if (paid.kind === 'paid') return
  if (paid.kind === 'early') throw tooEarly(paid.challenge, app.now())
  throw new Problem('challenge_required', {
    detail:
      'Many sign-ins fail at the moment, so this one has to be paid for with a little work. Please try again.',
    extra: { challenge: wire(issue(app, purpose, trace.address, bits)) },
  })
}

/** A challenge for the form of a page, so that it is solved by the time the form is filled in; undefined when none is asked for. */
export function offerWork(call: Pick<Call, 'app' | 'trace'>, purpose: Purpose): Challenge | undefined {
  const bits = bitsNow(call)
  return bits === undefined ? undefined : issue(call.app, purpose, call.trace.address, bits)
}

function bitsNow({ app, trace }: Pick<Call, 'app' | 'trace'>, account?: string): number | undefined {
  const { mode, bits } = app.config.challenge
  if (mode === 'off') return undefined
  const signs = app.pressure.signs(trace.address, account)
  if (mode === 'auto' && signs === 0) return undefined
  return bits + Math.min(mostMore, Math.max(0, signs - 1))
}

function tooEarly(challenge: Challenge, now: number): Problem {
  const wait = challenge.issued_at + waitInstead - now
  return new Problem('too_many_requests', {
    detail: `Wait ${wait} more seconds, then send the form again.`,
    headers: { 'retry-after': String(wait) },
    extra: { challenge: wire(challenge) },
  })
}

/** As programs read it: `token:solution`, or after `wait` seconds the token alone, goes into `challenge_solution`. */
function wire({ token, bits, expires_at }: Challenge) {
  return { token, algorithm: 'sha-256', pieces, bits, wait: waitInstead, expires_at: isoTime(expires_at) }
}
