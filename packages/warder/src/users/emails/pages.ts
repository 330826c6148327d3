import { html, redirect, type Answer } from '../../http/answer.ts'
import { check } from '../../http/body.ts'
import { formErrors } from '../../http/browser/form-errors.ts'
import { messageAnswer } from '../../http/browser/message.ts'
import { mailing, unlimited } from '../../http/limit.ts'
import { route, type Call, type Route } from '../../http/router.ts'
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
      const wrong = formErrors(error, [])
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
      const wrong = formErrors(error, [])
      return undoAnswer(call, token, wrong.whole, wrong.status)
    }
    return messageAnswer(call, {
      tone: 'good',
      title: 'The change is undone',
      text: 'Everybody was signed out. Choose a new password with the link that we just mailed to you.',
      action: { href: '/login', label: 'Sign in' },
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
  if (!pending || !user) return deadLinkPage(call, 'Add the address again to get a new link.', newPassword)
  const { session } = caller
  const own = session?.user_id === user.id
  const other = session ? { other: session.email } : 'nobody'
  const body = confirmEmailPage({
    brand: app.config.brand,
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
  const { app, caller } = call
  const undo = await findUndo(call, token)
  if (!undo)
    return deadLinkPage(call, 'If somebody else is in your account, set a new password.', newPassword)
  const body = undoEmailPage({
    brand: app.config.brand,
    csrf: caller.csrf,
    token,
    email: undo.email,
    error,
  })
  return html(body, { status, cookies: caller.cookies })
}

const newPassword = { href: '/forgot-password', label: 'Set a new password' }
