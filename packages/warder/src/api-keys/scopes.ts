import { allows } from '@warder/protocol'
import { isPermission } from '../access/permissions/permissions.ts'
import type { AgentConfig, ApiKeyConfig } from '../config/config.ts'

/** The scopes of API keys that this server gives a meaning to. Every other scope belongs to an API that asks about keys. */
export const readProfile = 'profile:read'
export const verifyKeys = 'keys:verify'

/** A scope is a permission that is written out: a key with a wildcard would grow with everything that is new. */
export function isKeyScope(text: string): boolean {
  return isPermission(text) && !text.includes('*')
}

/** Whether somebody with these permissions may act by a scope: it is everybody's, or their roles allow it. */
export function holdsScope(
  { scopes }: Pick<ApiKeyConfig | AgentConfig, 'scopes'>,
  permissions: readonly string[],
  scope: string,
): boolean {
  return scopes.includes(scope) || allows(permissions, scope)
}

/** The scopes that a page offers to somebody, each once: what everybody has, and what their roles name word for word. */
export function offeredScopes(
  { scopes }: Pick<ApiKeyConfig, 'scopes'>,
  permissions: readonly string[],
): string[] {
  const own = allows(permissions, verifyKeys) ? [verifyKeys] : []
  return [...new Set([...scopes, ...permissions.filter(isKeyScope), ...own])]
}
