import type { IconName } from '../icons.ts'

/** What the console has pages for, each for whoever has the permission. */
const consoleSections = [
  {
    group: 'People',
    path: '/console/people',
    label: 'People',
    glyph: 'person',
    permission: 'users:read',
    of: 'accounts',
  },
  {
    group: 'People',
    path: '/console/members',
    label: 'Members',
    glyph: 'person',
    permission: 'members:read',
    of: 'members',
  },
  {
    group: 'People',
    path: '/console/invitations',
    label: 'Invitations',
    glyph: 'mail',
    permission: 'members:read',
  },
  { group: 'People', path: '/console/roles', label: 'Roles', glyph: 'shield', permission: 'roles:read' },
  { group: 'People', path: '/console/audit', label: 'Audit', glyph: 'clock', permission: 'audit:read' },
  {
    group: 'Applications and programs',
    path: '/console/applications',
    label: 'Applications',
    glyph: 'application',
    permission: 'clients:read',
  },
  {
    group: 'Applications and programs',
    path: '/console/api-keys',
    label: 'API keys',
    glyph: 'code',
    permission: 'api_keys:read',
  },
  {
    group: 'Applications and programs',
    path: '/console/service-accounts',
    label: 'Service accounts',
    glyph: 'device',
    permission: 'service_accounts:read',
  },
  {
    group: 'Applications and programs',
    path: '/console/agents',
    label: 'Agents',
    glyph: 'agent',
    permission: 'agents:read',
  },
  {
    group: 'Applications and programs',
    path: '/console/webhooks',
    label: 'Webhooks',
    glyph: 'link',
    permission: 'webhooks:read',
  },
  {
    group: 'Organisations',
    path: '/console/tenants',
    label: 'Tenants',
    glyph: 'building',
    permission: 'tenants:read',
    of: 'server',
  },
  {
    group: 'Organisations',
    path: '/console/identity-providers',
    label: 'Identity providers',
    glyph: 'door',
    permission: 'connections:read',
    of: 'accounts',
  },
  {
    group: 'Organisations',
    path: '/console/directories',
    label: 'Directories',
    glyph: 'list',
    permission: 'provisioners:read',
    of: 'accounts',
  },
  {
    group: 'This server',
    path: '/console/keys',
    label: 'Signing keys',
    glyph: 'key',
    permission: 'signing_keys:read',
  },
  {
    group: 'This server',
    path: '/console/health',
    label: 'Health',
    glyph: 'check',
    permission: 'settings:read',
    of: 'server',
  },
  {
    group: 'This server',
    path: '/console/settings',
    label: 'Settings',
    glyph: 'settings',
    permission: 'settings:read',
    of: 'server',
  },
] as const satisfies readonly {
  group: string
  path: string
  label: string
  glyph: IconName
  permission: string
  of?: 'server' | 'accounts' | 'members'
}[]

type ConsoleSection = (typeof consoleSections)[number]
export type ConsolePath = ConsoleSection['path']

/**
 * The pages that somebody may open, in their order.
 *
 * @param may whether they have a permission
 * @param at of the tenant: what is of the server is for those of the first one alone, which has no prefix, and accounts are of
 *   no tenant that is shared, which has members in their place
 */
export function openSections(
  may: (permission: string) => boolean,
  at: { prefix: string; shared: boolean },
): ConsoleSection[] {
  const here = { server: at.prefix === '', accounts: !at.shared, members: at.shared }
  return consoleSections.filter(
    (section) => may(section.permission) && (!('of' in section) || here[section.of]),
  )
}

/** The same under what they have in common. */
export function grouped(sections: readonly ConsoleSection[]) {
  const labels = [...new Set(sections.map(({ group }) => group))]
  return labels.map((label) => ({ label, sections: sections.filter(({ group }) => group === label) }))
}
