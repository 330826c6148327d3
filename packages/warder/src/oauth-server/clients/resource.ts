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
  if (!requested.every((resource) => mayAskFor(client, issuer, resource)))
    throw new OAuthError('invalid_target', 'resource is not one that this client may ask for')
  const here = requested.includes(issuer) || resourcesFor(client, requested).length === 0
  if (client.self_registered && here && !scope.every(isAboutPeople))
    throw new OAuthError('invalid_target', 'scopes of an API need its resource, and no other beside it')
}

const mayAskFor = (
  client: Pick<Client, 'default_resource' | 'resources'>,
  issuer: string,
  resource: string,
): boolean =>
  resource === issuer || resource === client.default_resource || client.resources.includes(resource)

/**
 * What is left of what a person allowed a client once: the client may have been narrowed since, and then a token that is given
 * anew says no more than one that is asked for anew would (RFC 6749 §3.3, RFC 8707 §2.2).
 *
 * @param client one without `scope` is no row that anybody narrows
 */
export function leftOf<G extends { scope: string[]; resource: string[] }>(
  client: Pick<Client, 'default_resource'> & Partial<Pick<Client, 'scope' | 'resources'>>,
  issuer: string,
  granted: G,
): G {
  const { scope, resources, default_resource } = client
  if (!scope || !resources) return granted
  return {
    ...granted,
    scope: granted.scope.filter((one) => scope.includes(one)),
    resource: granted.resource.filter((one) => mayAskFor({ default_resource, resources }, issuer, one)),
  }
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
