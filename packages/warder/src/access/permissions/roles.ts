import { words } from '../../store/words.ts'

/** The roles every installation has, which nobody changes. `*` is every permission. */
const builtIn: Readonly<Record<string, readonly string[]>> = {
  admin: ['*'],
}

export const administrator = 'admin'

export const builtInRoles = Object.entries(builtIn).map(([name, permissions]) => ({ name, permissions }))

export function isBuiltIn(name: string): boolean {
  return Object.hasOwn(builtIn, name)
}

/** What somebody holds in one tenant. */
export type Holdings = { roles: string[]; permissions: string[] }

/**
 * What holders of these roles may do. A role nobody knows allows nothing.
 *
 * @param custom the permissions of their roles that the tenant made itself, separated by spaces
 */
export function holdingsOf(roles: readonly string[], custom: string | null): Holdings {
  const fixed = roles.flatMap((role) => builtIn[role] ?? [])
  return { roles: [...roles], permissions: [...new Set([...fixed, ...words(custom ?? '')])].sort() }
}
