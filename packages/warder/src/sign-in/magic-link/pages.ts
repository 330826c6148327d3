import { Problem } from '@warder/protocol'
import { html, redirect, type Answer } from '../../http/answer.ts'
import { check } from '../../http/body.ts'
import { formErrors, type FormErrors } from '../../http/browser/form-errors.ts'
import { messageAnswer } from '../../http/browser/message.ts'
import { returnPath } from '../../http/browser/return-path.ts'
import { targetOf, type Target } from '../../http/browser/target.ts'
import { pagePolicy } from '../../http/headers.ts'
import { costly, mailing, unlimited } from '../../http/limit.ts'
import { route, type Call, type Route } from '../../http/router.ts'
import { frameOf } from '../../http/words/frame.ts'
import { interactionView } from '../../oauth-server/authorize/interaction.ts'
import { magicAskPage, magicOpenPage, magicSentPage } from '../../pages/sign-in/without-password/magic.ts'
import { challengeOn } from '../../risk/proof-of-work/on-page.ts'
import { requireWorkToAsk } from '../../risk/proof-of-work/require.ts'
import { visitor, type Visitor } from '../../sessions/guard.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import { deadLinkPage } from '../../users/dead-link.ts'
import { masked } from '../../users/emails/masked.ts'
import { pageAfter, withAim, type Aim } from '../outcome.ts'
import { byCookie } from '../proved.ts'
import { askForLink } from './ask.ts'
import { followLink } from './follow.ts'
import { asking } from './inputs.ts'
import { findLink, needsNumber, type LinkData } from './link.ts'

type PageCall = Call<Visitor>

/** @throws Problem `not_found` where the operator wants no links */
export function requireOn({ app }: Pick<Call, 'app'>): void {
  if (app.config.without_password.magic_link) return
  throw new Problem('not_found', { detail: 'Signing in with a link by mail is switched off here.' })
}

/** `/magic`: asks for a link, and opens one. Opening alone changes nothing: there is a button (ML-01). */
export const magicPages: readonly Route[] = [
  route('GET', '/magic', unlimited, visitor, 'page', (call) => {
    requireOn(call)
    const token = call.url.searchParams.get('token')
    return token === null ? askAnswer(call, {}) : openAnswer(call, token)
  }),
  route('POST', '/magic/send', mailing, visitor, 'page', async (call) => {
    requireOn(call)
    const { form, browser_hash } = call.caller
    const { interaction, return_to } = aimOf(call)
    try {
      const typed = {
        email: form.get('email'),
        challenge_solution: form.get('challenge_solution') ?? undefined,
      }
      const { email, challenge_solution } = check(asking, typed)
      await requireWorkToAsk(call, 'recover', challenge_solution)
      const wish = { email, browser_hash, interaction, redirect: return_to ?? undefined }
      const { number = '' } = await askForLink(call, wish)
      return await sentAnswer(call, email.address, number, form.has('again'))
    } catch (error) {
      const wrong = formErrors(call.caller.words, error, ['email'])
      return askAnswer(call, { email: form.get('email') ?? '', wrong, error })
    }
  }),
  route('POST', '/magic', costly, visitor, 'page', async (call) => {
    requireOn(call)
    const { form, browser_hash, cookies } = call.caller
    const token = form.get('token') ?? ''
    try {
      const wish = { token, number: form.get('code') ?? undefined, browser: browser_hash }
      const { outcome, link } = await followLink(call, wish, byCookie(form.has('remember')))
      const { aim, target } = await aimOfLink(call, token, link)
      if (outcome.kind === 'signed-in' && aim.interaction === undefined && target.kind === 'application')
        return redirect(target.href, { cookies: [...cookies, ...outcome.cookies] })
      return pageAfter(call, outcome, aim, cookies)
    } catch (error) {
      const { fields, whole, status } = formErrors(call.caller.words, error, ['code'])
      return openAnswer(call, token, fields.code ?? whole, status)
    }
  }),
  // After a second step, which leads to pages of ours alone.
  route('GET', '/magic/go', unlimited, visitor, 'page', async (call) => {
    const row = await oneTimeTokens.find(call.app.db, 'magic_link', call.url.searchParams.get('token') ?? '')
    const link = row && (JSON.parse(row.data) as LinkData)
    const live = row && row.expires_at > call.app.now()
    const target = await targetOf(call, live ? (link?.redirect ?? null) : null)
    if (target.kind === 'page' || !link || link.user_id !== call.caller.session?.user_id)
      return redirect(returnPath(call.app, null), { cookies: call.caller.cookies })
    const { everyPage, signIn } = call.caller.words
    return messageAnswer(call, {
      tone: 'good',
      title: signIn.elsewhere.in,
      text: signIn.elsewhere.inText,
      action: { href: target.href, label: everyPage.continue },
    })
  }),
]

/** Where the sign-in leads, in the query of the page and in hidden fields of its forms. */
function aimOf({ caller, url }: PageCall): Aim {
  const of = (name: string) => caller.form.get(name) ?? url.searchParams.get(name) ?? undefined
  return {
    interaction: of('interaction'),
    return_to: of('return_to'),
    ui_locales: caller.ui_locales,
  }
}

/** Where a link leads: the application waits in the browser that it was asked for in, and in no other one. */
async function aimOfLink(
  call: PageCall,
  token: string,
  link: LinkData,
): Promise<{ aim: Aim; target: Target }> {
  const target = await targetOf(call, link.redirect)
  const waits = link.interaction !== null && (await interactionView(call, link.interaction)) !== undefined
  if (waits) return { aim: { interaction: link.interaction ?? undefined }, target }
  if (target.kind === 'application') return { aim: { return_to: `/magic/go?token=${token}` }, target }
  return { aim: { return_to: target.path }, target }
}

type Wrong = { email?: string; wrong?: FormErrors<'email'>; error?: unknown }

async function askAnswer(call: PageCall, { email, wrong, error }: Wrong): Promise<Answer> {
  const aim = aimOf(call)
  const waiting = aim.interaction === undefined ? undefined : await interactionView(call, aim.interaction)
  const challenge = challengeOn(call, 'recover', { error })
  const body = magicAskPage({
    ...frame(call),
    interaction: waiting && aim.interaction,
    return_to: aim.return_to ?? undefined,
    application: waiting?.application,
    email: email ?? waiting?.login_hint,
    error: wrong && (wrong.fields.email ?? wrong.whole),
    codeInstead: call.app.config.without_password.otp_email ? withAim(call.app, '/otp', aim) : undefined,
    back: withAim(call.app, '/login', aim),
    challenge,
  })
  const headers = { ...policy(undefined, challenge), ...wrong?.headers }
  return html(body, { status: wrong?.status ?? 200, headers, cookies: call.caller.cookies })
}

async function sentAnswer(call: PageCall, email: string, number: string, again: boolean): Promise<Answer> {
  const { interaction, return_to } = aimOf(call)
  const challenge = challengeOn(call, 'recover')
  const view = {
    ...frame(call),
    interaction,
    return_to: return_to ?? undefined,
    email,
    number,
    again,
    challenge,
  }
  const body = magicSentPage({ ...view, back: withAim(call.app, '/login', aimOf(call)) })
  return html(body, { headers: policy(undefined, challenge), cookies: call.caller.cookies })
}

async function openAnswer(call: PageCall, token: string, error?: string, status = 200): Promise<Answer> {
  const link = await findLink(call, token)
  const { deadLink } = call.caller.words.signIn
  if (!link) return deadLinkPage(call, deadLink.askAnew, { href: '/magic', label: deadLink.sendNew })
  const { target } = await aimOfLink(call, token, link)
  const waiting = link.interaction === null ? undefined : await interactionView(call, link.interaction)
  const { session, browser_hash } = call.caller
  const body = magicOpenPage({
    ...frame(call),
    token,
    email: masked(link.address),
    // Whoever is signed in as somebody else is told whom this makes them: the link may be a stranger's.
    other: session && session.user_id !== link.user_id ? masked(session.email) : undefined,
    asksNumber: needsNumber(link, browser_hash),
    waitsElsewhere: link.interaction !== null && !waiting,
    error,
  })
  const place = waiting?.form_target ?? (target.kind === 'application' ? target.origin : undefined)
  return html(body, { status, headers: policy(place), cookies: call.caller.cookies })
}

function frame(call: PageCall) {
  return { ...frameOf(call), csrf: call.caller.csrf }
}

function policy(place: string | undefined, challenge?: object): Record<string, string> {
  return { 'content-security-policy': pagePolicy(place, challenge ? 'our scripts' : 'no scripts') }
}
