import type { Row } from '../table.ts'

const user = { userName: '{new email}' }
const patch = { Operations: [{ op: 'replace', path: 'active', value: false }] }

/** Nobody but a directory with the token of a connection, which none of the senders has (see test/attack/scim), and people at /Me. */
// oxfmt-ignore
export const scimRows: Record<string, Row> = {
  'GET /scim/v2/Users':                  ['provisioner GET',  ''],
  'POST /scim/v2/Users':                 ['provisioner POST', '', { json: user }],
  'POST /scim/v2/Users/.search':         ['provisioner POST', '', { json: {} }],
  'GET /scim/v2/Users/:id':              ['provisioner GET',  ''],
  'PUT /scim/v2/Users/:id':              ['provisioner POST', '', { json: user }],
  'PATCH /scim/v2/Users/:id':            ['provisioner POST', '', { json: patch }],
  'DELETE /scim/v2/Users/:id':           ['provisioner POST', ''],
  'GET /scim/v2/Groups':                 ['provisioner GET',  ''],
  'POST /scim/v2/Groups':                ['provisioner POST', '', { json: { displayName: 'Engines' } }],
  'POST /scim/v2/.search':               ['provisioner POST', '', { json: {} }],
  'POST /scim/v2/Groups/.search':        ['provisioner POST', '', { json: {} }],
  'GET /scim/v2/Groups/:id':             ['provisioner GET',  ''],
  'PUT /scim/v2/Groups/:id':             ['provisioner POST', '', { json: { displayName: 'Engines' } }],
  'PATCH /scim/v2/Groups/:id':           ['provisioner POST', '', { json: patch }],
  'DELETE /scim/v2/Groups/:id':          ['provisioner POST', ''],
  'POST /scim/v2/Bulk':                  ['provisioner POST', '', { json: { Operations: [] } }],
  // Nobody in the matrix was made by a directory.
  'GET /scim/v2/Me':                     ['oneself GET',      '404'],
  'POST /scim/v2/Me':                    ['oneself POST',     '501', { json: user }],
  'PUT /scim/v2/Me':                     ['oneself POST',     '501', { json: user }],
  'PATCH /scim/v2/Me':                   ['oneself POST',     '501', { json: patch }],
  'DELETE /scim/v2/Me':                  ['oneself POST',     '501'],
  'GET /scim/v2/ServiceProviderConfig':  ['provisioner GET',  ''],
  'GET /scim/v2/ResourceTypes':          ['provisioner GET',  ''],
  'GET /scim/v2/ResourceTypes/:id':      ['provisioner GET',  ''],
  'GET /scim/v2/Schemas':                ['provisioner GET',  ''],
  'GET /scim/v2/Schemas/:id':            ['provisioner GET',  ''],
}
