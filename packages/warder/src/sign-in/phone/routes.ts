import { Problem } from '@warder/protocol'
import * as z from 'zod'
import type { App } from '../../app.ts'
import { empty, json } from '../../http/answer.ts'
import { taking } from '../../http/body.ts'
import { mailing, unlimited } from '../../http/limit.ts'
import { route, type Call, type Route } from '../../http/router.ts'
import { person } from '../../sessions/guard.ts'
import { parseNumber, type PhoneNumber } from '../../sms/number.ts'
import { isoTime } from '../../time.ts'
import { enrolmentBegun, type Enrolling } from '../enrolling.ts'
import { fieldsOf } from '../outcome.ts'
import { askForPhone, refusedNumber, requireTexts, type Uses } from './ask.ts'
import { changeUses, phoneOf, removePhone, type PhoneView } from './change.ts'
import { confirmPhone } from './confirm.ts'

const wanted = z.object({
  phone: z.string().min(1, 'is required').max(60, 'is too long for a number'),
  sign_in: z.boolean().optional(),
  second_step: z.boolean().optional(),
})
const confirming = z.object({ code: z.string().min(1, 'is required').max(32, 'is too long for a code') })

/** The telephone number of a person, for programs. It is on the pages under `/account/security`. */
export const phoneRoutes: readonly Route[] = [
  route('GET', '/auth/me/phone', unlimited, person, 'problem', async ({ app, caller }) =>
    json(await viewOf(app, caller.user_id)),
  ),
  taking('PUT', '/auth/me/phone', mailing, enrolmentBegun, 'problem', wanted, async (call, read) => {
    const { phone, sign_in, second_step } = await read()
    const number = await parsePhone(phone)
    const result = await putPhone(call, call.caller, number, usesOf({ sign_in, second_step }))
    if (result === 'asked') return json({ accepted: true }, { status: 202 })
    return json({ ...(await viewOf(call.app, call.caller.person.id)), ...result })
  }),
  taking(
    'POST',
    '/auth/me/phone/confirm',
    mailing,
    enrolmentBegun,
    'problem',
    confirming,
    async (call, read) => {
      const { code } = await read()
      const { backup_codes, outcome } = await confirmPhone(call, call.caller, code)
      const { fields, cookies } = outcome ? fieldsOf(outcome) : { fields: {}, cookies: [] }
      return json(
        { ...(await viewOf(call.app, call.caller.person.id)), backup_codes, ...fields },
        { cookies },
      )
    },
  ),
  route('DELETE', '/auth/me/phone', mailing, person, 'problem', async (call) => {
    await removePhone(call, call.caller)
    return empty(204)
  }),
]

/** A number that is used for nothing is of no use: who says nothing signs in with it. */
export function usesOf({
  sign_in,
  second_step,
}: {
  sign_in?: boolean | undefined
  second_step?: boolean | undefined
}): Uses {
  return { sign_in: sign_in ?? second_step !== true, second_step: second_step ?? false }
}

/** @throws Problem `invalid_input` for what gets no text messages (ML-13) */
export async function parsePhone(text: string): Promise<PhoneNumber> {
  const number = await parseNumber(text)
  if (number) return number
  throw refusedNumber(
    'is not a number that gets text messages; write it with its country, like +41 79 123 45 67',
  )
}

/**
 * Another number waits for its code; for the one that is there already it is said anew what it is for.
 * @throws Problem also `conflict` where a sign-in that waits would put another number in the place of one
 */
export async function putPhone(
  call: Call,
  enrolling: Enrolling,
  number: PhoneNumber,
  uses: Uses,
): Promise<'asked' | { backup_codes: string[] }> {
  requireTexts(call)
  const { person, session } = enrolling
  const own = await phoneOf(call.app.db, person.id)
  if (!session) {
    await askForPhone(call, enrolling, number, inSetUp(own, number, uses))
    return 'asked'
  }
  if (own?.number === number.e164) return changeUses(call, session, uses)
  await askForPhone(call, enrolling, number, uses)
  return 'asked'
}

/** It is the second step that is missing. A password alone takes no way in away, nor does it make one. */
function inSetUp(own: PhoneView | undefined, number: PhoneNumber, { sign_in }: Uses): Uses {
  if (!own) return { sign_in, second_step: true }
  if (own.number === number.e164) return { sign_in: own.sign_in, second_step: true }
  throw new Problem('conflict', {
    detail: 'This account has another number. Use that one, or set up something else.',
    errors: [{ pointer: '/phone', detail: 'is not the number of this account' }],
  })
}

async function viewOf({ db }: Pick<App, 'db'>, user_id: string) {
  const phone = await phoneOf(db, user_id)
  if (!phone) return { phone: null }
  const { number, created_at, sign_in, second_step } = phone
  return { phone: number, sign_in, second_step, created_at: isoTime(created_at) }
}
