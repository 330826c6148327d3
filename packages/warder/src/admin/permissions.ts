/**
 * What administrators may do, each a column of a row in the tables of their routes. A role allows some of it, and no
 * administrator gives, or does to somebody, more than they may themselves.
 */
export const adminPermissions = {
  'users:read': 'See people and their addresses.',
  'users:write': 'Invite, change, disable, lock down and delete people.',
  'users:verify': 'Say that an address is somebody’s, without a mail to it.',
  'users:import':
    'Take in people from a file. Passwords and addresses that are theirs need users:verify, roles and applications their own permission.',
  'users:export': 'Take out everybody, with addresses and roles.',
  'users:impersonate':
    'Act for somebody: get a token for an application in their name, where the operator allows it.',
  'sessions:read': 'See where somebody is signed in.',
  'sessions:write': 'Sign somebody out.',
  'roles:read': 'See roles and who has them.',
  'roles:write': 'Make and change roles, give them and take them away.',
  'clients:read': 'See applications, without their secrets.',
  'clients:write': 'Register, change and delete applications.',
  'connections:read': 'See the identity providers of organisations.',
  'connections:write':
    'Add, change and remove identity providers; which addresses one disposes of, only whoever may do everything says.',
  'provisioners:read': 'See the directories that make people here, without their tokens.',
  'provisioners:write': 'Connect and disconnect directories, and say which role a group of theirs gives.',
  'signing_keys:read': 'See signing keys, without their private halves.',
  'signing_keys:write': 'Replace signing keys.',
  'api_keys:read': 'See API keys, without their secrets.',
  'api_keys:write': 'End API keys.',
  'service_accounts:read': 'See service accounts.',
  'service_accounts:write': 'Make, change and delete service accounts.',
  'agents:read': 'See agents.',
  'agents:write': 'Stop, start and remove agents.',
  'tenants:read': 'See the tenants of this server.',
  'tenants:write': 'Make, suspend and resume tenants.',
  'webhooks:read': 'See which programs are told what happens, without their secrets.',
  'webhooks:write': 'Have programs elsewhere told what happens; needs the permission to read it as well.',
  'members:read': 'See who belongs to a tenant without people of its own, and who is invited.',
  'members:write':
    'Invite people to such a tenant, change their roles and take them out; at the first tenant, also add people.',
  'audit:read': 'Read what happened, and who did it.',
  'settings:read': 'See how this server is configured, without secrets.',
} as const

export type AdminPermission = keyof typeof adminPermissions
