import { Problem } from '@warder/protocol'
import { redirect, type Answer } from '../../http/answer.ts'
import { check } from '../../http/body.ts'
import { formErrors } from '../../http/browser/form-errors.ts'
import { mailing, unlimited } from '../../http/limit.ts'
import { route, type Route } from '../../http/router.ts'
import { changePasskeyPage } from '../../pages/account/passkeys/change.ts'
import { account } from '../../sessions/guard.ts'
import { acceptedOf, passkeysOf, removePasskey, renamePasskey } from '../../sign-in/passkey/manage.ts'
import { newName } from '../../sign-in/passkey/routes.ts'
import { answer, done, frame, type AccountCall } from '../frame.ts'
import { passkeyOffer } from './offer.ts'

const security = '/account/security'
const path = `${security}/passkeys`

/** The passkeys of a person. To add one takes a script, and the calls of `sign-in/passkey/`; the rest takes none. */
export const passkeyPages: readonly Route[] = [
  ...passkeyOffer,
  route('GET', `${path}/:id`, unlimited, account, 'page', (call) => changePage(call, {})),
  route('POST', `${path}/:id/rename`, unlimited, account, 'page', async (call) => {
    const value = call.caller.form.get('name') ?? ''
    try {
      const { name } = check(newName, { name: value })
      await renamePasskey(call, call.caller.session, call.params['id'] ?? '', name)
      return done(call, security, 'passkey-renamed')
    } catch (error) {
      const { fields, whole, status } = formErrors(call.caller.words, error, ['name'])
      return changePage(call, { value, error: fields.name ?? whole, status })
    }
  }),
  route('POST', `${path}/:id/remove`, mailing, account, 'page', async (call) => {
    try {
      return await remove(call)
    } catch (error) {
      const { whole, status } = formErrors(call.caller.words, error, [])
      return changePage(call, { whole, status })
    }
  }),
]

/** The page that follows tells the password manager of this browser which one is gone. */
async function remove(call: AccountCall): Promise<Answer> {
  const { app, caller, params } = call
  const before = await acceptedOf(app, caller.session.user_id)
  const { accepted_credential_ids: left } = await removePasskey(call, caller.session, params['id'] ?? '')
  const gone = before.accepted_credential_ids.find((id) => !left.includes(id)) ?? ''
  return redirect(`${security}?done=passkey-removed&gone=${gone}`, { cookies: caller.cookies })
}

type Shown = {
  value?: string
  error?: string | undefined
  whole?: string | undefined
  status?: number
}

async function changePage(call: AccountCall, { value, error, whole, status }: Shown): Promise<Answer> {
  const { app, caller, params } = call
  const all = await passkeysOf(app, caller.session.user_id)
  const passkey = all.find(({ id }) => id === params['id'])
  if (!passkey) throw new Problem('not_found', { detail: 'You have no such passkey.' })
  const notice = whole === undefined ? {} : { notice: { tone: 'bad' as const, text: whole } }
  return answer(call, changePasskeyPage({ ...frame(call), ...notice, passkey, value, error }), status)
}
