import { html, redirect, type Answer } from '../../http/answer.ts'
import { check } from '../../http/body.ts'
import { formErrors } from '../../http/browser/form-errors.ts'
import { messageAnswer } from '../../http/browser/message.ts'
import { mailing, unlimited } from '../../http/limit.ts'
import { route, type Call, type Route } from '../../http/router.ts'
import { frameOf } from '../../http/words/frame.ts'
import { confirmEmailPage, undoEmailPage } from '../../pages/sign-in/confirm-email.ts'
import { visitor, type Visitor } from '../../sessions/guard.ts'
import * as users from '../../store/people/users.ts'
import { deadLinkPage } from '../dead-link.ts'
import { link } from '../inputs.ts'
import { confirmEmail } from './confirm.ts'
import { masked } from './masked.ts'
import { findConfirmation } from './pending.ts'
import { findUndo, undoPrimary } from './undo.ts'

/** Where the links of mails about addresses lead. The list of addresses is under `/account`. */
export const emailPages: readonly Route[] = [
  route('GET', '/confirm-email', unlimited, visitor, 'page', (call) =>
    confirmAnswer(call, call.url.searchParams.get('token') ?? ''),
  ),
  route('POST', '/confirm-email', mailing, visitor, 'page', async (call) => {
    const { session, form, cookies } = call.caller
    const token = form.get('token') ?? ''
    if (!session) return confirmAnswer(call, token)
    try {
      const done = await confirmEmail(call, session, check(link, { token }).token)
      const outcome = done.primary ? 'main-address' : 'address-added'
      return redirect(`/account/emails?done=${outcome}`, { cookies: [...cookies, ...done.cookies] })
    } catch (error) {
      const wrong = formErrors(call.caller.words, error, [])
      return confirmAnswer(call, token, wrong.whole, wrong.status)
    }
  }),

  route('GET', '/undo-email', unlimited, visitor, 'page', (call) =>
    undoAnswer(call, call.url.searchParams.get('token') ?? ''),
  ),
  route('POST', '/undo-email', mailing, visitor, 'page', async (call) => {
    const token = call.caller.form.get('token') ?? ''
    try {
      await undoPrimary(call, check(link, { token }).token)
    } catch (error) {
      const wrong = formErrors(call.caller.words, error, [])
      return undoAnswer(call, token, wrong.whole, wrong.status)
    }
    const { everyPage, signIn } = call.caller.words
    return messageAnswer(call, {
      tone: 'good',
      title: signIn.undo.done,
      text: signIn.undo.doneText,
      action: { href: '/login', label: everyPage.signIn },
    })
  }),
]

async function confirmAnswer(
  call: Call<Visitor>,
  token: string,
  error?: string,
  status = 200,
): Promise<Answer> {
  const { app, caller } = call
  const pending = await findConfirmation(app.db, token, app.now())
  const user = pending && (await users.findIn(app.db, call.tenant, pending.user_id))
  if (!pending || !user) return deadLinkPage(call, caller.words.signIn.confirm.dead, newPassword(call))
  const { session } = caller
  const own = session?.user_id === user.id
  const other = session ? { other: session.email } : 'nobody'
  const body = confirmEmailPage({
    ...frameOf(call),
    csrf: caller.csrf,
    token,
    email: pending.email,
    account: own ? user.email : masked(user.email),
    reader: own ? 'owner' : other,
    primary: pending.becomes === 'primary',
    error,
  })
  return html(body, { status, cookies: caller.cookies })
}

async function undoAnswer(call: Call<Visitor>, token: string, error?: string, status = 200): Promise<Answer> {
  const { caller } = call
  const undo = await findUndo(call, token)
  if (!undo) return deadLinkPage(call, caller.words.signIn.undo.dead, newPassword(call))
  const body = undoEmailPage({
    ...frameOf(call),
    csrf: caller.csrf,
    token,
    email: undo.email,
    error,
  })
  return html(body, { status, cookies: caller.cookies })
}

const newPassword = ({ caller }: Call<Visitor>) => ({
  href: '/forgot-password',
  label: caller.words.signIn.deadLink.setPassword,
})
