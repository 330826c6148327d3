import type { Route } from '../http/router.ts'
import { row } from './row.ts'

const frame = () => import('./frame.ts')
const people = () => import('./people.ts')
const applications = () => import('./applications.ts')
const roles = () => import('./roles.ts')
const audit = () => import('./audit.ts')
const keys = () => import('./keys.ts')
const settings = () => import('./settings.ts')

const person = '/console/people/:id'
const application = '/console/applications/:id'
const users = '/api/admin/users'
const user = `${users}/:id`
const clients = '/api/admin/clients'
const client = `${clients}/:id`
const role = '/console/roles/:id'
const everyRole = '/api/admin/roles'
const oneRole = `${everyRole}/:id`
const members = `${oneRole}/members`
const signingKeys = '/api/admin/signing-keys'

/** The pages of whoever administers, each with the row of `/api/admin` that it does. */
// oxfmt-ignore
export const consoleRoutes: readonly Route[] = [
  row('GET',  '/console',                          undefined,                           async () => (await frame()).home),

  row('GET',  '/console/people',                   `GET ${users}`,                      async () => (await people()).list),
  row('POST', '/console/people',                   `POST ${users}`,                     async () => (await people()).add),
  row('GET',  '/console/people/new',               `POST ${users}`,                     async () => (await people()).begin),
  row('GET',  person,                              `GET ${user}`,                       async () => (await people()).show),
  row('POST', person,                              `PATCH ${user}`,                     async () => (await people()).rename),
  row('POST', `${person}/disable`,                 `POST ${user}/disable`,              async () => (await people()).disable),
  row('POST', `${person}/enable`,                  `POST ${user}/enable`,               async () => (await people()).enable),
  row('POST', `${person}/lock-down`,               `POST ${user}/lock-down`,            async () => (await people()).lockDown),
  row('POST', `${person}/sessions/end`,            `DELETE ${user}/sessions`,           async () => (await people()).endSessions),
  row('POST', `${person}/sessions/:part/end`,      'DELETE /api/admin/sessions/:id',    async () => (await people()).endSession),
  row('POST', `${person}/roles`,                   `POST ${members}`,                   async () => (await people()).giveRole),
  row('POST', `${person}/roles/:part/take`,        `DELETE ${members}/:part`,           async () => (await people()).takeRole),
  row('GET',  `${person}/delete`,                  `DELETE ${user}`,                    async () => (await people()).confirmRemoval),
  row('POST', `${person}/delete`,                  `DELETE ${user}`,                    async () => (await people()).remove),

  row('GET',  '/console/applications',             `GET ${clients}`,                    async () => (await applications()).list),
  row('POST', '/console/applications',             `POST ${clients}`,                   async () => (await applications()).register),
  row('GET',  '/console/applications/new',         `POST ${clients}`,                   async () => (await applications()).begin),
  row('GET',  application,                         `GET ${client}`,                     async () => (await applications()).show),
  row('POST', application,                         `PATCH ${client}`,                   async () => (await applications()).change),
  row('POST', `${application}/secret`,             `POST ${client}/rotate-secret`,      async () => (await applications()).newSecret),
  row('POST', `${application}/disable`,            `POST ${client}/disable`,            async () => (await applications()).disable),
  row('POST', `${application}/enable`,             `POST ${client}/enable`,             async () => (await applications()).enable),
  row('GET',  `${application}/delete`,             `DELETE ${client}`,                  async () => (await applications()).confirmRemoval),
  row('POST', `${application}/delete`,             `DELETE ${client}`,                  async () => (await applications()).remove),

  row('GET',  '/console/roles',                    `GET ${everyRole}`,                  async () => (await roles()).list),
  row('POST', '/console/roles',                    `POST ${everyRole}`,                 async () => (await roles()).make),
  row('GET',  '/console/roles/new',                `POST ${everyRole}`,                 async () => (await roles()).begin),
  row('GET',  role,                                `GET ${oneRole}`,                    async () => (await roles()).show),
  row('POST', role,                                `PATCH ${oneRole}`,                  async () => (await roles()).change),
  row('GET',  `${role}/delete`,                    `DELETE ${oneRole}`,                 async () => (await roles()).confirmRemoval),
  row('POST', `${role}/delete`,                    `DELETE ${oneRole}`,                 async () => (await roles()).remove),

  row('GET',  '/console/audit',                    'GET /api/admin/audit',              async () => (await audit()).list),
  row('GET',  '/console/keys',                     `GET ${signingKeys}`,                async () => (await keys()).list),
  row('GET',  '/console/keys/rotate',              `POST ${signingKeys}/rotate`,        async () => (await keys()).confirmRotation),
  row('POST', '/console/keys/rotate',              `POST ${signingKeys}/rotate`,        async () => (await keys()).rotate),
  row('POST', '/console/keys/:id/retire',          `POST ${signingKeys}/:id/retire`,    async () => (await keys()).retire),
  row('GET',  '/console/settings',                 'GET /api/admin/settings',           async () => (await settings()).show),
]
