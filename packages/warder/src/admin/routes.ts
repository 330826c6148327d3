import { costly, mailing } from '../http/limit.ts'
import { administration as row, type AdminRow } from './administration.ts'

const people = () => import('./people/people.ts')
const acting = () => import('./people/impersonate.ts')
const roles = () => import('./people/roles.ts')

const clients = () => import('./programs/clients.ts')
const programs = () => import('./programs/programs.ts')
const connections = () => import('./server/connections.ts')
const provisioners = () => import('./server/provisioners.ts')
const signingKeys = () => import('./server/signing-keys.ts')
const tenants = () => import('./server/tenants.ts')
const members = () => import('./people/members.ts')
const domains = () => import('./server/domains.ts')
const webhooks = () => import('./server/webhooks.ts')
const audit = () => import('./server/audit.ts')
const health = () => import('./server/health.ts')
const settings = () => import('./server/settings.ts')
const transfer = () => import('./server/transfer.ts')

const users = '/api/admin/users'
const user = `${users}/:id`
const role = '/api/admin/roles/:id'
const client = '/api/admin/clients/:id'
const connection = '/api/admin/connections/:id'
const provisioner = '/api/admin/provisioners/:id'
const account = '/api/admin/service-accounts/:id'
const agent = '/api/admin/agents/:id'
const tenant = '/api/admin/tenants/:id'
const webhook = '/api/admin/webhooks/:id'

/** What administrators do, each with the permission that it needs. What they do it with is what commands use. */
// oxfmt-ignore
export const adminRoutes: readonly AdminRow[] = [
  row('GET',    users,                       { permission: 'users:read' },                                 async () => (await people()).listPeople),
  row('POST',   users,                       { permission: 'users:write', recent: true, limit: costly },   async () => (await people()).createPerson),
  row('GET',    user,                        { permission: 'users:read' },                                 async () => (await people()).showPerson),
  row('PATCH',  user,                        { permission: 'users:write', state: true },                   async () => (await people()).changePerson),
  row('DELETE', user,                        { permission: 'users:write', state: true, recent: true },     async () => (await people()).deletePerson),
  row('POST',   `${user}/disable`,           { permission: 'users:write' },                                async () => (await people()).disablePerson),
  row('POST',   `${user}/enable`,            { permission: 'users:write', recent: true },                  async () => (await people()).enablePerson),
  row('POST',   `${user}/lock-down`,         { permission: 'users:write', limit: mailing },                async () => (await people()).lockPersonDown),
  row('POST',   `${user}/recovery-link`,     { permission: 'users:write', recent: true, limit: mailing }, async () => (await people()).sendRecovery),
  row('POST',   `${user}/impersonate`,       { permission: 'users:impersonate', recent: true, limit: mailing }, async () => (await acting()).impersonatePerson),
  row('DELETE', '/api/admin/impersonations/:id', { permission: 'users:impersonate' },                      async () => (await acting()).endImpersonation),
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

  row('GET',    '/api/admin/clients',        { permission: 'clients:read' },                               async () => (await clients()).listEveryClient),
  row('POST',   '/api/admin/clients',        { permission: 'clients:write', recent: true },                async () => (await clients()).registerClient),
  row('GET',    client,                      { permission: 'clients:read' },                               async () => (await clients()).showOneClient),
  row('PATCH',  client,                      { permission: 'clients:write', state: true, recent: true },   async () => (await clients()).changeOneClient),
  row('DELETE', client,                      { permission: 'clients:write', state: true, recent: true },   async () => (await clients()).removeClient),
  row('POST',   `${client}/rotate-secret`,   { permission: 'clients:write', recent: true },                async () => (await clients()).rotateSecret),
  row('POST',   `${client}/disable`,         { permission: 'clients:write' },                              async () => (await clients()).disableClient),
  row('POST',   `${client}/enable`,          { permission: 'clients:write', recent: true },                async () => (await clients()).enableClient),

  row('GET',    '/api/admin/api-keys',       { permission: 'api_keys:read' },                              async () => (await programs()).listKeys),
  row('DELETE', '/api/admin/api-keys/:id',   { permission: 'api_keys:write' },                             async () => (await programs()).endKey),
  row('GET',    '/api/admin/service-accounts', { permission: 'service_accounts:read' },                    async () => (await programs()).listServiceAccounts),
  row('GET',    account,                     { permission: 'service_accounts:read' },                      async () => (await programs()).showServiceAccount),
  row('DELETE', account,                     { permission: 'service_accounts:write' },                     async () => (await programs()).removeServiceAccount),
  row('GET',    '/api/admin/agents',         { permission: 'agents:read' },                                async () => (await programs()).listAgents),
  row('GET',    agent,                       { permission: 'agents:read' },                                async () => (await programs()).showAgent),
  row('DELETE', agent,                       { permission: 'agents:write' },                               async () => (await programs()).removeOneAgent),
  row('POST',   `${agent}/stop`,             { permission: 'agents:write' },                               async () => (await programs()).stopOneAgent),
  row('POST',   `${agent}/start`,            { permission: 'agents:write', recent: true },                 async () => (await programs()).startOneAgent),

  row('GET',    '/api/admin/connections',    { permission: 'connections:read' },                           async () => (await connections()).listEveryConnection),
  row('POST',   '/api/admin/connections',    { permission: 'connections:write', recent: true, limit: costly }, async () => (await connections()).makeConnection),
  row('GET',    connection,                  { permission: 'connections:read' },                           async () => (await connections()).showConnection),
  row('PATCH',  connection,                  { permission: 'connections:write', state: true, recent: true, limit: costly }, async () => (await connections()).changeConnection),
  row('DELETE', connection,                  { permission: 'connections:write', state: true, recent: true }, async () => (await connections()).dropConnection),

  row('GET',    '/api/admin/provisioners',   { permission: 'provisioners:read' },                          async () => (await provisioners()).listProvisioners),
  row('POST',   '/api/admin/provisioners',   { permission: 'provisioners:write', recent: true },           async () => (await provisioners()).makeProvisioner),
  row('GET',    provisioner,                 { permission: 'provisioners:read' },                          async () => (await provisioners()).showProvisioner),
  row('DELETE', provisioner,                 { permission: 'provisioners:write' },                         async () => (await provisioners()).endProvisioner),
  row('POST',   `${provisioner}/rotate`,     { permission: 'provisioners:write', recent: true },           async () => (await provisioners()).rotateProvisioner),
  row('GET',    `${provisioner}/groups`,     { permission: 'provisioners:read' },                          async () => (await provisioners()).listProvisionedGroups),
  row('POST',   '/api/admin/provisioned-groups/:id/map', { permission: 'provisioners:write', recent: true }, async () => (await provisioners()).mapProvisionedGroup),

  row('GET',    '/api/admin/signing-keys',   { permission: 'signing_keys:read' },                          async () => (await signingKeys()).listSigningKeys),
  row('POST',   '/api/admin/signing-keys/rotate', { permission: 'signing_keys:write', recent: true },      async () => (await signingKeys()).rotateSigningKeys),
  row('POST',   '/api/admin/signing-keys/:id/retire', { permission: 'signing_keys:write', recent: true },  async () => (await signingKeys()).retireSigningKey),
  row('GET',    '/api/admin/tenants',        { permission: 'tenants:read' },                               async () => (await tenants()).listEveryTenant),
  row('POST',   '/api/admin/tenants',        { permission: 'tenants:write', recent: true },                async () => (await tenants()).makeTenant),
  row('GET',    tenant,                      { permission: 'tenants:read' },                               async () => (await tenants()).showTenant),
  row('PATCH',  tenant,                      { permission: 'tenants:write', state: true },                 async () => (await tenants()).changeTenant),
  row('DELETE', tenant,                      { permission: 'tenants:write', recent: true, state: true },   async () => (await tenants()).dropTenant),
  row('POST',   `${tenant}/suspend`,         { permission: 'tenants:write', recent: true },                async () => (await tenants()).stopTenant),
  row('POST',   `${tenant}/resume`,          { permission: 'tenants:write', recent: true },                async () => (await tenants()).startTenant),
  row('POST',   `${tenant}/second-factor`,   { permission: 'tenants:write', recent: true },                async () => (await tenants()).setSecondFactor),
  row('GET',    `${tenant}/memberships`,     { permission: 'members:read' },                               async () => (await members()).listMembersOf),
  row('POST',   `${tenant}/memberships`,     { permission: 'members:write', recent: true },                async () => (await members()).makeMember),
  row('GET',    `${tenant}/memberships/:part`, { permission: 'members:read' },                             async () => (await members()).showMember),
  row('PATCH',  `${tenant}/memberships/:part`, { permission: 'members:write', recent: true },              async () => (await members()).changeMember),
  row('DELETE', `${tenant}/memberships/:part`, { permission: 'members:write' },                            async () => (await members()).dropMember),
  row('GET',    `${tenant}/invitations`,     { permission: 'members:read' },                               async () => (await members()).listInvited),
  row('POST',   `${tenant}/invitations`,     { permission: 'members:write', recent: true, limit: mailing }, async () => (await members()).inviteMember),
  row('DELETE', `${tenant}/invitations/:part`, { permission: 'members:write' },                            async () => (await members()).takeBackInvitation),
  row('POST',   `${tenant}/issuer`,          { permission: 'tenants:write', recent: true },                async () => (await domains()).moveTheTenant),
  row('GET',    `${tenant}/domains`,         { permission: 'tenants:read' },                               async () => (await domains()).listDomainsOf),
  row('POST',   `${tenant}/domains`,         { permission: 'tenants:write', recent: true },                async () => (await domains()).makeClaim),
  row('GET',    `${tenant}/domains/:part`,   { permission: 'tenants:read' },                               async () => (await domains()).showDomain),
  row('DELETE', `${tenant}/domains/:part`,   { permission: 'tenants:write', recent: true },                async () => (await domains()).dropDomain),
  row('POST',   `${tenant}/domains/:part/verify`, { permission: 'tenants:write', recent: true },           async () => (await domains()).verifyTheDomain),

  row('GET',    '/api/admin/webhooks',       { permission: 'webhooks:read' },                              async () => (await webhooks()).listEveryWebhook),
  row('POST',   '/api/admin/webhooks',       { permission: 'webhooks:write', recent: true },               async () => (await webhooks()).makeWebhook),
  row('GET',    webhook,                     { permission: 'webhooks:read' },                              async () => (await webhooks()).showOneWebhook),
  row('PATCH',  webhook,                     { permission: 'webhooks:write', state: true, recent: true },  async () => (await webhooks()).changeOneWebhook),
  row('DELETE', webhook,                     { permission: 'webhooks:write', state: true },                async () => (await webhooks()).dropWebhook),
  row('POST',   `${webhook}/rotate`,         { permission: 'webhooks:write', recent: true },               async () => (await webhooks()).rotateOneWebhook),
  row('GET',    `${webhook}/deliveries`,     { permission: 'webhooks:read' },                              async () => (await webhooks()).listMessages),
  row('POST',   `${webhook}/deliveries/:part/redeliver`, { permission: 'webhooks:write' },                 async () => (await webhooks()).sendAgain),

  row('GET',    '/api/admin/audit',          { permission: 'audit:read' },                                 async () => (await audit()).listEvents),
  row('POST',   '/api/admin/import',         { permission: 'users:import', recent: true, limit: costly },  async () => (await transfer()).takeIn),
  row('GET',    '/api/admin/export',         { permission: 'users:export', recent: true, limit: costly },  async () => (await transfer()).takeOut),
  row('GET',    '/api/admin/health',         { permission: 'settings:read' },                              async () => (await health()).showHealth),
  row('GET',    '/api/admin/settings',       { permission: 'settings:read' },                              async () => (await settings()).showSettings),
]
