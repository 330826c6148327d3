import { Problem } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import { codeMatches } from '../../crypto/typed-code.ts'
import type { Call } from '../../http/router.ts'
import { said } from '../../http/words/said.ts'
import { compose, personOf } from '../../mail/messages.ts'
import { queueMail } from '../../mail/outbox.ts'
import { isUniqueViolation } from '../../store/errors.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import type { Db } from '../../store/open.ts'
import * as factors from '../../store/people/factors.ts'
import * as phones from '../../store/people/phones.ts'
import * as users from '../../store/people/users.ts'
import { alertLink } from '../../users/alerts/link.ts'
import { enrolled, holdEnrolling, noteProved, type Enrolling } from '../enrolling.ts'
import type { Outcome } from '../proved.ts'
import { mostGuesses, pendingPhone, purpose, requireAnotherThing, type PendingPhone } from './ask.ts'
import { maskedNumber } from '../../users/phones/masked.ts'
import { turnOff, turnOn } from './second-step.ts'

export type Confirmed = {
  /** To show this one time, where the number is the person's first second step. */
  backup_codes: string[]
  /** What came of the sign-in that waited for it. */
  outcome: Outcome | undefined
}

/**
 * Adds the number whose code was sent, in the place of the one before. What it is used for was said when it was asked for.
 *
 * @throws Problem `token_invalid` when there is none to confirm, `invalid_input` for a wrong code, `conflict` for a number
 *   that is on another account, or that the person is signing in with
 */
export async function confirmPhone(call: Call, enrolling: Enrolling, typed: string): Promise<Confirmed> {
  requireAnotherThing(enrolling)
  const { app } = call
  const now = app.now()
  const pending = await pendingPhone(call, enrolling.person.id)
  if (!pending) throw over()
  const { token_hash } = pending
  const counted = await oneTimeTokens.countAttempt(app.db, 'phone_confirmation', token_hash, mostGuesses, now)
  if (!counted) throw over()
  if (!codeMatches(app, purpose, pending.code, typed.replace(/[\s-]/g, '')))
    throw wrongCode(mostGuesses - counted.attempts)
  try {
    const backup_codes = await app.db.transaction().execute((tx) => add(tx, call, enrolling, pending))
    const outcome = pending.second_step ? await enrolled(call, enrolling, ['otp', 'sms']) : undefined
    return { backup_codes, outcome }
  } catch (error) {
    // Whoever reads this has the telephone, so it tells nothing that they could not find out there.
    if (isUniqueViolation(error))
      throw new Problem('conflict', { detail: 'This number is on another account. Remove it there first.' })
    throw error
  }
}

async function add(
  tx: Db,
  call: Call,
  enrolling: Enrolling,
  { token_hash, number, sign_in, second_step }: PendingPhone & { token_hash: string },
): Promise<string[]> {
  const { app } = call
  const user_id = enrolling.person.id
  const now = app.now()
  const person = await users.hold(tx, user_id)
  if (!person) throw new Problem('not_authenticated')
  await holdEnrolling(tx, call, enrolling)
  const ended = await oneTimeTokens.end(tx, 'phone_confirmation', { subject: user_id, token_hash }, now)
  if (!ended) throw over()
  const before = await phones.remove(tx, user_id)
  const asked = (await factors.removeAll(tx, user_id, 'sms')).length > 0
  await phones.insert(tx, person, { number, sign_in }, now)
  const link = await alertLink(tx, call, user_id)
  const shown = maskedNumber(number)
  const told = compose(call, 'phoneAdded', personOf(app, person), { link, at: now, number: shown })
  await queueMail(tx, app, told)
  await record(tx, call, {
    type: 'phone.confirmed',
    outcome: 'succeeded',
    actor: user_id,
    ...(enrolling.session && { session_id: enrolling.session.session_id }),
    detail: { in_place_of_another: before === undefined ? 'no' : 'yes' },
  })
  // Its row is as new as the number: whatever takes back the one takes back the other (`factors.removeSince`).
  if (second_step) {
    // The code was a proof of what is asked for from now on.
    await noteProved(tx, enrolling, ['otp', 'sms'])
    return turnOn(tx, call, person, number, { again: asked })
  }
  if (asked) await turnOff(tx, call, person)
  return []
}

function over(): Problem {
  return new Problem('token_invalid', {
    detail: 'Confirming this number took too long, or had too many wrong codes. Start again.',
  })
}

function wrongCode(left: number): Problem {
  const why =
    left === 0
      ? { detail: 'This code is not right, and it was the last try. Start again.' }
      : said('number_wrong', left)
  return new Problem('invalid_input', {
    ...why,
    errors: [{ pointer: '/code', ...why }],
    extra: { attempts_left: left },
  })
}
