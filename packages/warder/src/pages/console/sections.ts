import type { IconName } from '../icons.ts'

/** What the console has pages for, each for whoever has the permission. */
const consoleSections = [
  { path: '/console/people', label: 'People', glyph: 'person', permission: 'users:read' },
  { path: '/console/applications', label: 'Applications', glyph: 'application', permission: 'clients:read' },
  { path: '/console/roles', label: 'Roles', glyph: 'shield', permission: 'roles:read' },
  { path: '/console/audit', label: 'Audit', glyph: 'list', permission: 'audit:read' },
  { path: '/console/keys', label: 'Signing keys', glyph: 'key', permission: 'signing_keys:read' },
  {
    path: '/console/settings',
    label: 'Settings',
    glyph: 'settings',
    permission: 'settings:read',
    of: 'server',
  },
] as const satisfies readonly {
  path: string
  label: string
  glyph: IconName
  permission: string
  of?: 'server'
}[]

type ConsoleSection = (typeof consoleSections)[number]
export type ConsolePath = ConsoleSection['path']

/**
 * The pages that somebody may open, in their order.
 *
 * @param may whether they have a permission
 * @param prefix of the paths of the tenant: what is of the server is for those of the first one alone, which has none
 */
export function openSections(may: (permission: string) => boolean, prefix: string): ConsoleSection[] {
  return consoleSections.filter((section) => may(section.permission) && (prefix === '' || !('of' in section)))
}
