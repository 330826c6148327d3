import type { Row } from '../table.ts'

const token = `wot_${'A'.repeat(43)}`

/** API keys of people, and service accounts. */
// oxfmt-ignore
export const programRows: Record<string, Row> = {
  'POST /api/keys':                                 ['person POST',             '201', { json: { name: 'Robot', scopes: ['profile:read'] } }],
  'GET /api/keys':                                  ['person GET',              '200'],
  'GET /api/keys/:id':                              ['person GET',              '200'],
  'DELETE /api/keys/:id':                           ['person POST',             '204'],
  'POST /api/keys/:id/rotate':                      ['person POST',             '200', { json: {} }],
  'GET /api/keys/:id/usage':                        ['person GET',              '200'],
  'POST /api/service-accounts':                     ['manager POST',            '201', { json: { name: 'Robot', scopes: [] } }],
  'GET /api/service-accounts':                      ['manager GET',             '200'],
  'GET /api/service-accounts/:id':                  ['manager GET',             '200'],
  'PATCH /api/service-accounts/:id':                ['manager POST',            '200', { json: { name: 'Bot' } }],
  'DELETE /api/service-accounts/:id':               ['manager POST',            '204'],
  'POST /api/service-accounts/:id/credentials':     ['manager POST',            '201', { json: { type: 'rotating_secret' } }],
  'GET /api/service-accounts/:id/credentials':      ['manager GET',             '200'],
  'POST /api/service-accounts/:id/credentials/:part/rotate': ['managerOrHolder POST', '200', { json: {} }],
  'DELETE /api/service-accounts/:id/credentials/:part': ['manager POST',        '204'],
  'POST /api/service-accounts/:id/federation':      ['manager POST',            '201', { json: { issuer: 'https://ci.example', subject: 'repo:acme/app' } }],
  'GET /api/service-accounts/:id/federation':       ['manager GET',             '200'],
  'GET /api/service-accounts/:id/federation/:part': ['manager GET',             '200'],
  'DELETE /api/service-accounts/:id/federation/:part': ['manager POST',         '204'],
  'POST /api/keys/verify':                          ['keyVerifier POST',        '200', { form: { key: token } }],
}
