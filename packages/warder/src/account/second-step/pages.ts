import { Problem } from '@warder/protocol'
import type { Answer } from '../../http/answer.ts'
import { check } from '../../http/body.ts'
import { formErrors } from '../../http/browser/form-errors.ts'
import { costly, mailing, unlimited } from '../../http/limit.ts'
import { route, type Route } from '../../http/router.ts'
import { addAuthenticatorPage } from '../../pages/account/second-step/add.ts'
import { changeAuthenticatorPage } from '../../pages/account/second-step/change.ts'
import { recoveryCodesPage } from '../../pages/account/second-step/codes.ts'
import { account } from '../../sessions/guard.ts'
import { replaceCodes } from '../../sign-in/backup-code/set.ts'
import { inSession } from '../../sign-in/enrolling.ts'
import { ownFactorsOf } from '../../sign-in/own-factors.ts'
import {
  authenticatorsOf,
  removeAuthenticators,
  renameAuthenticator,
} from '../../sign-in/totp/authenticators.ts'
import { begin, begunOf, confirm, type Begun } from '../../sign-in/totp/enrol.ts'
import { firstCode, newName } from '../../sign-in/totp/inputs.ts'
import { qrCodeUri } from '../../sign-in/totp/qr-code.ts'
import * as users from '../../store/people/users.ts'
import { answer, done, frame, type AccountCall } from '../frame.ts'
import { refusedThere } from '../security.ts'

const security = '/account/security'
const path = `${security}/authenticators`

/** Authenticator apps and recovery codes of a person. Codes and keys stand on the answer to a form, and on no page. */
export const secondStepPages: readonly Route[] = [
  route('POST', path, costly, account, 'page', async (call) => {
    const enrolling = await inSession(call, call.caller.session)
    try {
      return await addPage(call, await begin(call, enrolling.person, null))
    } catch (error) {
      return refusedThere(call, error)
    }
  }),
  // A recent sign-in was needed to begin; it may be over when the phone is found.
  route('POST', `${path}/confirm`, mailing, account, 'page', async (call) => {
    const { session, form } = call.caller
    const person = await personOf(call)
    const typed = { ...Object.fromEntries(form), name: form.get('name') || undefined }
    try {
      const input = check(firstCode.required({ id: true }), typed)
      const { backup_codes: codes } = await confirm(call, person, input, {
        session,
        pending: undefined,
      })
      if (codes.length === 0) return done(call, security, 'authenticator-added')
      return answer(call, recoveryCodesPage({ ...frame(call), codes, why: 'added' }))
    } catch (error) {
      const { fields, whole, status } = formErrors(call.caller.words, error, ['code', 'name'])
      const begun = await begunOf(call, person, form.get('id') ?? '')
      if (!begun) return refusedThere(call, error)
      const errors = whole === undefined ? fields : { code: whole }
      return addPage(call, begun, { errors, name: form.get('name') ?? '', status })
    }
  }),
  route('GET', `${path}/:id`, unlimited, account, 'page', (call) => changePage(call, {})),
  route('POST', `${path}/:id/rename`, unlimited, account, 'page', async (call) => {
    const value = call.caller.form.get('name') ?? ''
    try {
      const { name } = check(newName, { name: value })
      await renameAuthenticator(call, call.caller.session, call.params['id'] ?? '', name)
      return done(call, security, 'authenticator-renamed')
    } catch (error) {
      const { fields, whole, status } = formErrors(call.caller.words, error, ['name'])
      return changePage(call, { value, error: fields.name ?? whole, status })
    }
  }),
  route('POST', `${path}/:id/remove`, mailing, account, 'page', async (call) => {
    try {
      await removeAuthenticators(call, call.caller.session, { id: call.params['id'] ?? '' })
      return done(call, security, 'authenticator-removed')
    } catch (error) {
      const { whole, status } = formErrors(call.caller.words, error, [])
      return changePage(call, { whole, status })
    }
  }),
  route('POST', `${security}/recovery-codes`, mailing, account, 'page', async (call) => {
    try {
      const codes = await replaceCodes(call, call.caller.session)
      return answer(call, recoveryCodesPage({ ...frame(call), codes, why: 'new' }))
    } catch (error) {
      return refusedThere(call, error)
    }
  }),
]

async function personOf({ app, caller }: AccountCall): Promise<users.User> {
  const found = await users.find(app.db, caller.session.user_id)
  if (!found) throw new Problem('not_authenticated')
  return found
}

type Wrong = { errors: { code?: string; name?: string }; name: string; status: number }

async function addPage(call: AccountCall, begun: Begun, wrong?: Wrong): Promise<Answer> {
  const enrolment = {
    ...begun,
    csrf: call.caller.csrf,
    action: `${path}/confirm`,
    qr_code: await qrCodeUri(begun.otpauth_uri),
    ...(wrong && { errors: wrong.errors, values: { name: wrong.name } }),
  }
  return answer(call, addAuthenticatorPage({ ...frame(call), enrolment }), wrong?.status)
}

type Shown = {
  value?: string
  error?: string | undefined
  whole?: string | undefined
  status?: number
}

async function changePage(call: AccountCall, { value, error, whole, status }: Shown): Promise<Answer> {
  const { app, caller, params } = call
  const { user_id } = caller.session
  const all = await authenticatorsOf(app, user_id)
  const authenticator = all.find(({ id }) => id === params['id'])
  if (!authenticator) throw new Problem('not_found', { detail: 'You have no such authenticator app.' })
  const last = all.length === 1 && (await ownFactorsOf(app.db, user_id)).length === 1
  const notice = whole === undefined ? {} : { notice: { tone: 'bad' as const, text: whole } }
  const body = changeAuthenticatorPage({ ...frame(call), ...notice, authenticator, last, value, error })
  return answer(call, body, status)
}
