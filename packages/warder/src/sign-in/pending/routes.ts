import * as z from 'zod'
import { json, redirect } from '../../http/answer.ts'
import { tokenField, taking } from '../../http/body.ts'
import { requireSameOrigin } from '../../http/browser/csrf.ts'
import { formErrors } from '../../http/browser/form-errors.ts'
import { costly, mailing, unlimited } from '../../http/limit.ts'
import { anyone, route, type Route } from '../../http/router.ts'
import { visitor } from '../../sessions/guard.ts'
import { secondFactorIds, type SecondAnswer } from '../method.ts'
import { offersPasskey } from '../passkey-offer.ts'
import { jsonOf, mfaPath, pageAfter } from '../outcome.ts'
import { askAgain } from './begin.ts'
import { finishPending } from './finish.ts'
import { aimOf, answerOf, handleOf, mfaAnswer, methodOf } from './page.ts'

const temp_token = tokenField
const method = z.enum(secondFactorIds).optional()
const code = z.string().min(1, 'is required').max(32, 'is too long for a code')
const trust_device = z.boolean().optional()
/** What a browser makes of a challenge (WebAuthn); `passkey/` reads it. */
const credential = z.record(z.string(), z.unknown())
const answer = z.object({
  temp_token,
  method,
  code: code.optional(),
  credential: credential.optional(),
  trust_device,
})
const again = z.object({ temp_token, method })

/** The second step of signing in, for programs and as a page. */
export const pendingRoutes: readonly Route[] = [
  taking('POST', '/auth/login/mfa', costly, anyone, 'problem', answer, async (call, read) => {
    requireSameOrigin(call)
    const given = await read()
    const { temp_token, method: named, trust_device: trust = false } = given
    return jsonOf(await finishPending(call, temp_token, secondAnswer(given), { named, trust }))
  }),
  taking('POST', '/auth/login/mfa/send', mailing, anyone, 'problem', again, async (call, read) => {
    requireSameOrigin(call)
    const { temp_token, method } = await read()
    const { shown } = await askAgain(call, temp_token, method)
    return json({ accepted: true, ...shown }, { status: 202 })
  }),

  route('GET', '/mfa', unlimited, visitor, 'page', (call) =>
    mfaAnswer(call, { sent: call.url.searchParams.get('sent') !== null }),
  ),
  route('POST', '/mfa', costly, visitor, 'page', async (call) => {
    const { form } = call.caller
    try {
      const more = { named: methodOf(form), trust: form.has('trust_device') }
      const outcome = await finishPending(call, handleOf(call), answerOf(form), more)
      const offer = await offersPasskey(call, outcome)
      return pageAfter(call, outcome, { ...aimOf(call), offer }, call.caller.cookies)
    } catch (error) {
      const { fields, whole, status, headers } = formErrors(call.caller.words, error, ['code'])
      return mfaAnswer(call, { error: fields.code ?? whole, status, headers })
    }
  }),
  route('POST', '/mfa/send', mailing, visitor, 'page', async (call) => {
    try {
      const wanted = methodOf(call.caller.form)
      await askAgain(call, handleOf(call), wanted)
      const page = mfaPath(call.app, aimOf(call))
      const sent = wanted === undefined ? `${page.includes('?') ? '&' : '?'}sent=1` : ''
      return redirect(page + sent, { cookies: call.caller.cookies })
    } catch (error) {
      const { whole, status, headers } = formErrors(call.caller.words, error, [])
      return mfaAnswer(call, { error: whole, status, headers })
    }
  }),
]

/** @throws Problem invalid_input unless it is one of the two */
function secondAnswer(given: z.output<typeof answer>): SecondAnswer {
  if (given.credential !== undefined) return { credential: given.credential }
  return { code: given.code ?? '' }
}
