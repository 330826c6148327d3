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

/** Where tokens for such a request may be used: what it names, else the client's own (RFC 8707 §2). */
export function resourcesFor(
  { default_resource }: Pick<Client, 'default_resource'>,
  requested: readonly string[],
): readonly string[] {
  return requested.length > 0 || default_resource === null ? requested : [default_resource]
}
