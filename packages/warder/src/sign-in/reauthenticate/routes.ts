import * as z from 'zod'
import { html, json, redirect, type Answer } from '../../http/answer.ts'
import { check, readJson } from '../../http/body.ts'
import { formErrors } from '../../http/browser/form-errors.ts'
import { accountPath } from '../../http/browser/return-path.ts'
import { costly, unlimited } from '../../http/limit.ts'
import { route, type Call, type Route } from '../../http/router.ts'
import { reauthenticatePage } from '../../pages/sign-in/reauthenticate.ts'
import { accountEvenSuspect, personEvenSuspect, type SignedInVisitor } from '../../sessions/guard.ts'
import { passwordField } from '../../users/fields.ts'
import { reauthenticate } from './reauthenticate.ts'

const proof = z.object({ password: passwordField })

/** "Confirm it's you", for programs and as a page. */
export const reauthenticateRoutes: readonly Route[] = [
  route('POST', '/auth/reauthenticate', costly, personEvenSuspect, 'problem', async (call) => {
    const { password } = await readJson(call.request, proof)
    const { cookies, tokens } = await reauthenticate(call, call.caller, password)
    return json({ reauthenticated: true, ...tokens }, { cookies })
  }),
  route('GET', '/reauthenticate', unlimited, accountEvenSuspect, 'page', (call) =>
    shown(call, call.url.searchParams.get('return_to')),
  ),
  route('POST', '/reauthenticate', costly, accountEvenSuspect, 'page', async (call) => {
    const { form, session } = call.caller
    const return_to = form.get('return_to')
    try {
      const { password } = check(proof, { password: form.get('password') ?? '' })
      const { cookies } = await reauthenticate(call, session, password)
      return redirect(backTo(return_to), { cookies: [...call.caller.cookies, ...cookies] })
    } catch (error) {
      const wrong = formErrors(error, ['password'])
      const { status, headers } = wrong
      return shown(call, return_to, { error: wrong.fields.password ?? wrong.whole, status, headers })
    }
  }),
]

/** The page of the form, which says that the form works now: it was not sent again by itself. */
function backTo(return_to: string | null): string {
  const path = accountPath(return_to)
  return path.startsWith('/account') && !path.includes('?') ? `${path}?done=confirmed` : path
}

type Wrong = { error?: string | undefined; status?: number; headers?: Record<string, string> }

function shown(
  call: Call<SignedInVisitor>,
  return_to: string | null,
  { error, status = 200, headers = {} }: Wrong = {},
): Answer {
  const { csrf, session, cookies } = call.caller
  const body = reauthenticatePage({
    brand: call.app.config.brand,
    csrf,
    email: session.email,
    return_to: accountPath(return_to),
    error,
  })
  return html(body, { status, headers, cookies })
}
