import type { Answer } from '../../http/answer.ts'
import { formErrors } from '../../http/browser/form-errors.ts'
import { mailing, unlimited } from '../../http/limit.ts'
import { route, type Route } from '../../http/router.ts'
import { recoveryCodesPage } from '../../pages/account/second-step/codes.ts'
import { phonePage, type PhoneView } from '../../pages/account/phone.ts'
import { account } from '../../sessions/guard.ts'
import { signedIn } from '../../sign-in/enrolling.ts'
import { pendingPhone } from '../../sign-in/phone/ask.ts'
import { changeUses, phoneOf, removePhone } from '../../sign-in/phone/change.ts'
import { confirmPhone } from '../../sign-in/phone/confirm.ts'
import { parsePhone, putPhone } from '../../sign-in/phone/routes.ts'
import { textsLeave } from '../../sms/quota.ts'
import { answer, done, frame, type AccountCall } from '../frame.ts'

const path = '/account/phone'

/** The telephone number of a person, and what it is used for. */
export const phonePages: readonly Route[] = [
  route('GET', path, unlimited, account, 'page', (call) => show(call, {})),
  route('POST', path, mailing, account, 'page', async (call) => {
    const { session, form } = call.caller
    const values = { phone: form.get('phone') ?? '', ...ticked(call) }
    try {
      const number = await parsePhone(values.phone)
      const result = await putPhone(call, await signedIn(call, session), number, ticked(call))
      return result === 'asked'
        ? done(call, path, 'code-sent')
        : shown(call, result.backup_codes, 'phone-uses')
    } catch (error) {
      const { fields, whole, status } = formErrors(call.caller.words, error, ['phone'])
      return show(call, { values, errors: fields, whole, status })
    }
  }),
  route('POST', `${path}/confirm`, mailing, account, 'page', async (call) => {
    const { session, form } = call.caller
    try {
      const { backup_codes } = await confirmPhone(call, await signedIn(call, session), form.get('code') ?? '')
      return shown(call, backup_codes, 'phone-added')
    } catch (error) {
      const { fields, whole, status } = formErrors(call.caller.words, error, ['code'])
      return show(call, { errors: fields, whole, status })
    }
  }),
  route('POST', `${path}/uses`, mailing, account, 'page', async (call) => {
    try {
      const { backup_codes } = await changeUses(call, call.caller.session, ticked(call))
      return shown(call, backup_codes, 'phone-uses')
    } catch (error) {
      const { whole, status } = formErrors(call.caller.words, error, [])
      return show(call, { whole, status })
    }
  }),
  route('POST', `${path}/remove`, mailing, account, 'page', async (call) => {
    try {
      await removePhone(call, call.caller.session)
      return done(call, path, 'phone-removed')
    } catch (error) {
      const { whole, status } = formErrors(call.caller.words, error, [])
      return show(call, { whole, status })
    }
  }),
]

const ticked = ({ caller: { form } }: AccountCall) => ({
  sign_in: form.has('sign_in'),
  second_step: form.has('second_step'),
})

/** Back to the page, or the recovery codes where there are any to show. */
function shown(call: AccountCall, codes: readonly string[], outcome: string): Answer {
  if (codes.length === 0) return done(call, path, outcome)
  return answer(call, recoveryCodesPage({ ...frame(call), codes, why: 'phone' }))
}

type Shown = Pick<PhoneView, 'values' | 'errors'> & { whole?: string | undefined; status?: number }

async function show(call: AccountCall, { whole, status, ...more }: Shown): Promise<Answer> {
  const { app, caller } = call
  const { user_id } = caller.session
  const mayAdd = textsLeave(app.config)
  const body = phonePage({
    ...frame(call),
    ...(whole !== undefined && { notice: { tone: 'bad', text: whole } }),
    ...more,
    phone: await phoneOf(app.db, user_id),
    pending: (await pendingPhone(call, user_id))?.number,
    offered: { sign_in: mayAdd && app.config.without_password.otp_sms },
    mayAdd,
  })
  return answer(call, body, status)
}
