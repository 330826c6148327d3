import { costly, mailing } from '../http/limit.ts'
import type { Route } from '../http/router.ts'
import { administration as row } from './administration.ts'

const people = () => import('./people/people.ts')
const roles = () => import('./people/roles.ts')

const users = '/api/admin/users'
const user = `${users}/:id`
const role = '/api/admin/roles/:id'

/** What administrators do, each with the permission that it needs. What they do it with is what commands use. */
// oxfmt-ignore
export const adminRoutes: readonly Route[] = [
  row('GET',    users,                       { permission: 'users:read' },                                 async () => (await people()).listPeople),
  row('POST',   users,                       { permission: 'users:write', recent: true, limit: costly },   async () => (await people()).createPerson),
  row('GET',    user,                        { permission: 'users:read' },                                 async () => (await people()).showPerson),
  row('PATCH',  user,                        { permission: 'users:write', state: true },                   async () => (await people()).changePerson),
  row('DELETE', user,                        { permission: 'users:write', state: true, recent: true },     async () => (await people()).deletePerson),
  row('POST',   `${user}/disable`,           { permission: 'users:write' },                                async () => (await people()).disablePerson),
  row('POST',   `${user}/enable`,            { permission: 'users:write', recent: true },                  async () => (await people()).enablePerson),
  row('POST',   `${user}/lock-down`,         { permission: 'users:write', limit: mailing },                async () => (await people()).lockPersonDown),
  row('GET',    `${user}/sessions`,          { permission: 'sessions:read' },                              async () => (await people()).listSessionsOf),
  row('DELETE', `${user}/sessions`,          { permission: 'sessions:write' },                             async () => (await people()).endSessionsOf),
  row('DELETE', '/api/admin/sessions/:id',   { permission: 'sessions:write' },                             async () => (await people()).endOneSession),

  row('GET',    '/api/admin/permissions',    { permission: 'roles:read' },                                 async () => (await roles()).listPermissions),
  row('GET',    '/api/admin/roles',          { permission: 'roles:read' },                                 async () => (await roles()).listEveryRole),
  row('POST',   '/api/admin/roles',          { permission: 'roles:write', recent: true },                  async () => (await roles()).makeRole),
  row('GET',    role,                        { permission: 'roles:read' },                                 async () => (await roles()).showRole),
  row('PATCH',  role,                        { permission: 'roles:write', state: true, recent: true },     async () => (await roles()).changeRole),
  row('DELETE', role,                        { permission: 'roles:write', state: true, recent: true },     async () => (await roles()).removeRole),
  row('GET',    `${role}/members`,           { permission: 'roles:read' },                                 async () => (await roles()).listRoleHolders),
  row('POST',   `${role}/members`,           { permission: 'roles:write', recent: true },                  async () => (await roles()).giveRole),
  row('DELETE', `${role}/members/:part`,     { permission: 'roles:write' },                                async () => (await roles()).takeRole),
]
