import type { Row } from './table.ts'

const token = `wot_${'A'.repeat(43)}`

/** The routes of accounts elsewhere. Nobody signs in with one in the matrix. */
// oxfmt-ignore
export const upstreamRows: Record<string, Row> = {
  'GET /auth/oauth/:provider':                    ['visitor GET',  '404'],
  'GET /auth/oauth/:provider/callback':           ['visitor GET',  '404'],
  'POST /auth/oauth/:provider/callback':          ['anyone',       '404', { form: {} }],
  'GET /auth/oauth/:provider/resume':             ['visitor GET',  '404', { query: `?handle=${token}` }],
  'GET /auth/oauth/:provider/go':                 ['visitor GET',  '303', { query: `?state=${token}` }],
  'GET /auth/oauth/:provider/admin-consent':      ['visitor GET',  '404'],
  'POST /auth/oauth/:provider/backchannel-logout': ['anyone',      '404', { form: { logout_token: 'none' } }],
  'POST /auth/oauth/:provider/token':             ['anyone',       '404', { json: { id_token: 'none' } }],
  'GET /auth/saml/:connection/metadata':          ['anyone',       '404'],
  'GET /auth/saml/:connection/login':             ['visitor GET',  '404'],
  'POST /auth/saml/:connection/acs':              ['anyone',       '404', { form: {} }],
  'GET /auth/saml/:connection/resume':            ['visitor GET',  '404', { query: `?handle=${token}` }],
  'POST /auth/saml/:connection/resume':           ['visitor POST', '404', { form: { handle: token } }],
  'GET /auth/saml/:connection/slo':               ['anyone',       '404', { query: '?SAMLRequest=none' }],
  'POST /auth/saml/:connection/slo':              ['anyone',       '404', { form: {} }],
  'GET /account/security/identities/connect':              ['account GET',  '400', { query: `?handle=${token}` }],
  'POST /account/security/identities/connect':             ['account POST', '400', { form: { handle: token } }],
  'GET /account/security/identities/:provider/connect':    ['account GET',  '404'],
  'POST /account/security/identities/:id/remove':          ['account POST', '303', { form: {} }],
}
