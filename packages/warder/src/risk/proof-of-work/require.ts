import { Problem, type Seconds } from '@warder/protocol'
import { tooManyRequests } from '../../http/limit.ts'
import type { Call } from '../../http/router.ts'
import { said } from '../../http/words/said.ts'
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
      'Many sign-ins are failing at the moment, so your device has to do a little work first. Please try once more.',
    extra: { challenge: wire(issue(app, purpose, trace.address, bits)) },
  })
}

/** `requireWork` before somebody unknown asks for a message or an account; asking a lot from one address raises pressure too. */
export async function requireWorkToAsk(
  call: Pick<Call, 'app' | 'trace'>,
  purpose: Exclude<Purpose, 'sign-in'>,
  presented: string | undefined,
): Promise<void> {
  await requireWork(call, purpose, presented)
  await call.app.pressure.asked(call.trace.address)
}

/** How much work is asked for here and now; undefined when none is. */
export function bitsNow({ app, trace }: Pick<Call, 'app' | 'trace'>, account?: string): number | undefined {
  const { mode, bits } = app.config.challenge
  if (mode === 'off') return undefined
  const signs = app.pressure.signs(trace.address, account)
  if (mode === 'auto' && signs === 0) return undefined
  return bits + Math.min(mostMore, Math.max(0, signs - 1))
}

function tooEarly(challenge: Challenge, now: Seconds): Problem {
  const wait = challenge.issued_at + waitInstead - now
  return new Problem('too_many_requests', {
    ...said('wait_longer', wait),
    headers: tooManyRequests('challenge', 1, waitInstead, wait).headers,
    extra: { challenge: { ...wire(challenge), wait } },
  })
}

/** As programs read it: `token:solution`, or after `wait` seconds the token alone, goes into `challenge_solution`. */
export type WireChallenge = ReturnType<typeof wire>

function wire({ token, bits, expires_at }: Challenge) {
  return { token, algorithm: 'sha-256', pieces, bits, wait: waitInstead, expires_at: isoTime(expires_at) }
}
