import * as z from 'zod'
import { html, json, redirect, type Answer } from '../../http/answer.ts'
import { readJson, tokenField } from '../../http/body.ts'
import { clearCookie, readCookie } from '../../http/browser/cookies.ts'
import { requireSameOrigin } from '../../http/browser/csrf.ts'
import { formErrors } from '../../http/browser/form-errors.ts'
import { pagePolicy } from '../../http/headers.ts'
import { costly, mailing, unlimited } from '../../http/limit.ts'
import { anyone, route, type Call, type Route } from '../../http/router.ts'
import { interactionView } from '../../oauth-server/authorize/interaction.ts'
import { messagePage } from '../../pages/message.ts'
import { mfaPage } from '../../pages/sign-in/mfa.ts'
import { visitor, type Visitor } from '../../sessions/guard.ts'
import * as users from '../../store/people/users.ts'
import { masked } from '../../users/emails/masked.ts'
import { secondFactorIds } from '../method.ts'
import { jsonOf, mfaPath, pageAfter, type Aim } from '../outcome.ts'
import { askAgain } from './begin.ts'
import { finishPending } from './finish.ts'
import { findPending } from './pending.ts'

const method = z.enum(secondFactorIds).optional()
const code = z.string().min(1, 'is required').max(32, 'is too long for a code')
const answer = z.object({ temp_token: tokenField, code, method })
const again = z.object({ temp_token: tokenField, method })

/** The second step of signing in, for programs and as a page. */
export const pendingRoutes: readonly Route[] = [
  route('POST', '/auth/login/mfa', costly, anyone, 'problem', async (call) => {
    requireSameOrigin(call)
    const { temp_token, code, method } = await readJson(call.request, answer)
    return jsonOf(await finishPending(call, temp_token, { code }, method))
  }),
  route('POST', '/auth/login/mfa/send', mailing, anyone, 'problem', async (call) => {
    requireSameOrigin(call)
    const { temp_token, method } = await readJson(call.request, again)
    await askAgain(call, temp_token, method)
    return json({ accepted: true }, { status: 202 })
  }),

  route('GET', '/mfa', unlimited, visitor, 'page', (call) =>
    mfaAnswer(call, { sent: call.url.searchParams.get('sent') !== null }),
  ),
  route('POST', '/mfa', costly, visitor, 'page', async (call) => {
    try {
      const outcome = await finishPending(call, handleOf(call), { code: call.caller.form.get('code') ?? '' })
      return pageAfter(call, outcome, aimOf(call), call.caller.cookies)
    } catch (error) {
      const { fields, whole, status, headers } = formErrors(error, ['code'])
      return mfaAnswer(call, { error: fields.code ?? whole, status, headers })
    }
  }),
  route('POST', '/mfa/send', mailing, visitor, 'page', async (call) => {
    try {
      await askAgain(call, handleOf(call))
      const page = mfaPath(aimOf(call))
      return redirect(`${page}${page.includes('?') ? '&' : '?'}sent=1`, { cookies: call.caller.cookies })
    } catch (error) {
      const { whole, status, headers } = formErrors(error, [])
      return mfaAnswer(call, { error: whole, status, headers })
    }
  }),
]

/** The handle of the sign-in that waits in this browser; what is none is answered like one that is over. */
function handleOf({ app, request }: Pick<Call, 'app' | 'request'>): string {
  return readCookie(app.config, request, 'pending') ?? ''
}

/** Where the sign-in leads, which travels in the query of pages and in hidden fields of forms. */
function aimOf({ caller, url }: Call<Visitor>): Aim {
  const of = (name: string) => caller.form.get(name) ?? url.searchParams.get(name) ?? undefined
  return { interaction: of('interaction'), return_to: of('return_to') }
}

type Shown = {
  sent?: boolean
  error?: string | undefined
  status?: number
  headers?: Record<string, string>
}

async function mfaAnswer(call: Call<Visitor>, shown: Shown): Promise<Answer> {
  const person = await whoWaits(call)
  if (!person) return ended(call, shown)
  const { interaction, return_to } = aimOf(call)
  const waiting = interaction === undefined ? undefined : await interactionView(call, interaction)
  const body = mfaPage({
    brand: call.app.config.brand,
    csrf: call.caller.csrf,
    interaction: waiting && interaction,
    return_to: return_to ?? undefined,
    email: masked(person.email),
    sent: shown.sent,
    error: shown.error,
  })
  const headers = { 'content-security-policy': pagePolicy(waiting?.form_target), ...shown.headers }
  return html(body, { status: shown.status ?? 200, headers, cookies: call.caller.cookies })
}

async function whoWaits(call: Call) {
  const found = await findPending(call, handleOf(call)).catch(() => undefined)
  return found && users.find(call.app.db, found.pending.user_id)
}

/** Nothing waits in this browser, or no longer. */
function ended(call: Call<Visitor>, { error, status }: Shown): Answer {
  const { interaction } = aimOf(call)
  const query = interaction === undefined ? '' : `?interaction=${encodeURIComponent(interaction)}`
  if (error === undefined) return redirect(`/login${query}`, { cookies: call.caller.cookies })
  const body = messagePage({
    brand: call.app.config.brand,
    tone: 'warn',
    title: 'Please sign in again',
    text: error,
    action: { href: `/login${query}`, label: 'Sign in' },
  })
  const cookies = [...call.caller.cookies, clearCookie(call.app.config, 'pending')]
  return html(body, { status: status ?? 200, cookies })
}
