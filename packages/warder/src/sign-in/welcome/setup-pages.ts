import { Problem } from '@warder/protocol'
import { html, type Answer } from '../../http/answer.ts'
import { check } from '../../http/body.ts'
import { formErrors, type FormErrors } from '../../http/browser/form-errors.ts'
import { costly, unlimited } from '../../http/limit.ts'
import { route, type Call, type Route } from '../../http/router.ts'
import { frameOf } from '../../http/words/frame.ts'
import { setupPage } from '../../pages/sign-in/setup.ts'
import { visitor, type Visitor } from '../../sessions/guard.ts'
import { registration } from '../../users/inputs.ts'
import { setUpAdministrator, setupIsOpen } from '../../users/register/setup.ts'
import { pageAfter } from '../outcome.ts'
import { byPassword } from '../password/rehash.ts'
import { proved } from '../proved.ts'

/** The first administrator, once. Afterwards these pages are not found. */
export const setupPages: readonly Route[] = [
  route('GET', '/setup', unlimited, visitor, 'page', async (call) => {
    const token = call.url.searchParams.get('token') ?? ''
    if (!(await setupIsOpen(call, token)))
      throw new Problem('not_found', {
        detail: 'This set-up link is no longer valid. Look at the terminal for the newest one.',
      })
    return setupAnswer(call, token, {})
  }),
  route('POST', '/setup', costly, visitor, 'page', async (call) => {
    const { form } = call.caller
    const token = form.get('token') ?? ''
    try {
      const input = check(registration, Object.fromEntries(form))
      const { user_id, hash } = await setUpAdministrator(call, token, input)
      const outcome = await proved(call, byPassword(user_id, hash), 'cookie')
      return pageAfter(call, outcome, {}, call.caller.cookies)
    } catch (error) {
      const wrong = formErrors(call.caller.words, error, ['full_name', 'email', 'password'])
      if (wrong.status === 404) throw error
      return setupAnswer(call, token, {
        ...wrong,
        values: { email: form.get('email') ?? '', full_name: form.get('full_name') ?? '' },
      })
    }
  }),
]

type Shown = Partial<FormErrors<'email' | 'full_name' | 'password'>> & {
  values?: { email?: string; full_name?: string }
}

function setupAnswer(
  call: Call<Visitor>,
  token: string,
  { values = {}, fields = {}, whole, status = 200 }: Shown,
): Answer {
  const minLength = call.app.config.password.min_length
  const view = {
    ...frameOf(call),
    csrf: call.caller.csrf,
    token,
    values,
    errors: fields,
    minLength,
    error: whole,
  }
  return html(setupPage(view), { status, cookies: call.caller.cookies })
}
