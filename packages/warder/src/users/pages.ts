import type * as z from 'zod'
import { html, redirect, type Answer } from '../http/answer.ts'
import { check } from '../http/body.ts'
import { formErrors, type FormErrors } from '../http/browser/form-errors.ts'
import { messageAnswer } from '../http/browser/message.ts'
import { beyondHome } from '../http/browser/return-path.ts'
import { pagePolicy } from '../http/headers.ts'
import { costly, mailing, unlimited } from '../http/limit.ts'
import { route, type Call, type Route } from '../http/router.ts'
import { frameOf } from '../http/words/frame.ts'
import { offeredElsewhere } from '../connections/offered.ts'
import { interactionView } from '../oauth-server/authorize/interaction.ts'
import { keepAim } from '../pages/form.ts'
import { forgotPasswordPage, resetPasswordPage } from '../pages/sign-in/recovery.ts'
import { registerPage, registerSentPage } from '../pages/sign-in/register.ts'
import { verifyEmailPage } from '../pages/sign-in/verify-email.ts'
import { boxErrors, boxesOf, consentsInForm } from '../privacy/consents/inputs.ts'
import { challengeOn, type Shown as ChallengeShown } from '../risk/proof-of-work/on-page.ts'
import { requireWorkToAsk } from '../risk/proof-of-work/require.ts'
import { visitor, type Visitor } from '../sessions/guard.ts'
import { deadLinkPage } from './dead-link.ts'
import { findReset, forgotPassword, resetPassword } from './password/recovery.ts'
import { register, resendVerification } from './register/register.ts'
import { maySignUp } from './register/sign-up.ts'
import { address, registration, reset, verification } from './inputs.ts'
import { asksForPassword, findPending, verifyEmail } from './register/verify-email.ts'
import * as credentials from '../store/people/credentials.ts'
import * as users from '../store/people/users.ts'

export const userPages: readonly Route[] = [
  route('GET', '/register', unlimited, visitor, 'page', (call) =>
    registerAnswer(call, { challenge: challengeOn(call, 'register') }),
  ),
  route('POST', '/register', costly, visitor, 'page', async (call) => {
    const values = fields(call, ['email', 'full_name'])
    try {
      const input = posted(call, registration, { consents: consentsInForm(call.app, call.caller.form) })
      await requireWorkToAsk(call, 'register', input.challenge_solution)
      await register(call, input, call.caller.browser_hash, aimOf(call))
      return sentAnswer(call, input.email.address, false)
    } catch (error) {
      const wrong = formErrors(call.caller.words, error, [
        'full_name',
        'email',
        'password',
        ...boxErrors(call.app),
      ])
      return registerAnswer(call, { values, ...wrong, challenge: challengeOn(call, 'register', { error }) })
    }
  }),

  route('GET', '/verify-email', unlimited, visitor, 'page', (call) =>
    verifyAnswer(call, call.url.searchParams.get('token') ?? ''),
  ),
  route('POST', '/verify-email', costly, visitor, 'page', async (call) => {
    const token = call.caller.form.get('token') ?? ''
    try {
      const input = posted(call, verification)
      const { interaction, return_to } = await verifyEmail(call, input.token, input.password, {
        browser_hash: call.caller.browser_hash,
      })
      const page = onward(call, '/login?verified=1', { interaction, return_to })
      return redirect(page, { cookies: call.caller.cookies })
    } catch (error) {
      const wrong = formErrors(call.caller.words, error, ['password'])
      return verifyAnswer(call, token, wrong.fields.password ?? wrong.whole, wrong.status)
    }
  }),
  route('POST', '/verify-email/resend', mailing, visitor, 'page', async (call) => {
    const input = posted(call, address)
    await requireWorkToAsk(call, 'register', input.challenge_solution)
    await resendVerification(call, input.email, call.caller.browser_hash)
    return sentAnswer(call, input.email.address, true)
  }),

  route('GET', '/forgot-password', unlimited, visitor, 'page', (call) =>
    forgotAnswer(call, { challenge: challengeOn(call, 'recover') }),
  ),
  route('POST', '/forgot-password', mailing, visitor, 'page', async (call) => {
    try {
      const { email, challenge_solution } = posted(call, address)
      await requireWorkToAsk(call, 'recover', challenge_solution)
      const { interaction, return_to } = aimOf(call)
      await forgotPassword(call, email, { browser_hash: call.caller.browser_hash, interaction, return_to })
      const challenge = challengeOn(call, 'recover')
      return forgotAnswer(call, { sent: true, email: email.address, challenge })
    } catch (error) {
      const wrong = formErrors(call.caller.words, error, ['email'])
      return forgotAnswer(call, {
        email: call.caller.form.get('email') ?? '',
        error: wrong.fields.email ?? wrong.whole,
        status: wrong.status,
        challenge: challengeOn(call, 'recover', { error }),
      })
    }
  }),

  route('GET', '/reset-password', unlimited, visitor, 'page', (call) =>
    resetAnswer(call, call.url.searchParams.get('token') ?? ''),
  ),
  route('POST', '/reset-password', costly, visitor, 'page', async (call) => {
    const token = call.caller.form.get('token') ?? ''
    try {
      const input = posted(call, reset)
      const { outcome, aim } = await resetPassword(call, input.token, input.password)
      const said = call.caller.words.signIn.reset
      const own = aim?.browser_hash === call.caller.browser_hash ? aim : undefined
      return messageAnswer(call, {
        tone: 'good',
        title: said[outcome],
        text: said.done,
        action: { ...signIn(call), href: onward(call, '/login', own) },
      })
    } catch (error) {
      const wrong = formErrors(call.caller.words, error, ['password'])
      return resetAnswer(call, token, wrong.fields.password ?? wrong.whole, wrong.status)
    }
  }),
]

const signIn = ({ caller }: Call<Visitor>) => ({ href: '/login', label: caller.words.everyPage.signIn })

function frame(call: Call<Visitor>) {
  return { ...frameOf(call), csrf: call.caller.csrf }
}

/** The handle of an application's request, and the page to go to, travel in the query of pages and in a hidden field of forms. */
function aimOf(call: Call<Visitor>) {
  const of = (name: string) => call.caller.form.get(name) ?? call.url.searchParams.get(name) ?? undefined
  const { ui_locales } = call.caller
  return { interaction: of('interaction'), return_to: beyondHome(call.app, of('return_to')), ui_locales }
}

/** A page from which a person goes on to what they were on the way to when they asked for a link. */
function onward(
  { app, caller }: Call<Visitor>,
  page: string,
  { interaction, return_to }: { interaction?: string | undefined; return_to?: string | undefined } = {},
): string {
  const { ui_locales } = caller
  return keepAim(page, { interaction, return_to: beyondHome(app, return_to), ui_locales })
}

function fields<Name extends string>(
  call: Call<Visitor>,
  names: readonly Name[],
): { [name in Name]?: string } {
  const values: { [name in Name]?: string } = {}
  for (const name of names) values[name] = call.caller.form.get(name) ?? ''
  return values
}

/** Scripts run on a form with a challenge, and nowhere else. */
function policyFor(challenge: ChallengeShown | undefined): Record<string, string> {
  return challenge ? { 'content-security-policy': pagePolicy(undefined, 'our scripts') } : {}
}

/** The posted form, checked by the schema of the JSON call of the same purpose. */
function posted<S extends z.ZodType>(call: Call<Visitor>, schema: S, more: object = {}): z.output<S> {
  const typed = Object.fromEntries([...call.caller.form].filter(([, value]) => value !== ''))
  return check(schema, { ...typed, ...more })
}

type Shown = Partial<FormErrors<'email' | 'full_name' | 'password' | `consents/${string}`>> & {
  values?: { email?: string; full_name?: string }
  challenge?: ChallengeShown | undefined
}

async function registerAnswer(
  call: Call<Visitor>,
  { values = {}, fields: errors = {}, whole, status = 200, challenge }: Shown,
): Promise<Answer> {
  if (!maySignUp(call.app, 'themselves')) return closedAnswer(call)
  const { interaction, return_to } = aimOf(call)
  const pending = interaction === undefined ? undefined : await interactionView(call, interaction)
  const minLength = call.app.config.password.min_length
  const shown = whole === undefined ? errors : { ...errors, email: whole }
  const body = registerPage({
    ...frame(call),
    interaction: pending && interaction,
    return_to,
    application: pending?.application,
    providers: await offeredElsewhere(call),
    values,
    errors: shown,
    minLength,
    challenge,
    consents: boxesOf(call.app, errors),
  })
  return html(body, { status, headers: policyFor(challenge), cookies: call.caller.cookies })
}

/** The same for every address and link: nobody makes themselves an account. */
function closedAnswer(call: Call<Visitor>): Answer {
  const { closed, closedText } = call.caller.words.signIn.register
  const action = { ...signIn(call), href: keepAim('/login', aimOf(call)) }
  return messageAnswer(call, { tone: 'plain', title: closed, text: closedText, action }, 403)
}

function sentAnswer(call: Call<Visitor>, email: string, resent: boolean): Answer {
  const challenge = challengeOn(call, 'register')
  const view = { ...frame(call), ...aimOf(call), email, resent, challenge }
  return html(registerSentPage(view), { headers: policyFor(challenge), cookies: call.caller.cookies })
}

async function verifyAnswer(
  call: Call<Visitor>,
  token: string,
  error?: string,
  status = 200,
): Promise<Answer> {
  if (!maySignUp(call.app, 'themselves')) return closedAnswer(call)
  const pending = await findPending(call, token)
  if (!pending) return deadLinkPage(call, call.caller.words.signIn.verify.dead, signIn(call))
  const opened = { browser_hash: call.caller.browser_hash }
  const minLength = call.app.config.password.min_length
  const body = verifyEmailPage({
    ...frame(call),
    token,
    needsPassword: await asksForPassword(call, pending, opened),
    minLength,
    error,
  })
  return html(body, { status, cookies: call.caller.cookies })
}

function forgotAnswer(
  call: Call<Visitor>,
  view: {
    sent?: boolean
    email?: string
    error?: string | undefined
    status?: number
    challenge?: ChallengeShown | undefined
  },
): Answer {
  const { status = 200, ...shown } = view
  const body = forgotPasswordPage({ ...frame(call), ...aimOf(call), ...shown })
  return html(body, { status, headers: policyFor(view.challenge), cookies: call.caller.cookies })
}

async function resetAnswer(
  call: Call<Visitor>,
  token: string,
  error?: string,
  status = 200,
): Promise<Answer> {
  const pending = await findReset(call, token)
  const user = pending && (await users.findIn(call.app.db, call.tenant, pending.user_id))
  const { deadLink } = call.caller.words.signIn
  if (!user)
    return deadLinkPage(call, deadLink.askAnew, { href: '/forgot-password', label: deadLink.sendNew })
  const minLength = call.app.config.password.min_length
  const required = user.password_change_required_at !== null
  const none = !(await credentials.findByUser(call.app.db, user.id, 'password'))
  const view = { ...frame(call), token, email: user.email, minLength, required, none, error }
  const body = resetPasswordPage(view)
  return html(body, { status, cookies: call.caller.cookies })
}
