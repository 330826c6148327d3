import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { decideAuthorization, scopesToConsent, type AuthorizationState } from './authorize-decision.ts'
import type { AuthorizeRequest } from './authorize-request.ts'

const now = 1_800_000_000
const request: AuthorizeRequest = {
  client_id: 'cli_1',
  redirect_uri: 'https://app.example/cb',
  response_type: 'code',
  response_mode: 'query',
  scope: ['openid', 'notes'],
  prompt: [],
  resource: [],
}
const signedIn = { user_id: 'usr_ada', auth_time: now - 100 }
/** Ada is signed in and has agreed to all that is asked. */
const settled: AuthorizationState = {
  request,
  session: signedIn,
  resource: [],
  consent: ['notes', 'openid'],
  consent_resource: ['https://api.example'],
  skip_consent: false,
  confirm_each_time: false,
  now,
}
type Change = Partial<AuthorizationState>
const decide = (change: Change, asked: Partial<AuthorizeRequest> = {}) =>
  decideAuthorization({ ...settled, ...change, request: { ...request, ...asked } })

const begun = { reauthenticated_since: now - 10 }
const again = { user_id: 'usr_ada', auth_time: now - 5 }

describe('OIDC Core §3.1.2.3: sign-in', () => {
  // oxfmt-ignore
  const table: [what: string, change: Change, asked: Partial<AuthorizeRequest>, kind: string][] = [
    ['nobody is signed in',                       { session: undefined },          {},                              'login'],
    ['somebody is signed in',                     {},                              {},                              'issue'],
    ['prompt=login',                              {},                              { prompt: ['login'] },           'login'],
    ['prompt=login, the interaction has begun',   begun,                           { prompt: ['login'] },           'login'],
    ['prompt=login, signed in since then',        { ...begun, session: again },    { prompt: ['login'] },           'issue'],
    ['prompt=select_account',                     {},                              { prompt: ['select_account'] },  'select-account'],
    ['prompt=select_account, nobody is there',    { session: undefined },          { prompt: ['select_account'] },  'login'],
    ['prompt=select_account, interaction begun',  begun,                           { prompt: ['select_account'] },  'select-account'],
    ['prompt=select_account, signed in since',    { ...begun, session: again },    { prompt: ['select_account'] },  'issue'],
    ['prompt=select_account, chosen',             { ...begun, chosen_user_id: 'usr_ada' }, { prompt: ['select_account'] }, 'issue'],
    ['prompt=select_account, another was chosen', { ...begun, chosen_user_id: 'usr_bob' }, { prompt: ['select_account'] }, 'select-account'],
    ['a choice is no sign-in',                    { ...begun, chosen_user_id: 'usr_ada' }, { prompt: ['login', 'select_account'] }, 'login'],
    ['a choice does not make a sign-in younger',  { ...begun, chosen_user_id: 'usr_ada' }, { prompt: ['select_account'], max_age: 99 }, 'login'],
    ['a choice is not of another than the hint',  { ...begun, chosen_user_id: 'usr_ada', hint_subject: 'usr_bob' }, { prompt: ['select_account'] }, 'login'],
    ['a choice is no consent',                    { ...begun, chosen_user_id: 'usr_ada', consent: [] }, { prompt: ['select_account'] }, 'consent'],
    ['max_age=100, 100 seconds ago',              {},                              { max_age: 100 },                'issue'],
    ['AZ-23 max_age=99, 100 seconds ago',         {},                              { max_age: 99 },                 'login'],
    ['max_age=0, signed in this second',          { session: { ...again, auth_time: now } }, { max_age: 0 },        'login'],
    ['max_age=0, signed in for this request',     { ...begun, session: again },    { max_age: 0 },                  'issue'],
    ['the hint is of the same person',            { hint_subject: 'usr_ada' },     {},                              'issue'],
    ['the hint is of another person',             { hint_subject: 'usr_bob' },     {},                              'login'],
    ['the hint is of another, interaction begun', { ...begun, hint_subject: 'usr_bob' }, {},                        'login'],
  ]
  for (const [what, change, asked, kind] of table) {
    test(`${what}: ${kind}`, () => assert.equal(decide(change, asked).kind, kind))
  }
  test('when another person than the hinted one signs in, the client gets an error', () => {
    const other = { ...begun, session: again, hint_subject: 'usr_bob' }
    assert.throws(() => decide(other), { name: 'OAuthError', code: 'login_required' })
  })
})

describe('OIDC Core §5.5.1.1: how sure the client wants to be', () => {
  const acr = { sufficient: ['level2'], essential: false }
  const weak = { ...signedIn, acr: 'level1' }
  test('a sign-in of that level is enough', () => {
    assert.equal(decide({ acr, session: { ...signedIn, acr: 'level2' } }).kind, 'issue')
  })
  test('one of another, or of none, is raised and not begun anew', () => {
    for (const session of [weak, signedIn])
      assert.deepEqual(decide({ acr, session }), { kind: 'step-up', acr: ['level2'] })
  })
  test('a sign-in that is asked for comes first, and consent last', () => {
    assert.equal(decide({ acr, session: weak }, { prompt: ['login'] }).kind, 'login')
    assert.equal(decide({ acr, session: weak, consent: [] }).kind, 'step-up')
  })
  test('prompt=none shows no page: login_required, or the error for what must be', () => {
    const silent = { prompt: ['none' as const] }
    assert.throws(() => decide({ acr, session: weak }, silent), { code: 'login_required' })
    const essential = { ...acr, essential: true }
    assert.throws(() => decide({ acr: essential, session: weak }, silent), {
      code: 'unmet_authentication_requirements',
    })
  })
})

describe('OIDC Core §3.1.2.4: consent', () => {
  // oxfmt-ignore
  const table: [what: string, change: Change, asked: Partial<AuthorizeRequest>, expected: unknown][] = [
    ['nothing was granted yet',                { consent: [] },            {},                        ['openid', 'notes']],
    ['AZ-30 one more scope than was granted',  {},                         { scope: ['openid', 'admin'] }, ['admin']],
    ['a part of what was granted',             {},                         { scope: ['notes'] },      'issue'],
    ['a client of the house',                  { consent: [], skip_consent: true }, {},               'issue'],
    ['offline_access (OIDC Core §11)',         {},                         { scope: ['openid', 'offline_access'] }, ['offline_access']],
    ['offline_access for one of the house',    { skip_consent: true },     { scope: ['openid', 'offline_access'] }, 'issue'],
    ['prompt=consent',                         {},                         { prompt: ['consent'] },   ['openid', 'notes']],
    ['prompt=consent for one of the house',    { skip_consent: true },     { prompt: ['consent'] },   ['openid', 'notes']],
    ['prompt=consent, given before',           { ...begun, consent_given_at: now - 11 }, { prompt: ['consent'] }, ['openid', 'notes']],
    ['prompt=consent, given since',            { ...begun, consent_given_at: now - 10 }, { prompt: ['consent'] }, 'issue'],
    ['prompt=consent, given since to less',    { ...begun, consent_given_at: now - 10, consent: ['openid'] }, { prompt: ['consent'] }, ['notes']],
    ['a resource of before (RFC 8707 §2)',     { resource: ['https://api.example'] }, {},             'issue'],
    ['another resource (RFC 8707 §2)',         { resource: ['https://api.example', 'https://b.example'] }, {}, ['openid', 'notes']],
    ['another resource, for one of the house', { resource: ['https://b.example'], skip_consent: true }, {}, 'issue'],
    ['a client that another can pass for (RFC 8252 §8.6)', { confirm_each_time: true }, {},           ['openid', 'notes']],
    ['the same, confirmed for another request (RFC 6749 §10.2)', { ...begun, confirm_each_time: true, consent_given_at: now }, {}, ['openid', 'notes']],
    ['the same, of the house',                 { confirm_each_time: true, skip_consent: true }, {},   'issue'],
    ['the same without any scope',             { confirm_each_time: true, consent: [] }, { scope: [] }, []],
  ]
  for (const [what, change, asked, expected] of table) {
    test(`${what}: ${String(expected)}`, () => {
      const decision = decide(change, asked)
      assert.deepEqual(
        decision,
        expected === 'issue' ? { kind: 'issue' } : { kind: 'consent', scopes: expected },
      )
    })
  }
  test('is asked only of somebody who is signed in', () => {
    assert.deepEqual(decide({ session: undefined, consent: [] }), { kind: 'login' })
  })
})

describe('OIDC Core §3.1.2.1 and §3.1.2.6: prompt=none shows no page', () => {
  // oxfmt-ignore
  const table: [what: string, change: Change, asked: Partial<AuthorizeRequest>, code: string][] = [
    ['AZ-22 nobody is signed in',              { session: undefined },        {},                          'login_required'],
    ['the sign-in is too old',                 {},                            { max_age: 99 },             'login_required'],
    ['max_age=0',                              {},                            { max_age: 0 },              'login_required'],
    ['AZ-45 the hint is of another person',    { hint_subject: 'usr_bob' },   {},                          'login_required'],
    ['consent is missing (OIDC Core §3.1.2.6)', { consent: ['openid'] },      {},                          'consent_required'],
    ['a resource is new (RFC 8707 §2)',        { resource: ['https://b.example'] }, {},                   'consent_required'],
    ['another can pass for the client (RFC 8252 §8.6)', { confirm_each_time: true }, {},                  'consent_required'],
  ]
  for (const [what, change, asked, code] of table) {
    test(`${what}: ${code}`, () => {
      assert.throws(() => decide(change, { ...asked, prompt: ['none'] }), { name: 'OAuthError', code })
    })
  }
  test('and issues when nothing is missing', () => {
    assert.deepEqual(decide({ hint_subject: 'usr_ada' }, { prompt: ['none'], max_age: 100 }), {
      kind: 'issue',
    })
  })
})

describe('what a person is asked beside scopes', () => {
  test('OIDC Core §5.5 claims asked for by name need the consent of their scope', () => {
    const claims = { userinfo: ['email' as const], id_token: [] }
    assert.deepEqual(decide({}, { claims }), { kind: 'consent', scopes: ['email'] })
    assert.equal(decide({ consent: ['notes', 'openid', 'email'] }, { claims }).kind, 'issue')
    assert.deepEqual(scopesToConsent({ scope: ['openid'], claims }), ['openid', 'email'])
  })
  test('RFC 9396 §11.1 authorization_details are asked for each time, but of a client of the house', () => {
    const asked = { authorization_details: [{ type: 'payment' }] }
    assert.equal(decide({}, asked).kind, 'consent')
    assert.equal(decide({ skip_consent: true }, asked).kind, 'issue')
    assert.throws(() => decide({}, { ...asked, prompt: ['none'] }), { code: 'consent_required' })
  })
})
