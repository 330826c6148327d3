import { row, type ConsoleRow } from './row.ts'

const frame = () => import('./frame.ts')
const people = () => import('./people.ts')
const applications = () => import('./applications.ts')
const roles = () => import('./roles.ts')
const apiKeys = () => import('./programs/api-keys.ts')
const serviceAccounts = () => import('./programs/service-accounts.ts')
const agents = () => import('./programs/agents.ts')
const providers = () => import('./organisations/identity-providers.ts')
const directories = () => import('./organisations/directories.ts')
const webhooks = () => import('./programs/webhooks.ts')
const tenants = () => import('./tenants/tenants.ts')
const domains = () => import('./tenants/domains.ts')
const membersOf = () => import('./tenants/members.ts')
const invitations = () => import('./tenants/invitations.ts')
const audit = () => import('./audit.ts')
const keys = () => import('./keys.ts')
const health = () => import('./health.ts')
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
const account = '/console/service-accounts/:id'
const oneAccount = '/api/admin/service-accounts/:id'
const agent = '/console/agents/:id'
const oneAgent = '/api/admin/agents/:id'
const provider = '/console/identity-providers/:id'
const connections = '/api/admin/connections'
const connection = `${connections}/:id`
const directory = '/console/directories/:id'
const provisioners = '/api/admin/provisioners'
const provisioner = `${provisioners}/:id`
const signingKeys = '/api/admin/signing-keys'
const webhook = '/console/webhooks/:id'
const oneWebhook = '/api/admin/webhooks/:id'
const tenant = '/console/tenants/:id'
const oneTenant = '/api/admin/tenants/:id'
const member = `${tenant}/members/:part`
const memberships = `${oneTenant}/memberships`
const domain = `${tenant}/domains/:part`
const oneDomain = `${oneTenant}/domains/:part`

/** The pages of whoever administers, each with the row of `/api/admin` that it does. */
// oxfmt-ignore
export const consoleRoutes: readonly ConsoleRow[] = [
  row('GET',  '/console',                          undefined,                           async () => (await frame()).home),

  row('GET',  '/console/people',                   `GET ${users}`,                      async () => (await people()).list),
  row('POST', '/console/people',                   `POST ${users}`,                     async () => (await people()).add),
  row('GET',  '/console/people/new',               `POST ${users}`,                     async () => (await people()).begin),
  row('GET',  person,                              `GET ${user}`,                       async () => (await people()).show),
  row('POST', person,                              `PATCH ${user}`,                     async () => (await people()).rename),
  row('POST', `${person}/disable`,                 `POST ${user}/disable`,              async () => (await people()).disable),
  row('POST', `${person}/enable`,                  `POST ${user}/enable`,               async () => (await people()).enable),
  row('POST', `${person}/lock-down`,               `POST ${user}/lock-down`,            async () => (await people()).lockDown),
  row('POST', `${person}/recovery-link`,           `POST ${user}/recovery-link`,        async () => (await people()).sendRecovery),
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

  row('GET',  '/console/api-keys',                 'GET /api/admin/api-keys',           async () => (await apiKeys()).list),
  row('POST', '/console/api-keys/:id/end',         'DELETE /api/admin/api-keys/:id',    async () => (await apiKeys()).end),

  row('GET',  '/console/service-accounts',         'GET /api/admin/service-accounts',   async () => (await serviceAccounts()).list),
  row('GET',  account,                             `GET ${oneAccount}`,                 async () => (await serviceAccounts()).show),
  row('GET',  `${account}/delete`,                 `DELETE ${oneAccount}`,              async () => (await serviceAccounts()).confirmRemoval),
  row('POST', `${account}/delete`,                 `DELETE ${oneAccount}`,              async () => (await serviceAccounts()).remove),

  row('GET',  '/console/agents',                   'GET /api/admin/agents',             async () => (await agents()).list),
  row('GET',  agent,                               `GET ${oneAgent}`,                   async () => (await agents()).show),
  row('POST', `${agent}/stop`,                     `POST ${oneAgent}/stop`,             async () => (await agents()).stop),
  row('POST', `${agent}/start`,                    `POST ${oneAgent}/start`,            async () => (await agents()).start),
  row('GET',  `${agent}/delete`,                   `DELETE ${oneAgent}`,                async () => (await agents()).confirmRemoval),
  row('POST', `${agent}/delete`,                   `DELETE ${oneAgent}`,                async () => (await agents()).remove),

  row('GET',  '/console/webhooks',                 'GET /api/admin/webhooks',           async () => (await webhooks()).list),
  row('POST', '/console/webhooks',                 'POST /api/admin/webhooks',          async () => (await webhooks()).add),
  row('GET',  '/console/webhooks/new',             'POST /api/admin/webhooks',          async () => (await webhooks()).begin),
  row('GET',  webhook,                             `GET ${oneWebhook}`,                 async () => (await webhooks()).show),
  row('POST', webhook,                             `PATCH ${oneWebhook}`,               async () => (await webhooks()).change),
  row('POST', `${webhook}/disable`,                `PATCH ${oneWebhook}`,               async () => (await webhooks()).disable),
  row('POST', `${webhook}/enable`,                 `PATCH ${oneWebhook}`,               async () => (await webhooks()).enable),
  row('GET',  `${webhook}/rotate`,                 `POST ${oneWebhook}/rotate`,         async () => (await webhooks()).confirmRotation),
  row('POST', `${webhook}/rotate`,                 `POST ${oneWebhook}/rotate`,         async () => (await webhooks()).rotate),
  row('POST', `${webhook}/messages/:part`,         `POST ${oneWebhook}/deliveries/:part/redeliver`, async () => (await webhooks()).sendAgain),
  row('GET',  `${webhook}/delete`,                 `DELETE ${oneWebhook}`,              async () => (await webhooks()).confirmRemoval),
  row('POST', `${webhook}/delete`,                 `DELETE ${oneWebhook}`,              async () => (await webhooks()).remove),

  row('GET',  '/console/tenants',                  'GET /api/admin/tenants',            async () => (await tenants()).list),
  row('POST', '/console/tenants',                  'POST /api/admin/tenants',           async () => (await tenants()).make),
  row('GET',  '/console/tenants/new',              'POST /api/admin/tenants',           async () => (await tenants()).begin),
  row('GET',  tenant,                              `GET ${oneTenant}`,                  async () => (await tenants()).show),
  row('POST', tenant,                              `PATCH ${oneTenant}`,                async () => (await tenants()).change),
  row('GET',  `${tenant}/suspend`,                 `POST ${oneTenant}/suspend`,         async () => (await tenants()).confirmSuspension),
  row('POST', `${tenant}/suspend`,                 `POST ${oneTenant}/suspend`,         async () => (await tenants()).suspend),
  row('POST', `${tenant}/resume`,                  `POST ${oneTenant}/resume`,          async () => (await tenants()).resume),
  row('GET',  `${tenant}/delete`,                  `DELETE ${oneTenant}`,               async () => (await tenants()).confirmRemoval),
  row('POST', `${tenant}/delete`,                  `DELETE ${oneTenant}`,               async () => (await tenants()).remove),
  row('POST', `${tenant}/second-factor`,           `POST ${oneTenant}/second-factor`,   async () => (await tenants()).setSecondFactor),
  row('GET',  `${tenant}/address`,                 `POST ${oneTenant}/issuer`,          async () => (await domains()).confirmReturn),
  row('POST', `${tenant}/address`,                 `POST ${oneTenant}/issuer`,          async () => (await domains()).goBack),
  row('GET',  `${tenant}/domains`,                 `GET ${oneTenant}/domains`,          async () => (await domains()).list),
  row('POST', `${tenant}/domains`,                 `POST ${oneTenant}/domains`,         async () => (await domains()).claim),
  row('POST', `${domain}/verify`,                  `POST ${oneDomain}/verify`,          async () => (await domains()).verify),
  row('GET',  `${domain}/move`,                    `POST ${oneTenant}/issuer`,          async () => (await domains()).confirmMove),
  row('POST', `${domain}/move`,                    `POST ${oneTenant}/issuer`,          async () => (await domains()).move),
  row('GET',  `${domain}/delete`,                  `DELETE ${oneDomain}`,               async () => (await domains()).confirmRemoval),
  row('POST', `${domain}/delete`,                  `DELETE ${oneDomain}`,               async () => (await domains()).remove),

  row('GET',  '/console/members',                  `GET ${memberships}`,                async () => (await membersOf()).own),
  row('GET',  `${tenant}/members`,                 `GET ${memberships}`,                async () => (await membersOf()).list),
  row('POST', `${tenant}/members`,                 `POST ${memberships}`,               async () => (await membersOf()).add),
  row('GET',  `${tenant}/members/new`,             `POST ${memberships}`,               async () => (await membersOf()).begin),
  row('GET',  member,                              `GET ${memberships}/:part`,          async () => (await membersOf()).show),
  row('POST', member,                              `PATCH ${memberships}/:part`,        async () => (await membersOf()).change),
  row('GET',  `${member}/delete`,                  `DELETE ${memberships}/:part`,       async () => (await membersOf()).confirmRemoval),
  row('POST', `${member}/delete`,                  `DELETE ${memberships}/:part`,       async () => (await membersOf()).remove),
  row('GET',  '/console/invitations',              `GET ${oneTenant}/invitations`,      async () => (await invitations()).own),
  row('GET',  `${tenant}/invitations`,             `GET ${oneTenant}/invitations`,      async () => (await invitations()).list),
  row('POST', `${tenant}/invitations`,             `POST ${oneTenant}/invitations`,     async () => (await invitations()).invite),
  row('GET',  `${tenant}/invitations/new`,         `POST ${oneTenant}/invitations`,     async () => (await invitations()).begin),
  row('POST', `${tenant}/invitations/:part/take-back`, `DELETE ${oneTenant}/invitations/:part`, async () => (await invitations()).takeBack),

  row('GET',  '/console/identity-providers',       `GET ${connections}`,                async () => (await providers()).list),
  row('POST', '/console/identity-providers',       `POST ${connections}`,               async () => (await providers()).add),
  row('GET',  '/console/identity-providers/new',   `POST ${connections}`,               async () => (await providers()).begin),
  row('GET',  provider,                            `GET ${connection}`,                 async () => (await providers()).show),
  row('POST', provider,                            `PATCH ${connection}`,               async () => (await providers()).change),
  row('GET',  `${provider}/delete`,                `DELETE ${connection}`,              async () => (await providers()).confirmRemoval),
  row('POST', `${provider}/delete`,                `DELETE ${connection}`,              async () => (await providers()).remove),

  row('GET',  '/console/directories',              `GET ${provisioners}`,               async () => (await directories()).list),
  row('POST', '/console/directories',              `POST ${provisioners}`,              async () => (await directories()).connect),
  row('GET',  '/console/directories/new',          `POST ${provisioners}`,              async () => (await directories()).begin),
  row('GET',  directory,                           `GET ${provisioner}`,                async () => (await directories()).show),
  row('POST', `${directory}/rotate`,               `POST ${provisioner}/rotate`,        async () => (await directories()).newToken),
  row('POST', `${directory}/groups/:part`,         'POST /api/admin/provisioned-groups/:id/map', async () => (await directories()).mapGroup),
  row('GET',  `${directory}/delete`,               `DELETE ${provisioner}`,             async () => (await directories()).confirmRemoval),
  row('POST', `${directory}/delete`,               `DELETE ${provisioner}`,             async () => (await directories()).disconnect),

  row('GET',  '/console/audit',                    'GET /api/admin/audit',              async () => (await audit()).list),
  row('GET',  '/console/keys',                     `GET ${signingKeys}`,                async () => (await keys()).list),
  row('GET',  '/console/keys/rotate',              `POST ${signingKeys}/rotate`,        async () => (await keys()).confirmRotation),
  row('POST', '/console/keys/rotate',              `POST ${signingKeys}/rotate`,        async () => (await keys()).rotate),
  row('POST', '/console/keys/:id/retire',          `POST ${signingKeys}/:id/retire`,    async () => (await keys()).retire),
  row('GET',  '/console/health',                   'GET /api/admin/health',             async () => (await health()).show),
  row('GET',  '/console/settings',                 'GET /api/admin/settings',           async () => (await settings()).show),
]
