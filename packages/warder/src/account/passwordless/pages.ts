import type { Answer } from '../../http/answer.ts'
import { check } from '../../http/body.ts'
import { formErrors } from '../../http/browser/form-errors.ts'
import { costly, mailing, unlimited } from '../../http/limit.ts'
import { route, type Route } from '../../http/router.ts'
import { addPasswordPage } from '../../pages/account/passwordless/add.ts'
import { removePasswordPage } from '../../pages/account/passwordless/remove.ts'
import { refusedIn } from '../../pages/words/refused/find.ts'
import type { Prompt } from '../../pages/account/passwordless/section.ts'
import { account } from '../../sessions/guard.ts'
import { requireOwner } from '../../sessions/recent.ts'
import * as passwordless from '../../store/people/passwordless.ts'
import { day } from '../../time.ts'
import { addPassword } from '../../users/passwordless/add.ts'
import { removePassword, whyItStays } from '../../users/passwordless/remove.ts'
import { newPassword, ownStanding } from '../../users/passwordless/routes.ts'
import { answer, done, frame, type AccountCall } from '../frame.ts'

const security = '/account/security'
const path = `${security}/password`

/** How long a suggestion stays away from whoever did not want it. */
const quiet = 90 * day

/** "Remove your password" and "Set a password". Who it is has to be fresh before the form is shown, so that nobody types in vain. */
export const passwordlessPages: readonly Route[] = [
  route('GET', `${path}/remove`, unlimited, account, 'page', async (call) => {
    requireOwner(call, call.caller.session)
    return removePage(call, {})
  }),
  route('POST', `${path}/remove`, mailing, account, 'page', async (call) => {
    try {
      const { cookies } = await removePassword(call, call.caller.session)
      return done(call, security, 'password-removed', cookies)
    } catch (error) {
      return removePage(call, formErrors(call.caller.words, error, []))
    }
  }),
  route('GET', `${path}/new`, unlimited, account, 'page', async (call) => {
    requireOwner(call, call.caller.session)
    return addPage(call, {})
  }),
  route('POST', `${path}/new`, costly, account, 'page', async (call) => {
    try {
      const { password } = check(newPassword, Object.fromEntries(call.caller.form))
      await addPassword(call, call.caller.session, password)
      return done(call, security, 'password-added')
    } catch (error) {
      const { fields, whole, status } = formErrors(call.caller.words, error, ['password'])
      return addPage(call, { error: fields.password ?? whole, status })
    }
  }),
  route('POST', '/account/password/keep', unlimited, account, 'page', async (call) => {
    const { app, caller } = call
    await passwordless.keepPassword(app.db, caller.session.user_id, app.now())
    return done(call, '/account', 'password-kept')
  }),
]

/** What `/account` suggests; nothing to whoever said lately that they would rather not. */
export async function promptOf(call: AccountCall): Promise<Prompt | undefined> {
  const { state, ways, kept_at } = await ownStanding(call, call.caller.session)
  if (kept_at !== null && kept_at > call.app.now() - quiet) return undefined
  return { state, passkeys: ways.filter((way) => way === 'passkey').length }
}

async function removePage(
  call: AccountCall,
  { whole, status }: { whole?: string | undefined; status?: number },
): Promise<Answer> {
  const { session, words } = call.caller
  const { state, ways } = await ownStanding(call, session)
  const why = whyItStays[state]
  const stays = state === 'ready' ? undefined : (refusedIn(words, { detail: why }) ?? why)
  const notice = whole === undefined ? {} : { notice: { tone: 'bad' as const, text: whole } }
  return answer(call, removePasswordPage({ ...frame(call), ...notice, ways, stays }), status)
}

function addPage(
  call: AccountCall,
  { error, status }: { error?: string | undefined; status?: number },
): Answer {
  const minLength = call.app.config.password.min_length
  return answer(call, addPasswordPage({ ...frame(call), minLength, error }), status)
}
