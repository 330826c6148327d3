import type { Row } from '../table.ts'

/** The pages of administration. What a path names is nobody here; what the forms do is in test/attack/console. */
// oxfmt-ignore
export const consoleRows: Record<string, Row> = {
  'GET /console':                                   ['administering GET',  '303'],
  'GET /console/people':                            ['administering GET',  '200'],
  'POST /console/people':                           ['administering POST', '303', { form: { email: '{new email}', invite: 'on' } }],
  'GET /console/people/new':                        ['administering GET',  '200'],
  'GET /console/people/:id':                        ['administering GET',  '404'],
  'POST /console/people/:id':                       ['administering POST', '404', { form: { full_name: 'Bob', state: '*' } }],
  'POST /console/people/:id/disable':               ['administering POST', '404', { form: {} }],
  'POST /console/people/:id/enable':                ['administering POST', '404', { form: {} }],
  'POST /console/people/:id/lock-down':             ['administering POST', '404', { form: {} }],
  'POST /console/people/:id/sessions/end':          ['administering POST', '404', { form: {} }],
  'POST /console/people/:id/sessions/:part/end':    ['administering POST', '404', { form: {} }],
  'POST /console/people/:id/roles':                 ['administering POST', '404', { form: { role: 'reader' } }],
  'POST /console/people/:id/roles/:part/take':      ['administering POST', '404', { form: {} }],
  'GET /console/people/:id/delete':                 ['administering GET',  '404'],
  'POST /console/people/:id/delete':                ['administering POST', '404', { form: { state: '*' } }],
  'GET /console/audit':                             ['administering GET',  '200'],
}
