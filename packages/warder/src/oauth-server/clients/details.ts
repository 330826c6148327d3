import {
  OAuthError,
  parameter,
  parseAuthorizationDetails,
  type AuthorizationDetail,
  type ClientRules,
  type DetailType,
} from '@warder/protocol'
import type { Config } from '../../config/config.ts'
import type { Client } from './client.ts'

type Types = Pick<Config, 'authorization_details_types'>

/** @throws OAuthError invalid_client_metadata for a type that is not set up here (RFC 9396 §10) */
export function checkedDetailTypes(asked: readonly string[] = [], config: Types): string {
  const known = config.authorization_details_types.map(({ type }) => type)
  if (!asked.every((type) => known.includes(type)))
    throw new OAuthError(
      'invalid_client_metadata',
      `authorization_details_types are ${known.join(', ') || 'none here: see the setting of this name'}`,
    )
  return [...new Set(asked)].join(' ')
}

/** The types that a client may ask for, as they are set up now. */
export function detailTypesOf(
  client: Pick<Client, 'authorization_details_types'>,
  config: Types,
): readonly DetailType[] {
  if (client.authorization_details_types.length === 0) return []
  return config.authorization_details_types.filter(({ type }) =>
    client.authorization_details_types.includes(type),
  )
}

/**
 * What a request outside the browser asks for beside its scopes (RFC 9396 §3).
 *
 * @throws OAuthError invalid_authorization_details
 */
export function detailsIn(
  form: URLSearchParams,
  client: Pick<Client, 'authorization_details_types'>,
  config: Types,
): { authorization_details?: AuthorizationDetail[] } {
  const details = parseAuthorizationDetails(
    parameter(form, 'authorization_details'),
    detailTypesOf(client, config),
  )
  return details.length > 0 ? { authorization_details: details } : {}
}

/** What a client may ask for in an authorization request. */
export function rulesOf(client: Client, config: Types & Pick<Config, 'profile'>): ClientRules {
  return {
    ...client,
    authorization_details: detailTypesOf(client, config),
    // OIDC Core §3.1.2.1 makes it optional for a code, and the suite of that specification leaves it out once.
    nonce_optional: config.profile === 'oidc_conformance',
  }
}
