import { html, redirect, type Answer } from '../../http/answer.ts'
import { clearCookie, cookieOf, readCookie } from '../../http/browser/cookies.ts'
import { returnPath } from '../../http/browser/return-path.ts'
import { pagePolicy } from '../../http/headers.ts'
import type { Call } from '../../http/router.ts'
import { frameOf } from '../../http/words/frame.ts'
import { interactionView } from '../../oauth-server/authorize/interaction.ts'
import { messagePage } from '../../pages/message/message.ts'
import { mfaPage } from '../../pages/second-step/mfa.ts'
import type { Visitor } from '../../sessions/guard.ts'
import * as users from '../../store/people/users.ts'
import { day } from '../../time.ts'
import { masked } from '../../users/emails/masked.ts'
import { secondFactorIds, type SecondAnswer, type SecondFactorId } from '../method.ts'
import { withAim, type Aim } from '../outcome.ts'
import { findPending, type Pending } from './pending.ts'

/** The handle of the sign-in that waits in this browser; what is none is answered like one that is over. */
export function handleOf({ app, tenant, request }: Pick<Call, 'app' | 'tenant' | 'request'>): string {
  return readCookie(app.config, request, cookieOf(tenant, 'pending')) ?? ''
}

/** Where the sign-in leads, which travels in the query of pages and in hidden fields of forms. */
export function aimOf({ caller, url }: Call<Visitor>): Aim {
  const of = (name: string) => caller.form.get(name) ?? url.searchParams.get(name) ?? undefined
  return {
    interaction: of('interaction'),
    return_to: of('return_to'),
    ui_locales: caller.ui_locales,
  }
}

/** The second factor that a form names; undefined for what is none. */
export function methodOf(form: URLSearchParams): SecondFactorId | undefined {
  return secondFactorIds.find((id) => id === form.get('method'))
}

/** What a form sends: a code that was typed, or what a script put in after it asked for a passkey. */
export function answerOf(form: URLSearchParams): SecondAnswer {
  const credential = form.get('credential')
  if (credential === null || credential === '') return { code: form.get('code') ?? '' }
  try {
    const parsed: unknown = JSON.parse(credential)
    return { credential: parsed }
  } catch {
    return { credential: null }
  }
}

type Shown = {
  sent?: boolean
  error?: string | undefined
  status?: number
  headers?: Record<string, string>
}

/** The page of the second factor that was asked for last; without a sign-in that waits, the way to begin one. */
export async function mfaAnswer(call: Call<Visitor>, shown: Shown): Promise<Answer> {
  const waits = await whoWaits(call)
  if (!waits) return ended(call, shown)
  const { pending, person } = waits
  const aim = aimOf(call)
  if (pending.kind === 'set-up')
    return redirect(withAim(call.app, '/mfa/set-up', aim), { cookies: call.caller.cookies })

  if (pending.kind === 'consent')
    return redirect(withAim(call.app, '/agree', aim), { cookies: call.caller.cookies })

  const { config } = call.app
  const waiting = aim.interaction === undefined ? undefined : await interactionView(call, aim.interaction)
  const method = pending.method ?? 'email'
  const days = Math.round(config.second_factor.trust_device / day)
  const body = mfaPage({
    ...frameOf(call),
    csrf: call.caller.csrf,
    interaction: waiting && aim.interaction,
    return_to: aim.return_to === undefined ? undefined : returnPath(call.app, aim.return_to),
    method,
    others: pending.methods.filter((id) => id !== method),
    options: pending.shown ?? undefined,
    email: masked(person.email),
    trustDays: method === 'email' ? 0 : days,
    confirming: pending.session_id !== null,
    sent: shown.sent,
    error: shown.error,
  })
  const policy = pagePolicy(waiting?.form_target, 'our scripts')
  const headers = { 'content-security-policy': policy, ...shown.headers }
  return html(body, { status: shown.status ?? 200, headers, cookies: call.caller.cookies })
}

/** The sign-in that waits in this browser, and whose it is. */
export async function whoWaits(
  call: Call,
): Promise<{ pending: Pending; person: users.User; temp_token: string } | undefined> {
  const temp_token = handleOf(call)
  const found = await findPending(call, temp_token).catch(() => undefined)
  const person = found && (await users.find(call.app.db, found.pending.user_id))
  return found && person && { pending: found.pending, person, temp_token }
}

/** Nothing waits in this browser, or no longer. */
export function ended(call: Call<Visitor>, { error, status }: Shown): Answer {
  const { interaction } = aimOf(call)
  const query = interaction === undefined ? '' : `?interaction=${encodeURIComponent(interaction)}`
  if (error === undefined) return redirect(`/login${query}`, { cookies: call.caller.cookies })
  const { everyPage, secondStep } = call.caller.words
  const body = messagePage({
    ...frameOf(call),
    tone: 'warn',
    title: secondStep.asked.endedTitle,
    text: error,
    action: { href: `/login${query}`, label: everyPage.signIn },
  })
  const cookies = [...call.caller.cookies, clearCookie(call.app.config, cookieOf(call.tenant, 'pending'))]
  return html(body, { status: status ?? 200, cookies })
}
