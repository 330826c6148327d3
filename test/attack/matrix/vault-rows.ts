import type { Row } from './table.ts'

/** The routes of connections to other services. Nobody offers one in the matrix. */
// oxfmt-ignore
export const vaultRows: Record<string, Row> = {
  'GET /api/vault/connections':                           ['person GET',       '200'],
  'POST /api/vault/connections':                          ['person POST',      '404', { json: { provider: 'none' } }],
  'DELETE /api/vault/connections/:id':                    ['person POST',      '204'],
  'POST /api/vault/connections/:id/programs':             ['person POST',      '200', { json: { program: '{client}', methods: ['GET'] } }],
  'DELETE /api/vault/connections/:id/programs/:program':  ['person POST',      '204'],
  'GET /api/vault/connections/:provider/connect':         ['account GET',      '404'],
  'POST /api/vault/connections/:provider/connect':        ['account POST',     '404', { form: {} }],
  'POST /api/vault/fetch':                                ['accessToken POST', '404', { json: { connection: 'con_none', url: 'https://notes.example/' } }],
  'GET /vault/callback/:provider':                        ['account GET',      '400'],
  'GET /account/connections':                             ['account GET',      '200'],
  'GET /account/connections/:id':                         ['account GET',      '200'],
  'POST /account/connections/:id/programs':               ['account POST',     '303', { form: { known: '{client}', program: '', read_only: 'on' } }],
  'POST /account/connections/:id/programs/remove':        ['account POST',     '303', { form: { program: 'agt_robot' } }],
  'POST /account/connections/:id/disconnect':             ['account POST',     '303', { form: {} }],
}
