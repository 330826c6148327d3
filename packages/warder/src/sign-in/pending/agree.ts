import { Problem } from '@warder/protocol'
import * as z from 'zod'
import { html, redirect, type Answer } from '../../http/answer.ts'
import { tokenField, taking } from '../../http/body.ts'
import { clearCookie, cookieOf } from '../../http/browser/cookies.ts'
import { requireSameOrigin } from '../../http/browser/csrf.ts'
import { formErrors } from '../../http/browser/form-errors.ts'
import { returnPath } from '../../http/browser/return-path.ts'
import { pagePolicy } from '../../http/headers.ts'
import { unlimited } from '../../http/limit.ts'
import { anyone, route, type Call, type Route } from '../../http/router.ts'
import { frameOf } from '../../http/words/frame.ts'
import { interactionView } from '../../oauth-server/authorize/interaction.ts'
import { agreePage } from '../../pages/privacy/agree.ts'
import { missingOf, shownDocuments, type Agreed } from '../../privacy/consents/consents.ts'
import { boxErrors, boxesOf, consentList, consentsInForm } from '../../privacy/consents/inputs.ts'
import { visitor, type Visitor } from '../../sessions/guard.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import { jsonOf, pageAfter, withAim } from '../outcome.ts'
import { proved, type Outcome } from '../proved.ts'
import { aimOf, ended, handleOf } from './page.ts'
import { findPending, over, whereOf, type Pending } from './pending.ts'
import { over as isOver } from './set-up.ts'

const agreement = z.object({ temp_token: tokenField, consents: consentList })

/** A sign-in in which everything is proved, and whose person has something to agree to before they are in. */
export const agreeRoutes: readonly Route[] = [
  taking('POST', '/auth/login/consents', unlimited, anyone, 'problem', agreement, async (call, read) => {
    requireSameOrigin(call)
    const { temp_token, consents } = await read()
    return jsonOf(await goOn(call, temp_token, consents))
  }),
  route('GET', '/agree', unlimited, visitor, 'page', async (call) => {
    const pending = await waitingToAgree(call)
    return pending ? shown(call, pending) : ended(call, {})
  }),
  route('POST', '/agree', unlimited, visitor, 'page', async (call) => {
    const pending = await waitingToAgree(call)
    if (!pending) return ended(call, isOver(call))
    const ticked = Object.entries(consentsInForm(call.app, call.caller.form))
    try {
      const agreed = ticked.map(([id, version]) => ({ id, version }))
      return pageAfter(call, await goOn(call, handleOf(call), agreed), aimOf(call), call.caller.cookies)
    } catch (error) {
      return shown(call, pending, formErrors(call.caller.words, error, boxErrors(call.app)))
    }
  }),
  route('POST', '/agree/decline', unlimited, visitor, 'page', async (call) => {
    const { app, tenant } = call
    if (await waitingToAgree(call))
      await oneTimeTokens.consume(app.db, 'sign_in_attempt', handleOf(call), app.now())
    const cookies = [...call.caller.cookies, clearCookie(app.config, cookieOf(tenant, 'pending'))]
    return redirect(withAim(app, '/login', aimOf(call)), { cookies })
  }),
]

/** The sign-in of this browser that waits for its person to agree. */
export async function waitingToAgree(call: Call): Promise<Pending | undefined> {
  const handle = handleOf(call)
  if (handle === '') return undefined
  const found = await findPending(call, handle).catch(() => undefined)
  return found?.pending.kind === 'consent' ? found.pending : undefined
}

/**
 * Goes on once the person agreed: in `proved()`, which looks at everything again and writes it down with the session.
 * @throws Problem `sign_in_over`, `conflict` for a version that holds no longer, `invalid_input` where something is left out
 */
async function goOn(call: Call, temp_token: string, agreed: readonly Agreed[]): Promise<Outcome> {
  const { app } = call
  const { pending } = await findPending(call, temp_token)
  if (pending.kind !== 'consent') throw over()
  shownDocuments(app, agreed)
  const missing = await missingOf(app.db, app, pending.user_id)
  const left = missing.filter(({ id }) => !agreed.some((one) => one.id === id))
  if (left.length > 0) {
    throw new Problem('invalid_input', {
      detail: 'Some fields need another value; see errors.',
      errors: left.map(({ id }) => ({ pointer: `/consents/${id}`, detail: 'has to be agreed to' })),
    })
  }
  const { user_id, amr, second, from, delivery } = pending
  const proof = { user_id, amr, ...(second && { second }), ...(from && { from }) }
  return proved(await whereOf(call, pending), { ...proof, completes: temp_token, agreed }, delivery)
}

type Wrong = {
  fields?: Readonly<Record<string, string | undefined>>
  whole?: string | undefined
  status?: number
}

async function shown(
  call: Call<Visitor>,
  { user_id }: Pending,
  { fields, whole, status = 200 }: Wrong = {},
): Promise<Answer> {
  const { app, caller } = call
  const aim = aimOf(call)
  const waiting = aim.interaction === undefined ? undefined : await interactionView(call, aim.interaction)
  const consents = await missingOf(app.db, app, user_id)
  const body = agreePage({
    ...frameOf(call),
    csrf: caller.csrf,
    interaction: waiting && aim.interaction,
    return_to: aim.return_to === undefined ? undefined : returnPath(app, aim.return_to),
    boxes: boxesOf({ config: { consents } }, fields),
    error: whole,
  })
  const headers = { 'content-security-policy': pagePolicy(waiting?.form_target) }
  return html(body, { status, headers, cookies: caller.cookies })
}
