import type { Route } from '../http/router.ts'
import { row } from './row.ts'

const home = () => import('./home.ts')
const people = () => import('./people.ts')
const audit = () => import('./audit.ts')

const person = '/console/people/:id'
const users = '/api/admin/users'
const user = `${users}/:id`
const members = '/api/admin/roles/:id/members'

/** The pages of whoever administers, each with the row of `/api/admin` that it does. */
// oxfmt-ignore
export const consoleRoutes: readonly Route[] = [
  row('GET',  '/console',                          undefined,                           async () => (await home()).show),

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

  row('GET',  '/console/audit',                    'GET /api/admin/audit',              async () => (await audit()).list),
]
