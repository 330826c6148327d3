import assert from 'node:assert/strict'
import type { AuditType } from '../../../packages/warder/src/audit/events.ts'
import { createClient, deleteClient } from '../../../packages/warder/src/oauth-server/register.ts'
import { rotateKeys } from '../../../packages/warder/src/signing-keys/rotate.ts'
import { invite, uninvite } from '../../../packages/warder/src/users/invite/invite.ts'
import { requirePasswordChange } from '../../../packages/warder/src/users/lifecycle/forced-change.ts'
import { deleteUser, setUserDisabled } from '../../../packages/warder/src/users/manage.ts'
import { sendResetLink, setPassword } from '../../../packages/warder/src/users/operator/password.ts'
import { oauthWorld } from '../../support/oauth.ts'
import { makeKey } from '../../support/people/api-keys.ts'
import { addApp } from '../../support/people/authenticator.ts'
import { addPhone, put } from '../../support/people/phones.ts'
import { agentCases } from './agent-deeds.ts'
import { passkeyCases } from './passkey-deeds.ts'
import { passwordlessCases } from './passwordless-deeds.ts'
import { serviceAccountCases } from './service-account-deeds.ts'
import { linkTo, type Program } from '../../support/people/programs.ts'
import { goodPassword, json, type TestWarder } from '../../support/warder.ts'
import { away, chrome, sessionCookieOf, withCookie } from '../sessions/support.ts'

/** What is done, once everything before it is. `begin` marks the moment from which events are looked at. */
export type Deed = (ada: Ada) => Promise<unknown>

export type Ada = {
  warder: TestWarder
  id: string
  email: string
  program: Program
  begin: () => Promise<void>
  /** Her link to `path`, by mail. */
  link: (path: string, to?: string) => Promise<string>
}

/** By whom and to whom; `ada` is the person of the test, `other` somebody without an account until now. */
type Who = 'ada' | 'other' | undefined
export type Case = readonly [type: AuditType, outcome: string, actor: Who, subject: Who, deed: Deed]

const password = 'quite another pass phrase'
const wrong = 'this is not the password'
const person = (full_name: string) => ({ full_name, password })
const login = (ada: Ada, email = ada.email, secret = goodPassword) =>
  ada.warder.post('/auth/login', { email, password: secret })

/** A sign-in from far away, which waits for a code. */
async function waiting(ada: Ada): Promise<{ temp_token: string }> {
  const body = { email: ada.email, password: goodPassword }
  const from = { agent: chrome, address: away, method: 'POST', body }
  return json(await withCookie(ada.warder, '/auth/login', '', from))
}

const app = ({ warder, email, program }: Ada) => addApp(warder, email, program)

let numbers = 0
const number = () => `+4179${1_000_000 + ++numbers * 12_345}`

/** A number of hers, which is a second step too. */
async function phone({ warder, program }: Ada): Promise<string> {
  const own = number()
  await addPhone(warder, program, own, { sign_in: true, second_step: true })
  return own
}

async function secondAddress(ada: Ada): Promise<string> {
  const email = `second-${ada.email}`
  await ada.program.post('/auth/me/emails', { email })
  await ada.program.post('/auth/me/emails/confirm', {
    token: await linkTo(ada.warder, email, '/confirm-email'),
  })
  const { items } = await json<{ items: { id: string; email: string }[] }>(
    await ada.program.get('/auth/me/emails'),
  )
  return items.find((item) => item.email === email)?.id ?? ''
}

async function press(ada: Ada, path: string): Promise<void> {
  const browser = ada.warder.browser()
  const page = await browser.open(`${path}?token=${await ada.link(path)}`)
  await ada.begin()
  assert.equal((await browser.submit(page, path, {})).status, 200)
}

/** An application, and somebody in a browser, for whom it is the first there is. */
async function withApplication(ada: Ada) {
  const world = oauthWorld(ada.warder)
  await ada.warder.user(`other-${ada.email}`)
  const [client, browser] = [await world.client(), await world.signedIn(`other-${ada.email}`)]
  return { world, client, browser }
}

// oxfmt-ignore
export const cases: readonly Case[] = [
  ['user.created',                  'succeeded', undefined, 'other', async (ada) => { await ada.begin(); await ada.warder.user(`other-${ada.email}`) }],
  ['user.registration_requested',   'succeeded', undefined, 'ada',   async (ada) => { await ada.begin(); await ada.warder.post('/auth/register', { email: ada.email, ...person('Mallory') }) }],
  ['user.registered',               'succeeded', 'other',   'other', async (ada) => {
    const email = `other-${ada.email}`
    await ada.warder.post('/auth/register', { email, ...person('Bob') })
    const token = await linkTo(ada.warder, email, '/verify-email')
    await ada.begin()
    assert.equal((await ada.warder.post('/auth/verify-email', { token })).status, 200)
  }],
  ['user.updated',                  'succeeded', 'ada',     'ada',   async (ada) => {
    await ada.begin()
    const init = { method: 'PUT', body: '{"full_name":"A"}', headers: { ...ada.program.headers(), 'content-type': 'application/json', 'content-length': '17' } }
    assert.equal((await ada.warder.request('/auth/me', init)).status, 200)
  }],
  ['email.added',                   'succeeded', 'ada',     'ada',   async (ada) => { await ada.begin(); await ada.program.post('/auth/me/emails', { email: `new-${ada.email}` }) }],
  ['email.confirmed',               'succeeded', 'ada',     'ada',   async (ada) => { await ada.begin(); await secondAddress(ada) }],
  ['email.primary_changed',         'succeeded', 'ada',     'ada',   async (ada) => { const id = await secondAddress(ada); await ada.begin(); await ada.program.post(`/auth/me/emails/${id}/primary`) }],
  ['email.undone',                  'succeeded', 'ada',     'ada',   async (ada) => {
    await ada.program.post(`/auth/me/emails/${await secondAddress(ada)}/primary`)
    const token = await ada.link('/undo-email')
    await ada.begin()
    assert.equal((await ada.warder.post('/auth/undo-email', { token })).status, 200)
  }],
  ['email.removed',                 'succeeded', 'ada',     'ada',   async (ada) => { const id = await secondAddress(ada); await ada.begin(); await ada.program.remove(`/auth/me/emails/${id}`) }],
  ['user.disabled',                 'succeeded', undefined, 'ada',   async (ada) => { await ada.begin(); await setUserDisabled(ada.warder.operator, ada.id, true) }],
  ['user.enabled',                  'succeeded', undefined, 'ada',   async (ada) => { await setUserDisabled(ada.warder.operator, ada.id, true); await ada.begin(); await setUserDisabled(ada.warder.operator, ada.id, false) }],
  ['user.deleted',                  'succeeded', undefined, undefined, async (ada) => { await ada.begin(); await deleteUser(ada.warder.operator, ada.id) }],
  ['user.deactivated',              'succeeded', 'ada',     'ada',   async (ada) => { await ada.begin(); await ada.program.post('/auth/me/deactivate') }],
  ['user.reactivated',              'succeeded', 'ada',     'ada',   async (ada) => { await ada.program.post('/auth/me/deactivate'); await ada.begin(); await login(ada) }],
  ['user.password_change_required', 'succeeded', undefined, 'ada',   async (ada) => { await ada.begin(); await requirePasswordChange(ada.warder.operator, ada.id) }],
  ['password.link_sent',            'succeeded', undefined, 'ada',   async (ada) => { await ada.begin(); await sendResetLink(ada.warder.operator, ada.id) }],
  ['password.set',                  'succeeded', undefined, 'ada',   async (ada) => { await ada.begin(); await setPassword(ada.warder.operator, ada.id, password) }],
  ['sign_in.password_change',       'succeeded', 'ada',     'ada',   async (ada) => { await requirePasswordChange(ada.warder.operator, ada.id); await ada.begin(); await login(ada) }],
  ['user.erased',                   'succeeded', undefined, undefined, async (ada) => { await ada.begin(); assert.equal((await ada.program.remove('/auth/me')).status, 204) }],
  ['account.locked_down',           'succeeded', 'ada',     'ada',   async (ada) => { await waiting(ada); await code(ada); await press(ada, '/not-me') }],
  ['invitation.created',            'succeeded', undefined, 'other', async (ada) => { await ada.begin(); await invite(ada.warder.operator, { email: `other-${ada.email}` }) }],
  ['invitation.revoked',            'succeeded', undefined, 'other', async (ada) => { await invite(ada.warder.operator, { email: `other-${ada.email}` }); await ada.begin(); await uninvite(ada.warder.operator, `other-${ada.email}`) }],
  ['invitation.accepted',           'succeeded', 'other',   'other', async (ada) => {
    await invite(ada.warder.operator, { email: `other-${ada.email}` })
    const token = await linkTo(ada.warder, `other-${ada.email}`, '/invite')
    await ada.begin()
    assert.equal((await ada.warder.post('/auth/invite', { token, ...person('Bob') })).status, 200)
  }],
  ['sign_in.password',              'refused',   undefined, 'ada',   async (ada) => { await ada.begin(); await login(ada, ada.email, wrong) }],
  ['sign_in.password',              'refused',   undefined, undefined, async (ada) => { await ada.begin(); await login(ada, `nobody-${ada.email}`) }],
  ['sign_in.throttled',             'refused',   undefined, 'ada',   async (ada) => { await ada.begin(); for (let at = 0; at < 6; at++) await login(ada, ada.email, wrong) }],
  ['sign_in.risk',                  'refused',   undefined, 'ada',   async (ada) => { await ada.begin(); await waiting(ada) }],
  ['sign_in.code_sent',             'succeeded', undefined, 'ada',   async (ada) => { await ada.begin(); await waiting(ada) }],
  ['sign_in.code',                  'refused',   undefined, 'ada',   async (ada) => { const { temp_token } = await waiting(ada); await ada.begin(); await ada.warder.post('/auth/login/mfa', { temp_token, code: await code(ada) === '000000' ? '000001' : '000000' }) }],
  ['totp.added',                    'succeeded', 'ada',     'ada',   async (ada) => { await ada.begin(); await app(ada) }],
  ['backup_codes.created',          'succeeded', 'ada',     'ada',   async (ada) => { await app(ada); await ada.begin(); await ada.program.post('/auth/mfa/backup-codes') }],
  ['totp.renamed',                  'succeeded', 'ada',     'ada',   async (ada) => {
    const { id } = await app(ada)
    await ada.begin()
    const init = { method: 'PATCH', body: '{"name":"A"}', headers: { ...ada.program.headers(), 'content-type': 'application/json', 'content-length': '12' } }
    assert.equal((await ada.warder.request(`/auth/mfa/totp/${id}`, init)).status, 200)
  }],
  ['totp.removed',                  'succeeded', 'ada',     'ada',   async (ada) => { await app(ada); await ada.begin(); await ada.program.remove('/auth/mfa/totp') }],
  ['backup_code.used',              'succeeded', 'ada',     'ada',   async (ada) => {
    const { recovery: [code] } = await app(ada)
    const { temp_token } = await json<{ temp_token: string }>(await login(ada))
    await ada.begin()
    assert.equal((await ada.warder.post('/auth/login/mfa', { temp_token, code })).status, 200)
  }],
  ['sign_in.link_sent',             'succeeded', undefined, 'ada',   async (ada) => { await ada.begin(); await ada.warder.post('/auth/magic/send', { email: ada.email }) }],
  ['sign_in.link_sent',             'refused',   undefined, undefined, async (ada) => { await ada.begin(); await ada.warder.post('/auth/magic/send', { email: `nobody-${ada.email}` }) }],
  ['sign_in.code_sent',             'refused',   undefined, undefined, async (ada) => { await ada.begin(); await ada.warder.post('/auth/otp/send', { channel: 'email', to: `nobody-${ada.email}` }) }],
  ['sign_in.link',                  'refused',   undefined, 'ada',   async (ada) => {
    const browser = ada.warder.browser()
    const page = await browser.submit(await browser.open('/magic'), '/magic/send', { email: ada.email })
    const code = page.html.includes('>0000<') ? '0001' : '0000'
    const token = await ada.link('/magic')
    await ada.begin()
    assert.equal((await ada.warder.post('/auth/magic/verify', { token, code })).status, 401)
  }],
  ...passkeyCases,
  ...passwordlessCases,
  ...agentCases,
  ...serviceAccountCases,
  ['phone.asked',                   'succeeded', 'ada',     'ada',   async (ada) => { await ada.begin(); await put(ada.program, { phone: number() }) }],
  ['phone.confirmed',               'succeeded', 'ada',     'ada',   async (ada) => { await ada.begin(); await phone(ada) }],
  ['phone.used_for',                'succeeded', 'ada',     'ada',   async (ada) => { const own = await phone(ada); await ada.begin(); await put(ada.program, { phone: own, sign_in: false, second_step: true }) }],
  ['phone.removed',                 'succeeded', 'ada',     'ada',   async (ada) => { await phone(ada); await ada.begin(); await ada.program.remove('/auth/me/phone') }],
  ['sms.added',                     'succeeded', 'ada',     'ada',   async (ada) => { await ada.begin(); await phone(ada) }],
  ['sms.removed',                   'succeeded', 'ada',     'ada',   async (ada) => { await phone(ada); await ada.begin(); await ada.program.remove('/auth/me/phone') }],
  ['session.opened',                'succeeded', 'ada',     'ada',   async (ada) => { await ada.begin(); await login(ada) }],
  ['session.ended',                 'succeeded', 'ada',     'ada',   async (ada) => { await ada.begin(); await ada.program.post('/auth/logout') }],
  ['session.revoked',               'succeeded', 'ada',     'ada',   async (ada) => { await login(ada); await ada.begin(); await ada.program.remove('/auth/sessions') }],
  ['session.reauthenticated',       'succeeded', 'ada',     'ada',   async (ada) => { await ada.begin(); await ada.program.post('/auth/reauthenticate', { password: goodPassword }) }],
  ['session.reauthenticated',       'refused',   'ada',     'ada',   async (ada) => { await ada.begin(); await ada.program.post('/auth/reauthenticate', { password: wrong }) }],
  ['session.moved',                 'succeeded', 'ada',     'ada',   async (ada) => { const cookie = await byCookie(ada); await ada.begin(); await withCookie(ada.warder, '/auth/me', cookie, { agent: '', address: away }) }],
  ['session.suspicious',            'refused',   'ada',     'ada',   async (ada) => { const cookie = await byCookie(ada); await ada.begin(); await withCookie(ada.warder, '/auth/me', cookie, { agent: chrome, address: away }) }],
  ['password.changed',              'succeeded', 'ada',     'ada',   async (ada) => { await ada.begin(); await ada.program.post('/auth/change-password', { current_password: goodPassword, password }) }],
  ['password.changed',              'refused',   'ada',     'ada',   async (ada) => { await ada.begin(); await ada.program.post('/auth/change-password', { current_password: wrong, password }) }],
  ['password.reset_requested',      'succeeded', undefined, 'ada',   async (ada) => { await ada.begin(); await ada.warder.post('/auth/forgot-password', { email: ada.email }) }],
  ['password.reset',                'succeeded', 'ada',     'ada',   async (ada) => { await ada.warder.post('/auth/forgot-password', { email: ada.email }); const token = await ada.link('/reset-password'); await ada.begin(); await ada.warder.post('/auth/reset-password', { token, password }) }],
  ['api_key.created',               'succeeded', 'ada',     'ada',   async (ada) => { await ada.begin(); await makeKey(ada.warder, ada.program.headers()) }],
  ['api_key.rotated',               'succeeded', 'ada',     'ada',   async (ada) => { const { id } = await makeKey(ada.warder, ada.program.headers()); await ada.begin(); await ada.program.post(`/api/keys/${id}/rotate`) }],
  ['api_key.revoked',               'succeeded', 'ada',     'ada',   async (ada) => { const { id } = await makeKey(ada.warder, ada.program.headers()); await ada.begin(); await ada.program.remove(`/api/keys/${id}`) }],
  ['api_key.refused',               'refused',   undefined, 'ada',   async (ada) => {
    const { key, id } = await makeKey(ada.warder, ada.program.headers())
    await ada.program.remove(`/api/keys/${id}`)
    await ada.begin()
    await ada.warder.get('/auth/me', { 'x-api-key': key })
  }],
  ['client.created',                'succeeded', undefined, undefined, async (ada) => { await ada.begin(); await createClient(ada.warder.operator, { name: 'Robot', type: 'machine' }) }],
  ['client.deleted',                'succeeded', undefined, undefined, async (ada) => { const { client_id } = await createClient(ada.warder.operator, { name: 'Robot', type: 'machine' }); await ada.begin(); await deleteClient(ada.warder.operator, client_id) }],
  ['consent.granted',               'succeeded', 'other',   'other', async (ada) => { const { world, client, browser } = await withApplication(ada); await ada.begin(); await world.code(client, {}, browser) }],
  ['consent.withdrawn',             'succeeded', 'other',   'other', async (ada) => {
    const { world, client, browser } = await withApplication(ada)
    await world.code(client, {}, browser)
    const page = await browser.open('/account/applications')
    await ada.begin()
    assert.equal((await browser.submit(page, `/account/grants/${client.client_id}/withdraw`, {})).status, 200)
  }],
  ['signing_key.rotated',           'succeeded', undefined, undefined, async (ada) => { await ada.begin(); await rotateKeys(ada.warder.app, { tenant_id: 'ten_default', alg: 'ES256' }) }],
  ['administrator.set_up',          'succeeded', 'other',   'other', async (ada) => {
    const link = new URL((await ada.warder.setupLink()) ?? '')
    const browser = ada.warder.browser()
    const page = await browser.open(link.pathname + link.search)
    await ada.begin()
    await browser.submit(page, '/setup', { email: `root-${ada.email}`, ...person('Root') })
  }],
]

/** Where the program of `startWarder` is, so that it is the same device. */
const here = { agent: '', address: '192.0.2.1' }

async function byCookie({ warder, email }: Ada): Promise<string> {
  const body = { email, password: goodPassword }
  return sessionCookieOf(
    await withCookie(warder, '/auth/login/session', '', { ...here, method: 'POST', body }),
  ).cookie
}

async function code({ warder, email }: Ada): Promise<string> {
  const mails = (await warder.inbox()).filter((mail) => mail.to === email)
  return mails.flatMap((mail) => mail.codes)[0] ?? ''
}
