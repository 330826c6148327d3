import { Problem, type Seconds } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import { newCode } from '../../crypto/tokens.ts'
import { keepCode, type KeptCode } from '../../crypto/typed-code.ts'
import { tooManyRequests } from '../../http/limit.ts'
import type { Call } from '../../http/router.ts'
import { readerAt } from '../../mail/messages.ts'
import { queueMail } from '../../mail/outbox.ts'
import { requireOwner } from '../../sessions/recent.ts'
import { codeText } from '../../sms/code-text.ts'
import type { PhoneNumber } from '../../sms/number.ts'
import { isServed, mayText, textsLeave } from '../../sms/quota.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import * as counters from '../../store/operations/counters.ts'
import type { Db } from '../../store/open.ts'
import * as users from '../../store/people/users.ts'
import { hour, minute } from '../../time.ts'
import { askedKey } from '../../users/phones/pending.ts'
import { holdEnrolling, type Enrolling } from '../enrolling.ts'
import { isSameThing } from '../method.ts'

const lifetime = 10 * minute
export const mostGuesses = 5
export const purpose = 'phone-number'

/** How many times in an hour a person may have a message sent to a number they typed. */
const asked = { max: 10, window: hour }

/** What a number is to be used for. */
export type Uses = { sign_in: boolean; second_step: boolean }

/** A number that waits until its code is typed. */
export type PendingPhone = Uses & { number: string; code: KeptCode }

/** @throws Problem `not_found` where nothing sends text messages */
export function requireTexts({ app }: Pick<Call, 'app'>): void {
  if (textsLeave(app.config)) return
  throw new Problem('not_found', { detail: 'Text messages are not set up here.' })
}

/** @throws Problem `conflict` where somebody signs in with a code to their number: it is no second thing */
export function requireAnotherThing({ pending }: Pick<Enrolling, 'pending'>): void {
  if (!pending || !isSameThing('sms', pending.pending.amr)) return
  throw new Problem('conflict', {
    detail: 'You are signing in with a code to your number. Set up something else as your second step.',
  })
}

/**
 * Begins to add a number, or to put it in the place of another: a code goes there, and nothing changes before it is typed.
 * Whether somebody else has the number is not told before: answer and cost are the same.
 *
 * @throws Problem `insufficient_user_authentication`, `conflict`, `invalid_input`, `not_found` or `too_many_requests`
 */
export async function askForPhone(
  call: Call,
  enrolling: Enrolling,
  number: PhoneNumber,
  uses: Uses,
): Promise<void> {
  requireTexts(call)
  const { person, session } = enrolling
  if (session) requireOwner(call, session)
  requireAnotherThing(enrolling)
  const { app, tenant, trace } = call
  if (!isServed(app.config, number)) throw refusedNumber('is of a country that we send no text messages to')
  const { id: user_id } = person
  const now = app.now()
  await app.db.transaction().execute(async (tx) => {
    await users.hold(tx, user_id)
    await holdEnrolling(tx, call, enrolling)
    await countAsking(tx, user_id, now)
    const wanted = await mayText(tx, app, { tenant_id: tenant.id, address: trace.address, number })
    const code = newCode()
    const data: PendingPhone = { number: number.e164, ...uses, code: keepCode(app, purpose, code) }
    // Somebody who asks more often than is sent keeps the last code that was.
    await oneTimeTokens.create(tx, 'phone_confirmation', {
      subject: wanted ? user_id : `nobody:${user_id}`,
      data,
      expires_at: now + lifetime,
      now,
      replace: true,
    })
    const { locale } = readerAt(call, person)
    const text = codeText(app, tenant, { to: number.e164, locale, purpose: 'confirm', code })
    await queueMail(tx, app, text, wanted ? 'real' : 'decoy')
    await record(tx, call, {
      type: 'phone.asked',
      outcome: 'succeeded',
      actor: user_id,
      ...(session && { session_id: session.session_id }),
    })
  })
}

/** @param problem as it is said of a field */
export function refusedNumber(problem: string): Problem {
  return new Problem('invalid_input', {
    detail: 'Some fields need another value; see errors.',
    errors: [{ pointer: '/phone', detail: problem }],
  })
}

async function countAsking(tx: Db, user_id: string, now: Seconds): Promise<void> {
  const { max, window } = asked
  const taken = await counters.tryIncrement(tx, askedKey(user_id), max, now + window, now)
  if (!taken.ok) throw tooManyRequests('phones', max, window, taken.expires_at - now)
}

/** The number that waits for its code. */
export async function pendingPhone(
  { app }: Pick<Call, 'app'>,
  user_id: string,
): Promise<(PendingPhone & { token_hash: string }) | undefined> {
  const [row] = await oneTimeTokens.liveOf(app.db, 'phone_confirmation', user_id, app.now())
  if (!row || row.attempts >= mostGuesses) return undefined
  return { ...(JSON.parse(row.data) as PendingPhone), token_hash: row.token_hash }
}
