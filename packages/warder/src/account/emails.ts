import type { Answer } from '../http/answer.ts'
import { check } from '../http/body.ts'
import { formErrors } from '../http/browser/form-errors.ts'
import { mailing, unlimited } from '../http/limit.ts'
import { route, type Route } from '../http/router.ts'
import { emailsPage } from '../pages/account/emails.ts'
import { account } from '../sessions/guard.ts'
import { askForEmail } from '../users/emails/ask.ts'
import { listEmails } from '../users/emails/list.ts'
import { makePrimary } from '../users/emails/primary.ts'
import { removeEmail } from '../users/emails/remove.ts'
import { address } from '../users/inputs.ts'
import { answer, done, frame, type AccountCall } from './frame.ts'

const path = '/account/emails'

/** The addresses of a person. What a link to one of them does is in `users/emails/pages.ts`. */
export const emailPages: readonly Route[] = [
  route('GET', path, unlimited, account, 'page', (call) => list(call, {})),
  route('POST', path, mailing, account, 'page', async (call) => {
    const { session, form } = call.caller
    const value = form.get('email') ?? ''
    try {
      const { email } = check(address, { email: value })
      await askForEmail(call, session, email, form.get('becomes') === 'primary' ? 'primary' : 'another')
      return done(call, path, 'link-sent')
    } catch (error) {
      return failed(call, error, value)
    }
  }),
  route('POST', `${path}/:id/primary`, mailing, account, 'page', async (call) => {
    try {
      const { cookies } = await makePrimary(call, call.caller.session, call.params['id'] ?? '')
      return done(call, path, 'main-address', cookies)
    } catch (error) {
      return failed(call, error)
    }
  }),
  route('POST', `${path}/:id/remove`, mailing, account, 'page', async (call) => {
    try {
      await removeEmail(call, call.caller.session, call.params['id'] ?? '')
      return done(call, path, 'address-removed')
    } catch (error) {
      return failed(call, error)
    }
  }),
]

/** The list again, with what was wrong; a person who must confirm that it is them is led there by the edge. */
async function failed(call: AccountCall, error: unknown, value?: string): Promise<Answer> {
  const { fields, whole, status } = formErrors(call.caller.words, error, ['email'])
  return list(call, { value, error: fields.email, whole, status })
}

type Shown = {
  value?: string | undefined
  error?: string | undefined
  whole?: string | undefined
  status?: number
}

async function list(call: AccountCall, { value, error, whole, status = 200 }: Shown): Promise<Answer> {
  const emails = await listEmails(call, call.caller.session)
  const notice = whole === undefined ? {} : { notice: { tone: 'bad' as const, text: whole } }
  return answer(call, emailsPage({ ...frame(call), ...notice, emails, value, error }), status)
}
