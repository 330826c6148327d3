import { Problem } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import { digest } from '../../crypto/tokens.ts'
import type { Call } from '../../http/router.ts'
import { countCodeGuess, forgetCodeGuesses, giveBackCodeGuess } from '../../risk/code-guesses.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import * as credentials from '../../store/people/credentials.ts'
import * as users from '../../store/people/users.ts'
import type { SecondAnswer, SecondFactorId } from '../method.ts'
import { proved, type Outcome, type Proof } from '../proved.ts'
import { secondFactor } from '../second-factors.ts'
import { findPending, mostGuesses, over, pendingOf, type Pending } from './pending.ts'

/**
 * Completes a waiting sign-in. Each look at a code is counted before it is taken, for this sign-in and for the
 * person; the session opens in `proved()` like any other, which spends the handle and looks at everything again.
 *
 * @param named the second factor that the code is of, where the caller says it
 * @throws Problem `invalid_credentials` for a wrong code, `token_invalid` when the sign-in is over,
 *   `too_many_requests` when too many wrong codes came for this person
 */
export async function finishPending(
  call: Call,
  temp_token: string,
  answer: SecondAnswer,
  named?: SecondFactorId,
): Promise<Outcome> {
  const { app } = call
  const { user_id } = (await findPending(call, temp_token)).pending
  const guessed = await guess(call, temp_token, user_id)
  const { pending, left } = guessed

  const asked = secondFactor(pending.method)
  const person = await users.find(app.db, user_id)
  if (!person) throw over()
  const proven =
    (named ?? asked.id) === asked.id
      ? await asked.judge(call, person, pending.kept, plain(answer))
      : undefined
  if (!proven) {
    await record(app.db, call, {
      type: 'sign_in.code',
      outcome: 'refused',
      subject: user_id,
      detail: { method: asked.id, left },
    })
    throw wrongCode(left)
  }
  await forgetCodeGuesses(app.db, user_id)
  const proof: Proof = {
    user_id,
    amr: [...pending.amr, ...proven.amr],
    credential: await stillProving(call, pending),
    ...(proven.spend && { spend: proven.spend }),
    completes: temp_token,
  }
  return proved(call, proof, pending.delivery)
}

/** Counts a guess, once for the person and once for this sign-in, and returns what it is held against. */
async function guess(
  call: Call,
  temp_token: string,
  user_id: string,
): Promise<{ pending: Pending; left: number }> {
  const { app } = call
  const throttled = await countCodeGuess(app.db, app, user_id)
  if (throttled) {
    const detail = { reason: 'codes' }
    await record(app.db, call, { type: 'sign_in.throttled', outcome: 'refused', subject: user_id, detail })
    throw throttled
  }
  const row = await oneTimeTokens.tryAttempt(app.db, 'sign_in_attempt', temp_token, mostGuesses, app.now())
  if (!row) {
    await giveBackCodeGuess(app.db, user_id)
    throw over()
  }
  return { pending: pendingOf(row), left: mostGuesses - row.attempts }
}

/** The credential of the first factor, if it is still the one that was checked. `proved` holds it until the end. */
async function stillProving(call: Call, { user_id, credential }: Pending): Promise<Proof['credential']> {
  if (!credential) return undefined
  const now = await credentials.findByUser(call.app.db, user_id, credential.method)
  if (!now || digest(now.data) !== credential.digest) throw over()
  return { method: credential.method, data: now.data }
}

/** People copy codes with the spaces that mail programs show in them. */
const plain = (answer: SecondAnswer): SecondAnswer =>
  'code' in answer ? { code: answer.code.replace(/[\s-]/g, '') } : answer

function wrongCode(left: number): Problem {
  const detail =
    left === 0
      ? 'This code is not right, and it was the last try. Sign in again.'
      : `This code is not right. Look at the newest mail; you have ${left} more ${left === 1 ? 'try' : 'tries'}.`
  return new Problem('invalid_credentials', {
    detail,
    errors: [{ pointer: '/code', detail }],
    extra: { attempts_left: left },
  })
}
