import { Problem } from '@warder/protocol'

/** Of a program that acts for itself: a scope of its access token that begins so is a permission of administration. */
export const scopePrefix = 'warder:'

/** The permissions that scopes are, where they are any. */
export function permissionsOfScopes(scopes: readonly string[]): string[] {
  return scopes
    .filter((scope) => scope.startsWith(scopePrefix))
    .map((scope) => scope.slice(scopePrefix.length))
}

/**
 * @param holds whether whoever gives something holds a permission; undefined for an operator, who holds all
 * @throws Problem `forbidden` for a permission that is not theirs to give
 */
export function requireGiveable(
  holds: ((permission: string) => boolean) | undefined,
  permissions: readonly string[],
): void {
  const beyond = holds && permissions.find((permission) => !holds(permission))
  if (beyond === undefined) return
  throw new Problem('forbidden', { detail: `Nobody gives what they may not do themselves: ${beyond}.` })
}
