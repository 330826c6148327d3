import type { Answer } from '../http/answer.ts'
import { formErrors } from '../http/browser/form-errors.ts'
import { securityPage } from '../pages/account/security.ts'
import { history } from '../users/lifecycle/history.ts'
import { phoneOf } from '../sign-in/phone/change.ts'
import { textsLeave } from '../sms/quota.ts'
import { saidOf } from '../sign-in/upstream/refused.ts'
import { ownStanding } from '../users/passwordless/routes.ts'
import { activityOf } from './activity.ts'
import { answer, frame, scripted, type AccountCall } from './frame.ts'
import { identitiesView } from './identities/state.ts'
import { passkeysView } from './passkeys/state.ts'
import { secondStepOf } from './second-step/state.ts'

type Shown = {
  errors?: { current_password?: string; password?: string }
  /** What was wrong and concerns no field of this page. */
  whole?: string | undefined
  status?: number
}

/** `/account/security`, or the answer to a form of it that was refused. */
export async function securityAnswer(
  call: AccountCall,
  { errors = {}, whole = saidOf(call, call.app.config.sign_in_with), status = 200 }: Shown,
): Promise<Answer> {
  const { session } = call.caller
  const { items } = await history(call, session, { limit: 5 })
  const events = items.map((event) => activityOf(call.caller.words, event))
  const secondStep = await secondStepOf(call, session)
  const minLength = call.app.config.password.min_length
  const notice = whole === undefined ? {} : { notice: { tone: 'bad' as const, text: whole } }
  const standing = await ownStanding(call, session)
  const password = { state: standing.state, minLength }
  const ways = standing.ways.length
  const phone = await phoneOf(call.app.db, session.user_id)
  const phones = phone || textsLeave(call.app.config) ? { phone: phone ?? null } : {}
  const passkeys = await passkeysView(call, session, call.url.searchParams.get('gone'))
  const identities = await identitiesView(call, session.user_id)
  const shown = { passkeys, errors, password, events, secondStep, ways, identities, ...phones }
  const view = { ...frame(call), ...notice, ...shown }
  return scripted(answer(call, securityPage(view), status))
}

/** The page again, with what was wrong with something that stands on it and has no field. */
export async function refusedThere(call: AccountCall, error: unknown): Promise<Answer> {
  const { whole, status } = formErrors(call.caller.words, error, [])
  return securityAnswer(call, { whole, status })
}
