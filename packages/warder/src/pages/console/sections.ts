import type { IconName } from '../icons.ts'

/** What the console has pages for, each for whoever has the permission. */
export const consoleSections = [
  { path: '/console/people', label: 'People', glyph: 'person', permission: 'users:read' },
  { path: '/console/applications', label: 'Applications', glyph: 'application', permission: 'clients:read' },
  { path: '/console/roles', label: 'Roles', glyph: 'shield', permission: 'roles:read' },
  { path: '/console/audit', label: 'Audit', glyph: 'list', permission: 'audit:read' },
  { path: '/console/keys', label: 'Signing keys', glyph: 'key', permission: 'signing_keys:read' },
  { path: '/console/settings', label: 'Settings', glyph: 'settings', permission: 'settings:read' },
] as const satisfies readonly { path: string; label: string; glyph: IconName; permission: string }[]

export type ConsoleSection = (typeof consoleSections)[number]
export type ConsolePath = ConsoleSection['path']
