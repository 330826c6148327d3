import { check } from '../http/body.ts'
import { formErrors } from '../http/browser/form-errors.ts'
import { costly, unlimited } from '../http/limit.ts'
import { route, type Route } from '../http/router.ts'
import { agentPages } from './agents/pages.ts'
import { apiKeyPages } from './api-keys/pages.ts'
import { approvalPages } from './approvals/pages.ts'
import { activityPages } from './activity.ts'
import { connectionPages } from './connections/pages.ts'
import { emailPages } from './emails.ts'
import { answer, done, frame } from './frame.ts'
import { identityPages } from './identities/pages.ts'
import { organisationPages } from './organisations/pages.ts'
import { passwordlessPages } from './passwordless/pages.ts'
import { phonePages } from './phone/pages.ts'
import { passkeyPages } from './passkeys/pages.ts'
import { privacyPages } from './privacy.ts'
import { profilePages } from './profile.ts'
import { secondStepPages } from './second-step/pages.ts'
import { securityAnswer } from './security.ts'
import { withdrawAccess } from './withdraw.ts'
import { applicationsPage } from '../pages/account/applications.ts'
import { sessionsPage } from '../pages/account/sessions.ts'
import { revokeSession, revokeSessions } from '../sessions/end.ts'
import { listSessions } from '../sessions/list.ts'
import { account } from '../sessions/guard.ts'
import { forgetDevice, trustedDevices } from '../sessions/trusted/devices.ts'
import * as consents from '../store/oauth/consents.ts'
import { changePassword } from '../users/password/change.ts'
import { change } from '../users/inputs.ts'

/** What people see and change of their own account. Each form leads back to its page with a word about what happened. */
export const accountPages: readonly Route[] = [
  ...profilePages,
  ...emailPages,
  ...activityPages,
  ...secondStepPages,
  ...phonePages,
  ...privacyPages,
  ...passkeyPages,
  ...passwordlessPages,
  ...identityPages,
  ...apiKeyPages,
  ...agentPages,
  ...approvalPages,
  ...connectionPages,
  ...organisationPages,

  route('GET', '/account/security', unlimited, account, 'page', (call) => securityAnswer(call, {})),
  route('POST', '/account/password', costly, account, 'page', async (call) => {
    try {
      const { current_password, password } = check(change, Object.fromEntries(call.caller.form))
      const { cookies } = await changePassword(call, call.caller.session, current_password, password)
      return done(call, '/account/security', 'password', cookies)
    } catch (error) {
      const wrong = formErrors(call.caller.words, error, ['current_password', 'password'])
      const errors = wrong.whole === undefined ? wrong.fields : { current_password: wrong.whole }
      return securityAnswer(call, { errors, status: wrong.status })
    }
  }),

  route('GET', '/account/sessions', unlimited, account, 'page', async (call) => {
    const { items, next_cursor } = await listSessions(call, call.caller.session)
    const trusted = await trustedDevices(call, call.caller.session)
    return answer(call, sessionsPage({ ...frame(call), sessions: items, next_cursor, trusted }))
  }),
  route('POST', '/account/sessions/forget-device', unlimited, account, 'page', async (call) => {
    await forgetDevice(call, call.caller.session, call.caller.form.get('device') ?? '')
    return done(call, '/account/sessions', 'forgotten')
  }),
  route('POST', '/account/sessions/revoke-others', unlimited, account, 'page', async (call) => {
    await revokeSessions(call, call.caller.session, 'others')
    return done(call, '/account/sessions', 'sessions')
  }),
  route('POST', '/account/sessions/:id/revoke', unlimited, account, 'page', async (call) => {
    await revokeSession(call, call.caller.session, call.params['id'] ?? '')
    return done(call, '/account/sessions', 'session')
  }),

  route('GET', '/account/applications', unlimited, account, 'page', async (call) => {
    const rows = await consents.listOf(call.app.db, call.tenant.id, call.caller.session.user_id)
    const grants = rows.map((row) => ({
      client_id: row.client_id,
      name: row.client_name,
      scopes: row.scope,
      granted_at: row.granted_at,
    }))
    return answer(call, applicationsPage({ ...frame(call), grants }))
  }),
  route('POST', '/account/grants/:client_id/withdraw', unlimited, account, 'page', async (call) => {
    await withdrawAccess(call, call.caller.session, call.params['client_id'] ?? '')
    return done(call, '/account/applications', 'application')
  }),
]
