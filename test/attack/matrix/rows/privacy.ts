import type { Row } from '../table.ts'

const token = `wot_${'A'.repeat(43)}`
const document = 'terms'

/** What people agree to, copies of what is known of them, and how they leave. Where nothing is configured there is no document. */
// oxfmt-ignore
export const privacyRows: Record<string, Row> = {
  'GET /auth/me/consents':             ['person GET',          '200'],
  'POST /auth/me/consents':            ['person POST',         '400', { json: { document, given: false } }],
  'GET /auth/me/export':               ['person GET',          '200'],
  'POST /auth/login/consents':         ['anyone of this site', '400', { json: { temp_token: token, consents: [] } }],
  'GET /agree':                        ['visitor GET',         '303'],
  'POST /agree':                       ['visitor POST',        '400', { form: {} }],
  'POST /agree/decline':               ['visitor POST',        '303', { form: {} }],
  'GET /account/privacy':              ['account GET',         '200'],
  'POST /account/privacy/agree':       ['account POST',        '400', { form: { document, version: '1' } }],
  'POST /account/privacy/withdraw':    ['account POST',        '400', { form: { document } }],
  'POST /account/privacy/download':    ['account POST',        '200', { form: {} }],
  'POST /account/privacy/deactivate':  ['account POST',        '200', { form: {} }],
  'POST /account/privacy/erase':       ['account POST',        '200', { form: { understood: 'on' } }],
}
