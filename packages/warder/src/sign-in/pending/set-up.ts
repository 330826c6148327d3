import { html, type Answer } from '../../http/answer.ts'
import { check } from '../../http/body.ts'
import { formErrors } from '../../http/browser/form-errors.ts'
import { pagePolicy } from '../../http/headers.ts'
import { costly, mailing, unlimited } from '../../http/limit.ts'
import { route, type Call, type Route } from '../../http/router.ts'
import { frameOf } from '../../http/words/frame.ts'
import { interactionView } from '../../oauth-server/authorize/interaction.ts'
import { hiddenField } from '../../pages/form.ts'
import { html as markup } from '../../pages/html.ts'
import { setUpAppPage, setUpDonePage, setUpPage } from '../../pages/second-step/set-up.ts'
import { visitor, type Visitor } from '../../sessions/guard.ts'
import { enrolled, inSignIn, type Enrolling } from '../enrolling.ts'
import { pageAfter, placeOf, withAim } from '../outcome.ts'
import type { Outcome } from '../proved.ts'
import { begin, begunOf, confirm, type Begun } from '../totp/enrol.ts'
import { firstCode } from '../totp/inputs.ts'
import { qrCodeUri } from '../totp/qr-code.ts'
import { enrollable } from './begin.ts'
import { aimOf, ended, handleOf } from './page.ts'

export type SetUpCall = Call<Visitor>

export const setUpPath = '/mfa/set-up'
const page = setUpPath

/** Setting up a second factor in the middle of a sign-in that opens nothing before there is one. */
export const setUpRoutes: readonly Route[] = [
  route('GET', page, unlimited, visitor, 'page', async (call) => {
    const enrolling = await waiting(call)
    return enrolling ? choose(call, enrolling, {}) : ended(call, {})
  }),
  route('POST', `${page}/app`, costly, visitor, 'page', async (call) => {
    const enrolling = await waiting(call)
    if (!enrolling) return ended(call, over(call))
    try {
      return await showApp(call, await begin(call, enrolling.person, null))
    } catch (error) {
      return choose(call, enrolling, formErrors(call.caller.words, error, []))
    }
  }),
  route('POST', `${page}/confirm`, mailing, visitor, 'page', async (call) => {
    const enrolling = await waiting(call)
    if (!enrolling) return ended(call, over(call))
    const { form } = call.caller
    const typed = { ...Object.fromEntries(form), name: form.get('name') || undefined }
    try {
      const { backup_codes } = await confirm(call, enrolling.person, check(firstCode, typed), enrolling)
      return finish(call, await enrolled(call, enrolling, ['otp']), backup_codes)
    } catch (error) {
      const { fields, whole, status } = formErrors(call.caller.words, error, ['code', 'name'])
      const begun = await begunOf(call, enrolling.person, form.get('id') ?? '')
      if (!begun) return choose(call, enrolling, { whole: whole ?? fields.code, status })
      return showApp(call, begun, { errors: whole === undefined ? fields : { code: whole }, status })
    }
  }),
]

export const over = ({ caller }: SetUpCall) => ({ error: caller.words.secondStep.asked.ended, status: 400 })

/** Who waits in this browser to set one up. */
export async function waiting(call: Call): Promise<Enrolling | undefined> {
  return inSignIn(call, handleOf(call)).catch(() => undefined)
}

/** The person is in, by the factor that they have just used; the codes that stand in for it are shown this once. */
export function finish(call: SetUpCall, outcome: Outcome | undefined, codes: readonly string[]): Answer {
  if (!outcome) return ended(call, over(call))
  const onward = pageAfter(call, outcome, aimOf(call), call.caller.cookies)
  if (codes.length === 0) return onward
  // Also where something is left to agree to: the codes are shown this once.
  const body = setUpDonePage({ ...frameOf(call), codes, next: onward.headers['location'] ?? '' })
  return html(body, { cookies: onward.cookies ?? [] })
}

type Wrong = { whole?: string | undefined; status?: number }

async function choose(
  call: SetUpCall,
  { pending }: Enrolling,
  { whole, status = 200 }: Wrong,
): Promise<Answer> {
  const aim = aimOf(call)
  const app = aim.interaction === undefined ? undefined : await interactionView(call, aim.interaction)
  const body = setUpPage({
    ...frameOf(call),
    csrf: call.caller.csrf,
    interaction: app && aim.interaction,
    return_to: aim.return_to ?? undefined,
    next: placeOf(call.app, aim),
    texts: enrollable(call.app.config, pending?.pending.amr ?? []).includes('sms'),
    error: whole,
  })
  const headers = { 'content-security-policy': pagePolicy(app?.form_target, 'our scripts') }
  return html(body, { status, headers, cookies: call.caller.cookies })
}

async function showApp(
  call: SetUpCall,
  begun: Begun,
  wrong?: { errors: { code?: string; name?: string }; status: number },
): Promise<Answer> {
  const aim = aimOf(call)
  const enrolment = {
    ...begun,
    csrf: call.caller.csrf,
    action: `${page}/confirm`,
    qr_code: await qrCodeUri(begun.otpauth_uri),
    more: markup`${hiddenField('interaction', aim.interaction)}${hiddenField('return_to', aim.return_to ?? undefined)}${hiddenField('ui_locales', aim.ui_locales)}`,
    ...(wrong && { errors: wrong.errors }),
  }
  const body = setUpAppPage({ ...frameOf(call), enrolment, back: withAim(call.app, page, aim) })
  return html(body, { status: wrong?.status ?? 200, cookies: call.caller.cookies })
}
