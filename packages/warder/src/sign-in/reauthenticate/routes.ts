import * as z from 'zod'
import { json } from '../../http/answer.ts'
import { check, tokenField, taking } from '../../http/body.ts'
import { formErrors } from '../../http/browser/form-errors.ts'
import { costly, mailing, unlimited } from '../../http/limit.ts'
import { route, type Call, type Route } from '../../http/router.ts'
import { accountEvenSuspect, personEvenSuspect, type SessionCaller } from '../../sessions/guard.ts'
import { passwordField } from '../../users/fields.ts'
import { secondFactorIds } from '../method.ts'
import { pageAfter } from '../outcome.ts'
import { finishPending } from '../pending/finish.ts'
import { methodOf } from '../pending/page.ts'
import type { Outcome } from '../proved.ts'
import { beginConfirmation } from './begin.ts'
import { acrAsked, aimOf, confirmPage } from './page.ts'
import { confirmWithCode, confirmWithPassword } from './reauthenticate.ts'

const code = z.string().min(1, 'is required').max(32, 'is too long for a code')
const proof = z.object({
  password: passwordField.optional(),
  code: code.optional(),
  challenge_id: tokenField.optional(),
  credential: z.record(z.string(), z.unknown()).optional(),
})
const passwordAlone = z.object({ password: passwordField })
const begin = z.object({ method: z.enum(secondFactorIds).optional() })

/** "Confirm it's you", for programs and as a page. */
export const reauthenticateRoutes: readonly Route[] = [
  taking('POST', '/auth/reauthenticate', costly, personEvenSuspect, 'problem', proof, async (call, read) => {
    const outcome = await confirm(call, call.caller, await read())
    const tokens = outcome.kind === 'signed-in' ? outcome.tokens : undefined
    return json({ reauthenticated: true, ...tokens }, { cookies: outcome.cookies })
  }),
  taking(
    'POST',
    '/auth/reauthenticate/begin',
    mailing,
    personEvenSuspect,
    'problem',
    begin,
    async (call, read) => {
      const { method } = await read()
      const waiting = await beginConfirmation(call, call.caller, method)
      const { methods, shown } = waiting.kind === 'second-factor' ? waiting : { methods: [], shown: {} }
      return json({ challenge_id: waiting.temp_token, methods, ...shown }, { cookies: waiting.cookies })
    },
  ),
  route('GET', '/reauthenticate', unlimited, accountEvenSuspect, 'page', (call) => confirmPage(call)),
  route('POST', '/reauthenticate', costly, accountEvenSuspect, 'page', async (call) => {
    const { form, session } = call.caller
    try {
      const { password } = check(passwordAlone, { password: form.get('password') ?? '' })
      const outcome = await confirmWithPassword(call, session, password)
      return pageAfter(call, outcome, aimOf(call), call.caller.cookies)
    } catch (error) {
      const wrong = formErrors(call.caller.words, error, ['password'])
      const { status, headers } = wrong
      return confirmPage(call, { error: wrong.fields.password ?? wrong.whole, status, headers })
    }
  }),
  route('POST', '/reauthenticate/begin', mailing, accountEvenSuspect, 'page', async (call) => {
    const { form, session } = call.caller
    try {
      const waiting = await beginConfirmation(call, session, methodOf(form), acrAsked(call))
      return pageAfter(call, waiting, aimOf(call), call.caller.cookies)
    } catch (error) {
      const { whole, status, headers } = formErrors(call.caller.words, error, [])
      return confirmPage(call, { error: whole, status, headers })
    }
  }),
]

/** @throws Problem `invalid_input` for nothing to look at, or what a confirmation throws */
async function confirm(call: Call, who: SessionCaller, given: z.output<typeof proof>): Promise<Outcome> {
  const { password, code, challenge_id, credential } = given
  if (challenge_id !== undefined) {
    const answer = credential === undefined ? { code: code ?? '' } : { credential }
    return finishPending(call, challenge_id, answer, { session: who })
  }
  if (code !== undefined) return confirmWithCode(call, who, code)
  return confirmWithPassword(call, who, check(passwordAlone, { password }).password)
}
