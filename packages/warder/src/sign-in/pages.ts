import { html, redirect } from '../http/answer.ts'
import { formErrors } from '../http/browser/form-errors.ts'
import { pagePolicy } from '../http/headers.ts'
import { costly, unlimited } from '../http/limit.ts'
import { beyondHome, returnPath } from '../http/browser/return-path.ts'
import { route, type Call, type Route } from '../http/router.ts'
import { frameOf } from '../http/words/frame.ts'
import { offeredElsewhere } from '../connections/offered.ts'
import { interactionView } from '../oauth-server/authorize/interaction.ts'
import { loginPage } from '../pages/sign-in/login.ts'
import { challengeOn, type Shown as ChallengeShown } from '../risk/proof-of-work/on-page.ts'
import { visitor, type Visitor } from '../sessions/guard.ts'
import { pageAfter, placeOf, withAim, type Aim } from './outcome.ts'
import { isOn } from './one-time-code/challenge.ts'
import { signInWithPassword } from './password/index.ts'
import { offersPasskey } from './passkey-offer.ts'
import { waitingToAgree } from './pending/agree.ts'
import { byCookie } from './proved.ts'
import { saidOf } from './upstream/refused.ts'
import { accountName } from '../risk/pressure.ts'
import { parseEmail } from '../users/email.ts'
import { maySignUp } from '../users/register/sign-up.ts'

export const signInPages: readonly Route[] = [
  route('GET', '/login', unlimited, visitor, 'page', async (call) => {
    const interaction = call.url.searchParams.get('interaction') ?? undefined
    // Whoever is signed in already has nothing to do here, unless an application asks for it again.
    if (call.caller.session && interaction === undefined)
      return redirect(returnPath(call.app, returnTo(call)))
    // A script signed somebody in who has something to agree to first, and went on to where they wanted.
    if (await waitingToAgree(call)) return redirect(withAim(call.app, '/agree', aimOf(call, interaction)))
    return loginAnswer(call, interaction, { challenge: challengeOn(call, 'sign-in') })
  }),
  route('POST', '/login', costly, visitor, 'page', async (call) => {
    const { form } = call.caller
    const email = form.get('email') ?? ''
    const interaction = form.get('interaction') ?? undefined
    const remember = form.has('remember')
    try {
      const outcome = await signInWithPassword(
        call,
        email,
        form.get('password') ?? '',
        byCookie(remember),
        form.get('challenge_solution') ?? undefined,
      )
      const offer = await offersPasskey(call, outcome)
      return pageAfter(call, outcome, { ...aimOf(call, interaction), offer }, call.caller.cookies)
    } catch (error) {
      const wrong = formErrors(call.caller.words, error, [])
      return loginAnswer(call, interaction, {
        email,
        remember,
        challenge: challengeOn(call, 'sign-in', { error, account: accountAt(call, email) }),
        error: wrong.whole,
        status: wrong.status,
        headers: wrong.headers,
      })
    }
  }),
]

/** What the account of an address is called where pressure on it is known; asked of no account, it is the same. */
function accountAt(call: Call, address: string): string | undefined {
  const email = parseEmail(address)
  return email && accountName(call.tenant.directory_id, email.key)
}

function returnTo(call: Call<Visitor>): string | null {
  return call.caller.form.get('return_to') ?? call.url.searchParams.get('return_to')
}

const aimOf = (call: Call<Visitor>, interaction: string | undefined): Aim => ({
  interaction,
  return_to: returnTo(call),
  ui_locales: call.caller.ui_locales,
})

/** What else signs in here. A code by mail is on the page of the link where there is one. */
function otherWays(call: Call<Visitor>, aim: Aim): { href: string; label: string }[] {
  const by_sms = withAim(call.app, '/otp', aim)
  const { textCode, mailLink, mailCode } = call.caller.words.signIn
  const text = { href: `${by_sms}${by_sms.includes('?') ? '&' : '?'}channel=sms`, label: textCode }
  const link = { href: withAim(call.app, '/magic', aim), label: mailLink }
  const code = { href: withAim(call.app, '/otp', aim), label: mailCode }
  const mail = isOn(call, 'email') ? [code] : []
  return [
    ...(call.app.config.without_password.magic_link ? [link] : mail),
    ...(isOn(call, 'sms') ? [text] : []),
  ]
}

type Shown = {
  email?: string
  remember?: boolean
  challenge: ChallengeShown | undefined
  error?: string | undefined
  status?: number
  headers?: Record<string, string>
}

async function loginAnswer(call: Call<Visitor>, interaction: string | undefined, shown: Shown) {
  const pending = interaction === undefined ? undefined : await interactionView(call, interaction)
  const providers = await offeredElsewhere(call)
  const body = loginPage({
    ...frameOf(call),
    csrf: call.caller.csrf,
    interaction: pending && interaction,
    return_to: beyondHome(call.app, returnTo(call)),
    application: pending?.application,
    about: pending?.about,
    email: shown.email ?? pending?.login_hint,
    remember: shown.remember ?? false,
    challenge: shown.challenge,
    error: shown.error,
    said: shown.error === undefined ? saidOf(call, providers) : undefined,
    next: placeOf(call.app, { interaction: pending && interaction, return_to: returnTo(call) }),
    providers,
    open: maySignUp(call.app, 'themselves'),
    others: otherWays(call, aimOf(call, pending && interaction)),
    notice:
      call.url.searchParams.get('verified') === null ? undefined : call.caller.words.signIn.login.verified,
  })
  const headers = {
    'content-security-policy': pagePolicy(pending?.form_target, 'our scripts'),
    ...shown.headers,
  }
  return html(body, { status: shown.status ?? 200, headers, cookies: call.caller.cookies })
}
