/** The roles every installation has. `*` is every permission. */
const builtIn: Record<string, readonly string[]> = {
  admin: ['*'],
}

export const administrator = 'admin'

/** What holders of these roles may do; a role nobody knows allows nothing. */
export function permissionsOf(roles: readonly string[]): string[] {
  return [...new Set(roles.flatMap((role) => builtIn[role] ?? []))].sort()
}

export function isRole(name: string): boolean {
  return Object.hasOwn(builtIn, name)
}
