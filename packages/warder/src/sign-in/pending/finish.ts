import { Problem } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import type { Call } from '../../http/router.ts'
import { said } from '../../http/words/said.ts'
import { countCodeGuess, giveBackCodeGuess, noteRightCode, type CodeDoor } from '../../risk/code-guesses.ts'
import { codeDoor } from '../../risk/device.ts'
import type { SessionCaller } from '../../sessions/guard.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import * as users from '../../store/people/users.ts'
import type { SecondAnswer, SecondFactorId } from '../method.ts'
import type { Outcome } from '../proved.ts'
import { secondFactor } from '../second-factors.ts'
import { completePending } from './complete.ts'
import { isGuessable, plain, whose } from './answers.ts'
import { findPending, mostGuesses, over, pendingOf, type Pending } from './pending.ts'

/** How a sign-in is to be completed, besides what is proved. */
export type Finishing = {
  /** The second factor that the answer is of, where the caller says it. */
  named?: SecondFactorId | undefined
  /** The person wishes not to be asked again in this browser. */
  trust?: boolean
  /** Of the caller, where it is known. */
  session?: SessionCaller
}

/**
 * Completes a waiting sign-in. Each look at a code is counted before it is taken, for this sign-in and for the
 * person; the session opens in `proved()` like any other, which spends the handle and looks at everything again.
 *
 * @throws Problem `invalid_credentials` for a wrong code, `sign_in_over`,
 *   `too_many_requests` when too many wrong codes came for this person
 */
export async function finishPending(
  call: Call,
  temp_token: string,
  answer: SecondAnswer,
  { named, trust, session }: Finishing = {},
): Promise<Outcome> {
  const { app } = call
  const found = (await findPending(call, temp_token)).pending
  if (found.kind !== 'second-factor') throw over()
  const { user_id } = found
  const typed = plain(answer)
  const door = await codeDoor(call, user_id)
  const { pending, left } = await guess(call, temp_token, door, isGuessable(typed))

  const method = whose(pending, typed, named)
  const person = await users.find(app.db, user_id)
  if (!person) throw over()
  const factor = method && secondFactor(method)
  const proven = factor && (await factor.judge(call, person, pending.kept, typed))
  if (!proven) {
    await record(app.db, call, {
      type: 'sign_in.code',
      outcome: 'refused',
      subject: user_id,
      detail: { method: method ?? named ?? 'unknown', left },
    })
    throw wrongCode(left, method)
  }
  await noteRightCode(app.db, door)
  // Whoever only reads their mail is asked again wherever it is unusual.
  const own = method !== 'email'
  return completePending(call, temp_token, pending, { ...proven, own, trust: own && trust === true }, session)
}

/** Counts a guess, once for the person and once for this sign-in, and returns what it is held against. */
async function guess(
  call: Call,
  temp_token: string,
  door: CodeDoor,
  guessable: boolean,
): Promise<{ pending: Pending; left: number }> {
  const { app } = call
  const throttled = await countCodeGuess(app.db, app, door, guessable)
  if (throttled) {
    const event = { type: 'sign_in.throttled', outcome: 'refused', subject: door.user_id } as const
    await record(app.db, call, { ...event, detail: { reason: 'codes' } })
    throw throttled
  }
  const row = await oneTimeTokens.tryAttempt(app.db, 'sign_in_attempt', temp_token, mostGuesses, app.now())
  if (!row) {
    await giveBackCodeGuess(app.db, door, guessable)
    throw over()
  }
  return { pending: pendingOf(row), left: mostGuesses - row.attempts }
}

function wrong(left: number, method: SecondFactorId | undefined) {
  if (left === 0) return lastWrong(method)
  if (method === 'passkey') return said('passkey_wrong', left)
  return method === 'email' ? said('second_wrong_mail', left) : said('second_wrong', left)
}

const lastWrong = (method: SecondFactorId | undefined) => ({
  detail:
    method === 'passkey'
      ? 'This passkey was not accepted, and it was the last try. Sign in again.'
      : 'This code is not right, and it was the last try. Sign in again.',
})

function wrongCode(left: number, method: SecondFactorId | undefined): Problem {
  const why = wrong(left, method)
  return new Problem('invalid_credentials', {
    ...why,
    errors: [{ pointer: '/code', ...why }],
    extra: { attempts_left: left },
  })
}
