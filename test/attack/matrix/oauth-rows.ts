import type { Row } from './table.ts'

/** Looks like a handle of ours and is none. */
const token = `wot_${'A'.repeat(43)}`

/** The routes of applications, and where people answer them. */
// oxfmt-ignore
export const oauthRows: Record<string, Row> = {
  'GET /.well-known/openid-configuration':          ['anyone',                  '200'],
  'GET /.well-known/oauth-authorization-server':    ['anyone',                  '200'],
  'GET /.well-known/jwks.json':                     ['anyone',                  '200'],
  // What comes from another site is meant to: nothing changes before a page of ours is confirmed.
  'GET /oauth/authorize':                           ['anyone',                  '303', { query: '?{authorization request}' }],
  'POST /oauth/authorize':                          ['anyone',                  '303', { form: { client_id: '{client}', redirect_uri: 'https://app.example/cb', response_type: 'code' } }],
  'GET /oauth/logout':                              ['anyone',                  '200 303'],
  'POST /oauth/logout':                             ['anyone',                  '200 303', { form: {} }],
  'GET /consent':                                   ['visitor GET',             '400'],
  'POST /consent':                                  ['visitor POST',            '400', { form: { interaction: token, decision: 'allow' } }],
  'GET /select-account':                            ['visitor GET',             '400'],
  'POST /select-account':                           ['visitor POST',            '400', { form: { interaction: token, account: 'this' } }],
  'GET /error':                                     ['anyone',                  '200'],
  'GET /oauth/revocations':                         ['anyone',                  '200'],
  'POST /oauth/token':                              ['client POST',             '400', { form: { grant_type: 'refresh_token', refresh_token: token } }],
  'POST /oauth/par':                                ['client POST',             '201', { form: { redirect_uri: 'https://app.example/cb', response_type: 'code', scope: 'openid', code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', code_challenge_method: 'S256' } }],
  'POST /oauth/revoke':                             ['client POST',             '200', { form: { token } }],
  'POST /oauth/introspect':                         ['confidentialClient POST', '200', { form: { token } }],
  'GET /oauth/userinfo':                            ['accessToken GET',         '200'],
  'POST /oauth/register':                           ['anyone',                  '400 401', { json: {} }],
  'GET /oauth/register/:client_id':                 ['registeredClient GET',    '200'],
  'PUT /oauth/register/:client_id':                 ['registeredClient POST',   '200', { json: {} }],
  'DELETE /oauth/register/:client_id':              ['registeredClient POST',   '204'],
  'POST /oauth/device_authorization':               ['client POST',             '400', { form: {} }],
  'POST /oauth/bc-authorize':                       ['client POST',             '400', { form: {} }],
  'GET /device':                                    ['visitor GET',             '200'],
  'POST /device':                                   ['account POST',            '400', { form: { user_code: 'BCDF-GHJK' } }],
  'POST /device/answer':                            ['account POST',            '400', { form: { user_code: 'BCDF-GHJK', decision: 'allow' } }],
  'POST /oauth/userinfo':                           ['accessToken POST',        '200', { form: {} }],
  'GET /account/approvals':                         ['account GET',             '200'],
  'POST /account/approvals/answer':                 ['account POST',            '404', { form: { question: 'none', decision: 'allow' } }],
  'POST /account/approvals/mute':                   ['account POST',            '404', { form: { client_id: 'none' } }],
  'POST /account/approvals/unmute':                 ['account POST',            '404', { form: { client_id: 'none' } }],
}
