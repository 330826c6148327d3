import * as z from 'zod'
import { empty, json } from '../../http/answer.ts'
import { readJson } from '../../http/body.ts'
import { mailing, unlimited } from '../../http/limit.ts'
import { route, type Call, type Route } from '../../http/router.ts'
import { person, type SessionCaller } from '../../sessions/guard.ts'
import { parseNumber, type PhoneNumber } from '../../sms/number.ts'
import { isoTime } from '../../time.ts'
import { askForPhone, refusedNumber, requireTexts, type Uses } from './ask.ts'
import { changeUses, phoneOf, removePhone } from './change.ts'
import { confirmPhone } from './confirm.ts'

const wanted = z.object({
  phone: z.string().min(1, 'is required').max(60, 'is too long for a number'),
  sign_in: z.boolean().optional(),
  second_step: z.boolean().optional(),
})
const confirming = z.object({ code: z.string().min(1, 'is required').max(32, 'is too long for a code') })

/** The telephone number of a person, for programs. It is on the pages under `/account/security`. */
export const phoneRoutes: readonly Route[] = [
  route('GET', '/auth/me/phone', unlimited, person, 'problem', async (call) => json(await viewOf(call))),
  route('PUT', '/auth/me/phone', mailing, person, 'problem', async (call) => {
    const { phone, sign_in, second_step } = await readJson(call.request, wanted)
    const number = await parsePhone(phone)
    const result = await putPhone(call, call.caller, number, usesOf({ sign_in, second_step }))
    if (result === 'asked') return json({ accepted: true }, { status: 202 })
    return json({ ...(await viewOf(call)), ...result })
  }),
  route('POST', '/auth/me/phone/confirm', mailing, person, 'problem', async (call) => {
    const { code } = await readJson(call.request, confirming)
    const { backup_codes } = await confirmPhone(call, call.caller, code)
    return json({ ...(await viewOf(call)), backup_codes })
  }),
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

/** Another number waits for its code; for the one that is there already it is said anew what it is for. */
export async function putPhone(
  call: Call,
  caller: SessionCaller,
  number: PhoneNumber,
  uses: Uses,
): Promise<'asked' | { backup_codes: string[] }> {
  requireTexts(call)
  const own = await phoneOf(call.app.db, caller.user_id)
  if (own?.number === number.e164) return changeUses(call, caller, uses)
  await askForPhone(call, caller, number, uses)
  return 'asked'
}

async function viewOf({ app, caller }: Call<SessionCaller>) {
  const phone = await phoneOf(app.db, caller.user_id)
  if (!phone) return { phone: null }
  const { number, created_at, sign_in, second_step } = phone
  return { phone: number, sign_in, second_step, created_at: isoTime(created_at) }
}
