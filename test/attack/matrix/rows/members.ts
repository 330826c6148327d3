import type { Row } from '../table.ts'

/** Organisations that people belong to, and their members. What a path names is nowhere here: test/attack/tenants/members. */
// oxfmt-ignore
export const memberRows: Record<string, Row> = {
  'GET /auth/tenants':                                  ['person GET',         '200'],
  'POST /auth/tenants/:id/switch':                      ['person POST',        '403', { json: {} }],
  'GET /account/organisations':                         ['account GET',        '200'],
  'GET /account/organisations/:id':                     ['account GET',        '403'],
  'POST /account/organisations/:id':                    ['account POST',       '403', { form: {} }],
  'GET /account/organisations/:id/:interaction':        ['account GET',        '403'],
  'POST /account/organisations/:id/:interaction':       ['account POST',       '403', { form: {} }],
  'GET /api/admin/tenants/:id/memberships':             ['administrator GET',  '404'],
  'POST /api/admin/tenants/:id/memberships':            ['administrator POST', '404', { json: { user_id: 'usr_unknown' } }],
  'GET /api/admin/tenants/:id/memberships/:part':       ['administrator GET',  '404'],
  'PATCH /api/admin/tenants/:id/memberships/:part':     ['administrator POST', '404', { json: { roles: [] } }],
  'DELETE /api/admin/tenants/:id/memberships/:part':    ['administrator POST', '404'],
  'GET /api/admin/tenants/:id/invitations':             ['administrator GET',  '404'],
  'POST /api/admin/tenants/:id/invitations':            ['administrator POST', '404', { json: { email: '{new email}' } }],
  'DELETE /api/admin/tenants/:id/invitations/:part':    ['administrator POST', '404'],
}
