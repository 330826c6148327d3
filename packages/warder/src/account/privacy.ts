import { html, type Answer } from '../http/answer.ts'
import { check } from '../http/body.ts'
import { formErrors } from '../http/browser/form-errors.ts'
import { unlimited } from '../http/limit.ts'
import { route, type Route } from '../http/router.ts'
import { frameOf } from '../http/words/frame.ts'
import { privacyPage } from '../pages/account/privacy.ts'
import { messagePage, type MessageView } from '../pages/message/message.ts'
import { agree, consentsOf, withdraw } from '../privacy/consents/consents.ts'
import { agreeing, withdrawing } from '../privacy/consents/inputs.ts'
import { forgetting } from '../sessions/end.ts'
import { account } from '../sessions/guard.ts'
import { deactivate } from '../users/lifecycle/deactivate.ts'
import { erase } from '../users/lifecycle/erase.ts'
import { answer, done, frame, type AccountCall } from './frame.ts'

const path = '/account/privacy'

/** What somebody agreed to, a copy of what is known of them, and leaving, for now or for good. */
export const privacyPages: readonly Route[] = [
  route('GET', path, unlimited, account, 'page', (call) => shown(call)),
  route('POST', `${path}/agree`, unlimited, account, 'page', async (call) => {
    const { document: id, version } = check(agreeing, Object.fromEntries(call.caller.form))
    await agree(call, call.caller.session, { id, version }, 'account')
    return done(call, path, 'agreed')
  }),
  route('POST', `${path}/withdraw`, unlimited, account, 'page', async (call) => {
    const { document: id } = check(withdrawing, Object.fromEntries(call.caller.form))
    await withdraw(call, call.caller.session, id, 'account')
    return done(call, path, 'withdrawn')
  }),
  route('POST', `${path}/download`, unlimited, account, 'page', async (call) => {
    const { exportOf, fileOf } = await import('../privacy/export/export.ts')
    return { ...fileOf(await exportOf(call, call.caller.session)), cookies: call.caller.cookies }
  }),
  route('POST', `${path}/deactivate`, unlimited, account, 'page', async (call) => {
    await deactivate(call, call.caller.session)
    const { account: said, everyPage } = call.caller.words
    return left(call, {
      title: said.privacy.deactivated,
      text: said.privacy.deactivatedText,
      action: { href: '/login', label: everyPage.signIn },
    })
  }),
  route('POST', `${path}/erase`, unlimited, account, 'page', async (call) => {
    const { privacy } = call.caller.words.account
    if (call.caller.form.get('understood') !== 'on') {
      return shown(call, { error: privacy.tickFirst, status: 400 })
    }
    try {
      await erase(call, call.caller.session)
    } catch (error) {
      const { whole, status } = formErrors(call.caller.words, error, [])
      return shown(call, { error: whole, status })
    }
    return left(call, { title: privacy.erased, text: privacy.erasedText })
  }),
]

async function shown(
  call: AccountCall,
  { error, status = 200 }: { error?: string | undefined; status?: number } = {},
): Promise<Answer> {
  const states = await consentsOf(call.app.db, call.app, call.caller.session.user_id)
  const consents = states.map(({ document, state, since }) => ({ ...document, state, since }))
  return answer(call, privacyPage({ ...frame(call), consents, error }), status)
}

function left(call: AccountCall, said: Pick<MessageView, 'title' | 'text' | 'action'>): Answer {
  const { caller } = call
  const body = messagePage({ ...frameOf(call), tone: 'good', ...said })
  const { cookies, headers } = forgetting(call)
  return html(body, { cookies: [...caller.cookies, ...cookies], headers })
}
