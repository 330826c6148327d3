import { html, type Answer } from '../../http/answer.ts'
import { formErrors } from '../../http/browser/form-errors.ts'
import { pagePolicy } from '../../http/headers.ts'
import { costly, mailing, unlimited } from '../../http/limit.ts'
import { route, type Call, type Route } from '../../http/router.ts'
import { frameOf } from '../../http/words/frame.ts'
import { interactionView } from '../../oauth-server/authorize/interaction.ts'
import { codeAskPage, codeEnterPage } from '../../pages/sign-in/without-password/code.ts'
import { challengeOn } from '../../risk/proof-of-work/on-page.ts'
import { requireWorkToAsk } from '../../risk/proof-of-work/require.ts'
import { visitor, type Visitor } from '../../sessions/guard.ts'
import { pageAfter, withAim, type Aim } from '../outcome.ts'
import { byCookie } from '../proved.ts'
import { signInWithCode } from './answer.ts'
import { askForCode } from './ask.ts'
import { requireOn, type Channel } from './challenge.ts'
import { parseTo } from './inputs.ts'

type PageCall = Call<Visitor>

/** `/otp`: asks where a code goes, and for the code. */
export const codePages: readonly Route[] = [
  route('GET', '/otp', unlimited, visitor, 'page', (call) => askAnswer(call, {})),
  route('POST', '/otp/send', mailing, visitor, 'page', async (call) => {
    const { form, browser_hash } = call.caller
    const channel = channelOf(call)
    try {
      requireOn(call, channel)
      const to = await parseTo(channel, form.get('to') ?? '')
      await requireWorkToAsk(call, 'recover', form.get('challenge_solution') ?? undefined)
      const challenge_id = await askForCode(call, to, browser_hash)
      return await enterAnswer(call, { challenge_id, again: form.has('again') })
    } catch (error) {
      const { fields, whole, status, headers } = formErrors(call.caller.words, error, ['to'])
      return askAnswer(call, { error: fields.to ?? whole, status, headers, cause: error })
    }
  }),
  route('POST', '/otp', costly, visitor, 'page', async (call) => {
    const { form, cookies } = call.caller
    const challenge_id = form.get('challenge_id') ?? ''
    try {
      const delivery = byCookie(form.has('remember'))
      const outcome = await signInWithCode(call, challenge_id, form.get('code') ?? '', delivery)
      return pageAfter(call, outcome, aimOf(call), cookies)
    } catch (error) {
      const { fields, whole, status, headers } = formErrors(call.caller.words, error, ['code'])
      const remember = form.has('remember')
      return enterAnswer(call, { challenge_id, error: fields.code ?? whole, remember, status, headers })
    }
  }),
]

function of({ caller, url }: PageCall, name: string): string | undefined {
  return caller.form.get(name) ?? url.searchParams.get(name) ?? undefined
}

function channelOf(call: PageCall): Channel {
  return of(call, 'channel') === 'sms' ? 'sms' : 'email'
}

function aimOf(call: PageCall): Aim {
  const { ui_locales } = call.caller
  return { interaction: of(call, 'interaction'), return_to: of(call, 'return_to'), ui_locales }
}

type Shown = {
  error?: string | undefined
  status?: number
  headers?: Record<string, string>
}

/** What both pages are told. The application that waits is named where it is still there. */
async function frame(call: PageCall) {
  const aim = aimOf(call)
  const waiting = aim.interaction === undefined ? undefined : await interactionView(call, aim.interaction)
  const view = {
    ...frameOf(call),
    csrf: call.caller.csrf,
    interaction: waiting && aim.interaction,
    return_to: aim.return_to ?? undefined,
    channel: channelOf(call),
    back: withAim(call.app, '/login', aim),
  }
  return { waiting, view }
}

async function askAnswer(
  call: PageCall,
  { error, status = 200, headers, cause }: Shown & { cause?: unknown },
): Promise<Answer> {
  requireOn(call, channelOf(call))
  const { waiting, view } = await frame(call)
  const challenge = challengeOn(call, 'recover', { error: cause })
  const to = of(call, 'to') ?? (view.channel === 'email' ? waiting?.login_hint : undefined)
  const body = codeAskPage({ ...view, application: waiting?.application, to, error, challenge })
  const policy = pagePolicy(waiting?.form_target, challenge ? 'our scripts' : 'no scripts')
  return html(body, {
    status,
    headers: { 'content-security-policy': policy, ...headers },
    cookies: call.caller.cookies,
  })
}

async function enterAnswer(
  call: PageCall,
  {
    challenge_id,
    error,
    status = 200,
    headers,
    ...more
  }: Shown & {
    challenge_id: string
    again?: boolean
    remember?: boolean
  },
): Promise<Answer> {
  const { waiting, view } = await frame(call)
  const challenge = challengeOn(call, 'recover')
  const body = codeEnterPage({ ...view, ...more, challenge_id, to: of(call, 'to') ?? '', error, challenge })
  const policy = pagePolicy(waiting?.form_target, challenge ? 'our scripts' : 'no scripts')
  return html(body, {
    status,
    headers: { 'content-security-policy': policy, ...headers },
    cookies: call.caller.cookies,
  })
}
