import { OAuthError } from '@warder/protocol'
import type { Client } from './client.ts'

/**
 * Refuses a resource that the client may not have tokens for. This server itself is a resource of every
 * client, with the scopes it has.
 *
 * @throws OAuthError invalid_target
 * @see RFC 8707 §2
 */
export function checkResource(
  client: Pick<Client, 'default_resource' | 'resources'>,
  issuer: string,
  requested: readonly string[],
): void {
  const allowed = (resource: string) =>
    resource === issuer || resource === client.default_resource || client.resources.includes(resource)
  if (!requested.every(allowed))
    throw new OAuthError('invalid_target', 'resource is not one that this client may ask for')
}
