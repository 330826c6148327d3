import { OAuthError } from '@warder/protocol'
import { isAboutPeople } from '../../access/permissions/scopes.ts'
import type { Client } from './client.ts'

/**
 * Refuses a resource that the client may not have tokens for. This server itself is a resource of every
 * client, with the scopes it has; of one that registered itself, with those about a person alone.
 *
 * @throws OAuthError invalid_target
 * @see RFC 8707 §2
 */
export function checkResource(
  client: Pick<Client, 'default_resource' | 'resources' | 'self_registered'>,
  issuer: string,
  requested: readonly string[],
  scope: readonly string[],
): void {
  const allowed = (resource: string) =>
    resource === issuer || resource === client.default_resource || client.resources.includes(resource)
  if (!requested.every(allowed))
    throw new OAuthError('invalid_target', 'resource is not one that this client may ask for')
  const here = requested.includes(issuer) || resourcesFor(client, requested).length === 0
  if (client.self_registered && here && !scope.every(isAboutPeople))
    throw new OAuthError('invalid_target', 'scopes of an API need its resource, and no other beside it')
}

/** Where tokens for such a request may be used: what it names, else the client's own (RFC 8707 §2). */
export function resourcesFor(
  { default_resource }: Pick<Client, 'default_resource'>,
  requested: readonly string[],
): readonly string[] {
  return requested.length > 0 || default_resource === null ? requested : [default_resource]
}

/**
 * Whether a client is an API that a token is for. One that registered itself may have people open the APIs that the operator
 * named, and is none of them.
 */
export function isApiOf(
  client: Pick<Client, 'default_resource' | 'resources' | 'self_registered'>,
  audience: readonly string[],
): boolean {
  if (client.self_registered) return false
  return audience.some((one) => one === client.default_resource || client.resources.includes(one))
}
