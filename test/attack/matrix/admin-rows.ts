import type { Row } from './table.ts'

const role = { name: 'reader', permissions: ['docs:read'] }

/**
 * The routes of administration. What a path names is nobody here, and what changes a thing has not said which state of it; what
 * these do is in test/attack/administration.
 */
// oxfmt-ignore
export const adminRows: Record<string, Row> = {
  'GET /api/admin/users':                           ['administrator GET',       '200'],
  'POST /api/admin/users':                          ['administrator POST',      '201', { json: { email: '{new email}' } }],
  'GET /api/admin/users/:id':                       ['administrator GET',       '404'],
  'PATCH /api/admin/users/:id':                     ['administrator POST',      '428', { json: { full_name: 'Bob' } }],
  'DELETE /api/admin/users/:id':                    ['administrator POST',      '428'],
  'POST /api/admin/users/:id/disable':              ['administrator POST',      '404', { json: {} }],
  'POST /api/admin/users/:id/enable':               ['administrator POST',      '404', { json: {} }],
  'POST /api/admin/users/:id/lock-down':            ['administrator POST',      '404', { json: {} }],
  'GET /api/admin/users/:id/sessions':              ['administrator GET',       '404'],
  'DELETE /api/admin/users/:id/sessions':           ['administrator POST',      '404'],
  'DELETE /api/admin/sessions/:id':                 ['administrator POST',      '204'],
  'GET /api/admin/permissions':                     ['administrator GET',       '200'],
  'GET /api/admin/roles':                           ['administrator GET',       '200'],
  'POST /api/admin/roles':                          ['administrator POST',      '201', { json: role }],
  'GET /api/admin/roles/:id':                       ['administrator GET',       '404'],
  'PATCH /api/admin/roles/:id':                     ['administrator POST',      '428', { json: { permissions: ['docs:read'] } }],
  'DELETE /api/admin/roles/:id':                    ['administrator POST',      '428'],
  'GET /api/admin/roles/:id/members':               ['administrator GET',       '404'],
  'POST /api/admin/roles/:id/members':              ['administrator POST',      '404', { json: { user_id: 'usr_unknown' } }],
  'DELETE /api/admin/roles/:id/members/:part':      ['administrator POST',      '404'],
  'GET /api/admin/clients':                         ['administrator GET',       '200'],
  'POST /api/admin/clients':                        ['administrator POST',      '201', { json: { client_name: 'Notes', redirect_uris: ['https://notes.example/cb'] } }],
  'GET /api/admin/clients/:id':                     ['administrator GET',       '404'],
  'PATCH /api/admin/clients/:id':                   ['administrator POST',      '428', { json: { client_name: 'Notes' } }],
  'DELETE /api/admin/clients/:id':                  ['administrator POST',      '428'],
  'POST /api/admin/clients/:id/rotate-secret':      ['administrator POST',      '404', { json: {} }],
  'POST /api/admin/clients/:id/disable':            ['administrator POST',      '404', { json: {} }],
  'POST /api/admin/clients/:id/enable':             ['administrator POST',      '404', { json: {} }],
  'GET /api/admin/api-keys':                        ['administrator GET',       '200'],
  'DELETE /api/admin/api-keys/:id':                 ['administrator POST',      '204'],
  'GET /api/admin/service-accounts':                ['administrator GET',       '200'],
  'GET /api/admin/service-accounts/:id':            ['administrator GET',       '404'],
  'DELETE /api/admin/service-accounts/:id':         ['administrator POST',      '404'],
  'GET /api/admin/agents':                          ['administrator GET',       '200'],
  'GET /api/admin/agents/:id':                      ['administrator GET',       '200'],
  'DELETE /api/admin/agents/:id':                   ['administrator POST',      '204'],
  'POST /api/admin/agents/:id/stop':                ['administrator POST',      '200', { json: {} }],
  'POST /api/admin/agents/:id/start':               ['administrator POST',      '200', { json: {} }],
  'GET /api/admin/connections':                    ['administrator GET',       '200'],
  'POST /api/admin/connections':                   ['administrator POST',      '400', { json: { type: 'saml', name: 'acme', metadata: '<none/>' } }],
  'GET /api/admin/connections/:id':                ['administrator GET',       '404'],
  'PATCH /api/admin/connections/:id':              ['administrator POST',      '428', { json: { title: 'Acme' } }],
  'DELETE /api/admin/connections/:id':             ['administrator POST',      '428'],
  'GET /api/admin/signing-keys':                    ['administrator GET',       '200'],
  'POST /api/admin/signing-keys/rotate':            ['administrator POST',      '200', { json: { alg: 'ES256' } }],
  'POST /api/admin/signing-keys/:id/retire':        ['administrator POST',      '404', { json: {} }],
  'GET /api/admin/audit':                           ['administrator GET',       '200'],
  'GET /api/admin/settings':                        ['administrator GET',       '200'],
}
