import { readProfile } from '../api-keys/scopes.ts'
import { personOrKey } from '../api-keys/use/guard.ts'
import { json } from '../http/answer.ts'
import { taking } from '../http/body.ts'
import { browserOf, knownBrowser, sentByBrowser } from '../http/browser/identity.ts'
import { requireSameOrigin } from '../http/browser/csrf.ts'
import { costly, mailing, unlimited } from '../http/limit.ts'
import { anyone, route, type Call, type Route } from '../http/router.ts'
import { requireWorkToAsk } from '../risk/proof-of-work/require.ts'
import { person } from '../sessions/guard.ts'
import { changePassword } from './password/change.ts'
import { address, change, profile, registration, reset, verification } from './inputs.ts'
import { updateProfile, viewOf } from './profile.ts'
import { forgotPassword, resetPassword } from './password/recovery.ts'
import { register, resendVerification } from './register/register.ts'
import { verifyEmail, type OpenedIn } from './register/verify-email.ts'

/** The account of a person, for programs. The pages are in `pages.ts`. */
export const userRoutes: readonly Route[] = [
  taking('POST', '/auth/register', costly, anyone, 'problem', registration, async (call, read) => {
    requireSameOrigin(call)
    const input = await read()
    await requireWorkToAsk(call, 'register', input.challenge_solution)
    const browser = sentByBrowser(call.request) ? browserOf(call) : undefined
    const answer = await register(call, input, browser?.hash ?? null)
    return json(answer, { status: 201, cookies: browser?.cookies ?? [] })
  }),
  taking('POST', '/auth/verify-email', costly, anyone, 'problem', verification, async (call, read) => {
    requireSameOrigin(call)
    const { token, password } = await read()
    const { email } = await verifyEmail(call, token, password, openedIn(call))
    return json({ email, email_verified: true })
  }),
  taking('POST', '/auth/verify-email/resend', mailing, anyone, 'problem', address, async (call, read) => {
    requireSameOrigin(call)
    const { email, challenge_solution } = await read()
    await requireWorkToAsk(call, 'register', challenge_solution)
    await resendVerification(call, email, sentByBrowser(call.request) ? (knownBrowser(call) ?? null) : null)
    return json({ accepted: true }, { status: 202 })
  }),
  taking('POST', '/auth/forgot-password', mailing, anyone, 'problem', address, async (call, read) => {
    requireSameOrigin(call)
    const { email, challenge_solution } = await read()
    await requireWorkToAsk(call, 'recover', challenge_solution)
    await forgotPassword(call, email)
    return json({ accepted: true }, { status: 202 })
  }),
  taking('POST', '/auth/reset-password', costly, anyone, 'problem', reset, async (call, read) => {
    requireSameOrigin(call)
    const { token, password } = await read()
    await resetPassword(call, token, password)
    return json({ password_changed: true })
  }),
  taking('POST', '/auth/change-password', costly, person, 'problem', change, async (call, read) => {
    const { current_password, password } = await read()
    const { cookies, tokens } = await changePassword(call, call.caller, current_password, password)
    return json({ password_changed: true, ...tokens }, { cookies })
  }),
  route('GET', '/auth/me', unlimited, personOrKey(readProfile), 'problem', ({ caller }) =>
    json(viewOf(caller)),
  ),
  taking('PUT', '/auth/me', unlimited, person, 'problem', profile, async (call, read) => {
    const input = await read()
    return json(await updateProfile(call, call.caller, input))
  }),
]

function openedIn(call: Call): OpenedIn {
  return sentByBrowser(call.request) ? { browser_hash: knownBrowser(call) } : 'program'
}
