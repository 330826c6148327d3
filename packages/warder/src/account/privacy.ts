import { html, type Answer } from '../http/answer.ts'
import { formErrors } from '../http/browser/form-errors.ts'
import { unlimited } from '../http/limit.ts'
import { route, type Route } from '../http/router.ts'
import { privacyPage } from '../pages/account/privacy.ts'
import { messagePage, type MessageView } from '../pages/message/message.ts'
import { forgetting } from '../sessions/end.ts'
import { account } from '../sessions/guard.ts'
import { deactivate } from '../users/lifecycle/deactivate.ts'
import { erase } from '../users/lifecycle/erase.ts'
import { answer, frame, type AccountCall } from './frame.ts'

const path = '/account/privacy'

/** Leaving, for now or for good. */
export const privacyPages: readonly Route[] = [
  route('GET', path, unlimited, account, 'page', (call) => answer(call, privacyPage(frame(call)))),
  route('POST', `${path}/deactivate`, unlimited, account, 'page', async (call) => {
    await deactivate(call, call.caller.session)
    return left(call, {
      title: 'Your account is deactivated',
      text: 'You are signed out everywhere. Sign in whenever you want to use it again.',
      action: { href: '/login', label: 'Sign in' },
    })
  }),
  route('POST', `${path}/erase`, unlimited, account, 'page', async (call) => {
    if (call.caller.form.get('understood') !== 'on') {
      return answer(call, privacyPage({ ...frame(call), error: 'Please tick the box first.' }), 400)
    }
    try {
      await erase(call, call.caller.session)
    } catch (error) {
      const { whole, status } = formErrors(error, [])
      return answer(call, privacyPage({ ...frame(call), error: whole }), status)
    }
    return left(call, {
      title: 'Your account is erased',
      text: 'Everything that we knew about you is gone. We sent you one last mail that says so.',
    })
  }),
]

function left({ app, caller }: AccountCall, said: Pick<MessageView, 'title' | 'text' | 'action'>): Answer {
  const body = messagePage({ brand: app.config.brand, tone: 'good', ...said })
  const { cookies, headers } = forgetting(app.config)
  return html(body, { cookies: [...caller.cookies, ...cookies], headers })
}
