import { adminRows } from './admin-rows.ts'
import { agentRows } from './agent-rows.ts'
import { oauthRows } from './oauth-rows.ts'
import { consoleRows } from './rows/console.ts'
import { memberRows } from './rows/members.ts'
import { privacyRows } from './rows/privacy.ts'
import { programRows } from './rows/programs.ts'
import { scimRows } from './rows/scim.ts'
import { assetRows } from './rows/assets.ts'
import { upstreamRows } from './upstream-rows.ts'
import { vaultRows } from './vault-rows.ts'

/** Who sends a request. Everybody by cookie sends a CSRF token as well, unless the name says otherwise. */
export const senders = [
  'nobody',
  'cookie',
  'no csrf',
  'foreign origin',
  'cross-site',
  'bearer',
  'admin',
  'application',
  'client',
  'disabled',
  'disabled bearer',
  'ended',
  'ended bearer',
  'pending',
  'suspect',
  'api key',
] as const

export type Sender = (typeof senders)[number]

/**
 * `in`: answered as the row says. `401`, `403`, `404`: refused so. `login`: led to the sign-in page. `again`: told to confirm
 * first that it is them, by status 401 or by being led to the page for it.
 */
export type Outcome = 'in' | '401' | '403' | '404' | 'login' | 'again'

/** What a guard makes of each sender, in the order of `columns`, for reading and for changing. */
// oxfmt-ignore
const guards = {
  //                              nobody cookie no-csrf cross  bearer admin  applic client disab  dis-b  ended  end-b  pend   suspect  key
  'anyone':                      'in     in     in      in     in     in     in     in     in     in     in     in     in     in     in',
  'anyone of this site':         'in     in     in      403    in     in     in     in     in     in     in     in     in     in     in',
  'visitor GET':                 'in     in     in      in     in     in     in     in     in     in     in     in     in     in     in',
  'visitor POST':                'in     in     403     403    403    in     403    403    in     403    in     403    in     in     403',
  'person GET':                  '401    in     in      in     in     in     403    401    401    401    401    401    401    again  401',
  'person POST':                 '401    in     403     403    in     in     403    401    401    401    401    401    401    again  401',
  'enrolment POST':              '401    in     403     403    in     in     403    401    401    401    401    401    401    again  401',
  'enrolmentBegun POST':         '401    in     403     403    in     in     403    401    401    401    401    401    401    again  401',
  'personEvenSuspect POST':      '401    in     403     403    in     in     403    401    401    401    401    401    401    in     401',
  'cookieSession POST':          '401    in     403     403    401    in     401    401    401    401    401    401    401    in     401',
  'account GET':                 'login  in     in      in     login  in     login  login  login  login  login  login  login  again  login',
  'account POST':                'login  in     403     403    403    in     403    403    login  403    login  403    login  again  403',
  'accountEvenSuspect GET':      'login  in     in      in     login  in     login  login  login  login  login  login  login  in     login',
  'accountEvenSuspect POST':     'login  in     403     403    403    in     403    403    login  403    login  403    login  in     403',
  'client POST':                 '401    401    401     401    401    401    401    in     401    401    401    401    401    401    401',
  'confidentialClient POST':     '401    401    401     401    401    401    401    in     401    401    401    401    401    401    401',
  'accessToken GET':             '401    401    401     401    in     401    in     401    401    401    401    401    401    401    401',
  'accessToken POST':            '401    401    401     401    in     401    in     401    401    401    401    401    401    401    401',
  'evaluator POST':              '401    401    401     401    403    401    403    401    401    401    401    401    401    401    401',
  'registeredClient GET':        '401    401    401     401    401    401    401    401    401    401    401    401    401    401    401',
  'registeredClient POST':       '401    401    401     401    401    401    401    401    401    401    401    401    401    401    401',
  'operators GET':               '404    404    404     404    404    404    404    404    404    404    404    404    404    404    404',
  'developer GET':               '404    404    404     404    404    404    404    404    404    404    404    404    404    404    404',
  'personOrKey GET':             '401    in     in      in     in     in     403    401    401    401    401    401    401    again  in',
  // By role, or by a key of that scope.
  'manager GET':                 '401    403    403     403    403    in     403    401    401    401    401    401    401    again  403',
  'manager POST':                '401    403    403     403    403    in     403    401    401    401    401    401    401    again  403',
  'administrator GET':           '401    403    403     403    403    in     403    401    401    401    401    401    401    again  403',
  'administrator POST':          '401    403    403     403    403    in     403    401    401    401    401    401    401    again  403',
  'administering GET':           'login  403    403     403    login  in     login  login  login  login  login  login  login  again  login',
  'administering POST':          'login  403    403     403    403    in     403    403    login  403    login  403    login  again  403',
  'managerOrHolder POST':        '401    403    403     403    403    in     403    401    401    401    401    401    401    again  403',
  'agentAssertion POST':         '401    401    401     401    401    401    401    401    401    401    401    401    401    401    401',
  'provisioner GET':             '401    401    401     401    401    401    401    401    401    401    401    401    401    401    401',
  'provisioner POST':            '401    401    401     401    401    401    401    401    401    401    401    401    401    401    401',
  // As a person, but an error of SCIM has no word for being asked to confirm.
  'oneself GET':                 '401    in     in      in     in     in     403    401    401    401    401    401    401    401    401',
  'oneself POST':                '401    in     403     403    in     in     403    401    401    401    401    401    401    401    401',
  'keyVerifier POST':            '401    401    401     401    401    401    401    in     401    401    401    401    401    401    403',
} as const

/** A browser that says where a request comes from in one way or the other is told the same. */
const columns = senders.filter((sender) => sender !== 'foreign origin')

export type Guarded = keyof typeof guards

/** What a sender gets of a guard. */
export function outcomeOf(guarded: Guarded, sender: Sender): Outcome {
  const column = columns.indexOf(sender === 'foreign origin' ? 'cross-site' : sender)
  return guards[guarded].split(/ +/)[column] as Outcome
}

/** `{…}` in a value is something of the sender's own, see `world.ts`. */
export type Example = { json?: Record<string, unknown>; form?: Record<string, string>; query?: string }

/** A row: its guard, the statuses of whoever is let in with the example, and the example. */
export type Row = readonly [guarded: Guarded, statuses: string, example?: Example]

const password = '{password}'
const next_password = 'quite another pass phrase'
const full_name = 'Somebody'
const email = '{new email}'
/** Looks like a link's and is none, so that whoever is let in is told so. */
const token = `wot_${'A'.repeat(43)}`

/** Every route. One without a row fails the test, and so does a row without a route. */
// oxfmt-ignore
export const rows: Record<string, Row> = {
  ...adminRows,
  ...agentRows,
  ...consoleRows,
  ...memberRows,
  ...oauthRows,
  ...privacyRows,
  ...scimRows,
  ...upstreamRows,
  ...assetRows,
  ...vaultRows,
  'GET /':                                          ['anyone',                  '303'],
  'GET /health':                                    ['anyone',                  '200'],
  'GET /health/ready':                              ['anyone',                  '200'],
  'GET /metrics':                                   ['operators GET',           ''],
  'GET /auth/status':                               ['anyone',                  '200'],
  'GET /openapi.json':                              ['anyone',                  '200'],
  'GET /dev/inbox':                                 ['developer GET',           ''],
  'GET /dev/inbox.json':                            ['developer GET',           ''],

  // These give tokens and set no cookie, and JSON from another site is stopped by the preflight it needs.
  'POST /auth/login':                               ['anyone',                  '200', { json: { email: '{friend}', password } }],
  'POST /auth/passkey/auth-options':                ['anyone',                  '200', { json: {} }],
  'POST /auth/passkey/authenticate':                ['anyone',                  '401', { json: { challenge_id: token, credential: {} } }],
  'GET /.well-known/webauthn':                      ['anyone',                  '404'],
  'POST /auth/refresh':                             ['anyone',                  '401', { json: { refresh_token: token } }],
  'POST /auth/invite':                              ['anyone of this site',     '400', { json: { token, full_name, password: next_password } }],
  'POST /auth/login/session':                       ['anyone of this site',     '200', { json: { email: '{friend}', password } }],
  'POST /auth/login/mfa':                           ['anyone of this site',     '400', { json: { temp_token: token, code: '123456' } }],
  'POST /auth/login/mfa/send':                      ['anyone of this site',     '400', { json: { temp_token: token } }],
  'POST /auth/register':                            ['anyone of this site',     '201', { json: { email, password: next_password, full_name } }],
  'POST /auth/verify-email':                        ['anyone of this site',     '400', { json: { token } }],
  'POST /auth/verify-email/resend':                 ['anyone of this site',     '202', { json: { email: '{email}' } }],
  'POST /auth/forgot-password':                     ['anyone of this site',     '202', { json: { email: '{email}' } }],
  'POST /auth/reset-password':                      ['anyone of this site',     '400', { json: { token, password: next_password } }],
  'POST /auth/undo-email':                          ['anyone of this site',     '400', { json: { token } }],
  'GET /auth/csrf':                                 ['anyone',                  '200'],

  'POST /auth/magic/send':                          ['anyone of this site',     '202', { json: { email: '{email}' } }],
  'POST /auth/magic/verify':                        ['anyone of this site',     '400', { json: { token } }],
  'POST /auth/otp/send':                            ['anyone of this site',     '202', { json: { channel: 'email', to: '{email}' } }],
  'POST /auth/otp/verify':                          ['anyone of this site',     '400', { json: { challenge_id: token, code: '123456' } }],
  'GET /magic':                                     ['visitor GET',             '200'],
  'POST /magic':                                    ['visitor POST',            '410', { form: { token } }],
  'POST /magic/send':                               ['visitor POST',            '200', { form: { email: '{email}' } }],
  'GET /magic/go':                                  ['visitor GET',             '303', { query: `?token=${token}` }],
  'GET /otp':                                       ['visitor GET',             '200'],
  'POST /otp':                                      ['visitor POST',            '400', { form: { challenge_id: token, code: '123456' } }],
  'POST /otp/send':                                 ['visitor POST',            '200', { form: { to: '{email}' } }],

  'GET /login':                                     ['visitor GET',             '200 303'],
  'POST /login':                                    ['visitor POST',            '303', { form: { email: '{friend}', password } }],
  'GET /mfa':                                       ['visitor GET',             '200 303'],
  'POST /mfa':                                      ['visitor POST',            '400 401', { form: { code: '000000' } }],
  'POST /mfa/send':                                 ['visitor POST',            '303 400', { form: {} }],
  'GET /mfa/set-up':                              ['visitor GET',             '303'],
  'POST /mfa/set-up/app':                         ['visitor POST',            '400', { form: {} }],
  'POST /mfa/set-up/confirm':                     ['visitor POST',            '400', { form: { code: '000000', id: 'tot_1' } }],
  'POST /mfa/set-up/phone':                       ['visitor POST',            '400', { form: { phone: '+41791234567' } }],
  'POST /mfa/set-up/phone/confirm':               ['visitor POST',            '400', { form: { code: '000000' } }],
  'GET /recover':                                  ['visitor GET',             '410', { query: `?token=${token}` }],
  'POST /recover':                                 ['visitor POST',            '410', { form: { token, password: next_password } }],
  'POST /recover/stop':                            ['visitor POST',            '410', { form: { token } }],
  'GET /setup':                                     ['visitor GET',             '404'],
  'POST /setup':                                    ['visitor POST',            '404', { form: { token, email, full_name, password: next_password } }],
  'GET /invite':                                    ['visitor GET',             '410', { query: `?token=${token}` }],
  'POST /invite':                                   ['visitor POST',            '410', { form: { token, full_name, password: next_password } }],
  'GET /register':                                  ['visitor GET',             '200 303'],
  'POST /register':                                 ['visitor POST',            '200 303', { form: { email, full_name, password: next_password } }],
  'GET /verify-email':                              ['visitor GET',             '410', { query: `?token=${token}` }],
  'POST /verify-email':                             ['visitor POST',            '410', { form: { token } }],
  'POST /verify-email/resend':                      ['visitor POST',            '200', { form: { email: '{email}' } }],
  'GET /forgot-password':                           ['visitor GET',             '200'],
  'POST /forgot-password':                          ['visitor POST',            '200', { form: { email: '{email}' } }],
  'GET /reset-password':                            ['visitor GET',             '410', { query: `?token=${token}` }],
  'POST /reset-password':                           ['visitor POST',            '410', { form: { token, password: next_password } }],
  'GET /not-me':                                    ['visitor GET',             '410', { query: `?token=${token}` }],
  'POST /not-me':                                   ['visitor POST',            '410', { form: { token } }],
  'GET /was-it-me':                                 ['visitor GET',             '410', { query: `?token=${token}` }],
  'POST /was-it-me':                                ['visitor POST',            '410', { form: { token } }],
  'GET /confirm-email':                             ['visitor GET',             '410', { query: `?token=${token}` }],
  'POST /confirm-email':                            ['visitor POST',            '410', { form: { token } }],
  'GET /undo-email':                                ['visitor GET',             '410', { query: `?token=${token}` }],
  'POST /undo-email':                               ['visitor POST',            '410', { form: { token } }],
  'GET /logout':                                    ['visitor GET',             '200 303'],
  'POST /logout':                                   ['visitor POST',            '200 303', { form: {} }],

  'GET /auth/me':                                   ['personOrKey GET',             '200'],
  'PUT /auth/me':                                   ['person POST',             '200', { json: { full_name } }],
  'DELETE /auth/me':                                ['person POST',             '204'],
  'GET /auth/me/events':                            ['person GET',              '200'],
  'POST /auth/me/deactivate':                       ['person POST',             '204', { json: {} }],
  'GET /auth/me/emails':                            ['person GET',              '200'],
  'POST /auth/me/emails':                           ['person POST',             '202', { json: { email } }],
  'POST /auth/me/email':                            ['person POST',             '202', { json: { email } }],
  'POST /auth/me/emails/confirm':                   ['person POST',             '400', { json: { token } }],
  'POST /auth/me/emails/:id/primary':               ['person POST',             '200', { json: {} }],
  'DELETE /auth/me/emails/:id':                     ['person POST',             '204'],
  'GET /auth/me/phone':                             ['person GET',              '200'],
  'PUT /auth/me/phone':                             ['enrolmentBegun POST',      '202', { json: { phone: '+41791234567' } }],
  'POST /auth/me/phone/confirm':                    ['enrolmentBegun POST',      '400', { json: { code: '123456' } }],
  'DELETE /auth/me/phone':                          ['person POST',             '404'],
  'POST /auth/change-password':                     ['person POST',             '200', { json: { current_password: password, password: next_password } }],
  'GET /auth/sessions':                             ['person GET',              '200'],
  'DELETE /auth/sessions/:id':                      ['person POST',             '204'],
  'DELETE /auth/sessions':                          ['person POST',             '204'],
  'POST /auth/reauthenticate':                      ['personEvenSuspect POST',  '200', { json: { password } }],
  // Nobody here has anything but a password, and for that there is nothing to begin.
  'POST /auth/reauthenticate/begin':                ['personEvenSuspect POST',  '400', { json: {} }],
  'POST /auth/logout':                              ['personEvenSuspect POST',  '204', { json: {} }],
  'POST /auth/logout/session':                      ['cookieSession POST',      '200', { json: {} }],

  // The example lacks what the browser made, so that whoever is let in is told something else than who is not.
  'POST /auth/passkey/register-options':            ['enrolment POST',          '200', { json: {} }],
  'POST /auth/passkey/register':                    ['enrolment POST',          '400', { json: { challenge_id: token } }],
  'GET /auth/passkeys':                             ['person GET',              '200'],
  'PATCH /auth/passkeys/:id':                       ['person POST',             '200', { json: { name: 'Blue key' } }],
  'DELETE /auth/passkeys/:id':                      ['person POST',             '200'],
  'GET /auth/me/password':                         ['person GET',              '200'],
  'POST /auth/me/password':                        ['person POST',             '400', { json: {} }],
  'DELETE /auth/me/password':                      ['person POST',             '409'],

  'POST /auth/mfa/totp/enable':                     ['enrolment POST',          '200', { json: {} }],
  'POST /auth/mfa/totp/confirm':                    ['enrolment POST',          '400', { json: { code: '000000' } }],
  'GET /auth/mfa/totp':                             ['person GET',              '200'],
  'PATCH /auth/mfa/totp/:id':                       ['person POST',             '200', { json: { name: 'Blue phone' } }],
  'DELETE /auth/mfa/totp/:id':                      ['person POST',             '204'],
  'DELETE /auth/mfa/totp':                          ['person POST',             '204'],
  'GET /auth/mfa/backup-codes':                     ['person GET',              '200'],
  'POST /auth/mfa/backup-codes':                    ['person POST',             '200 409', { json: {} }],

  ...programRows,

  'GET /account':                                   ['account GET',             '200'],
  'POST /account/profile':                          ['account POST',            '303', { form: { full_name } }],
  'GET /account/emails':                            ['account GET',             '200'],
  'POST /account/emails':                           ['account POST',            '303', { form: { email } }],
  'POST /account/emails/:id/primary':               ['account POST',            '303', { form: {} }],
  'POST /account/emails/:id/remove':                ['account POST',            '303', { form: {} }],
  'GET /account/phone':                             ['account GET',             '200'],
  'POST /account/phone':                            ['account POST',            '303', { form: { phone: '+41791234567' } }],
  'POST /account/phone/confirm':                    ['account POST',            '400', { form: { code: '123456' } }],
  'POST /account/phone/uses':                       ['account POST',            '404', { form: {} }],
  'POST /account/phone/remove':                     ['account POST',            '404', { form: {} }],
  'GET /account/activity':                          ['account GET',             '200'],
  'GET /account/passkey-offer':                     ['account GET',             '200'],
  'GET /account/security/passkeys/:id':              ['account GET',             '200'],
  'POST /account/security/passkeys/:id/rename':      ['account POST',            '303', { form: { name: 'Laptop' } }],
  'POST /account/security/passkeys/:id/remove':      ['account POST',            '303', { form: {} }],
  'GET /account/security/password/remove':         ['account GET',             '200'],
  'POST /account/security/password/remove':        ['account POST',            '409', { form: {} }],
  'GET /account/security/password/new':            ['account GET',             '200'],
  'POST /account/security/password/new':           ['account POST',            '400', { form: {} }],
  'POST /account/password/keep':                   ['account POST',            '303', { form: {} }],
  'GET /account/security':                          ['account GET',             '200'],
  'POST /account/security/authenticators':          ['account POST',            '200', { form: {} }],
  'POST /account/security/authenticators/confirm':  ['account POST',            '400', { form: { id: 'tot_1', code: '000000' } }],
  'GET /account/security/authenticators/:id':       ['account GET',             '200'],
  'POST /account/security/authenticators/:id/rename': ['account POST',          '303', { form: { name: 'Blue phone' } }],
  'POST /account/security/authenticators/:id/remove': ['account POST',          '303', { form: {} }],
  'POST /account/security/recovery-codes':          ['account POST',            '200 409', { form: {} }],
  'POST /account/password':                         ['account POST',            '303', { form: { current_password: password, password: next_password } }],
  'GET /account/sessions':                          ['account GET',             '200'],
  'POST /account/sessions/revoke-others':           ['account POST',            '303', { form: {} }],
  'POST /account/sessions/forget-device':          ['account POST',            '303', { form: { device: 'none' } }],
  'POST /account/sessions/:id/revoke':              ['account POST',            '303', { form: {} }],
  'GET /account/applications':                      ['account GET',             '200'],
  'POST /account/grants/:client_id/withdraw':       ['account POST',            '303', { form: {} }],
  'GET /account/api-keys':                          ['account GET',             '200'],
  'GET /account/api-keys/new':                      ['account GET',             '200'],
  'POST /account/api-keys':                         ['account POST',            '200', { form: { name: 'Robot', 'scope:profile:read': 'on', expires_in_days: '30' } }],
  'GET /account/api-keys/:id':                      ['account GET',             '200'],
  'POST /account/api-keys/:id/rotate':              ['account POST',            '200', { form: { grace: '86400' } }],
  'POST /account/api-keys/:id/revoke':              ['account POST',            '303', { form: {} }],
  'GET /reauthenticate':                            ['accountEvenSuspect GET',  '200'],
  'POST /reauthenticate':                           ['accountEvenSuspect POST', '303', { form: { password } }],
  'POST /reauthenticate/begin':                    ['accountEvenSuspect POST', '400', { form: {} }],

  'GET /.well-known/authzen-configuration':         ['anyone',                  '200'],
  'POST /access/v1/evaluation':                     ['evaluator POST',          '200', { json: {} }],
  'POST /access/v1/evaluations':                    ['evaluator POST',          '200', { json: {} }],
}

/** The name of a route in the table: the digest in the name of an asset changes with its content. */
export function nameOf(route: { method: string; path: string }): string {
  return `${route.method} ${route.path.replace(/^(\/assets\/\w+)\.[\w-]+\./, '$1.')}`
}
