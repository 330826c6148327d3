import { OAuthError } from '@warder/protocol'
import type { ClientType } from './client.ts'

/** FAPI 2.0 Security Profile, alone and with Message Signing: what they ask for is asked of the client's every request. */
export const clientProfiles = ['fapi2', 'fapi2_message_signing'] as const
export type ClientProfile = (typeof clientProfiles)[number]

/** FAPI 2.0 Message Signing §5.3 and §5.4: whether its requests and their answers are signed, every one. */
export const signsMessages = (profile: string | null | undefined): boolean =>
  profile === 'fapi2_message_signing'

const refuse = (description: string) => new OAuthError('invalid_client_metadata', description)

/** @throws OAuthError invalid_client_metadata */
export function checkedProfile(text: string | undefined, type: ClientType): ClientProfile | undefined {
  if (text === undefined) return undefined
  const profile = clientProfiles.find((known) => known === text)
  if (!profile) throw refuse(`profile must be ${clientProfiles.join(' or ')}`)
  // FAPI 2.0 Security Profile §5.3.2.1: "shall only support confidential clients".
  if (type === 'public') throw refuse(`a client of the profile ${profile} cannot be public`)
  return profile
}

/**
 * FAPI 2.0 Security Profile §5.4.1 and §5.3.2.2: what a client of the profile may be signed with, and where it is answered.
 *
 * @throws OAuthError invalid_client_metadata
 */
export function checkFapi(
  profile: string | null,
  input: {
    redirect_uris?: readonly string[]
    id_token_signed_response_alg?: string
    access_token_signed_response_alg?: string
    authorization_signed_response_alg?: string
    userinfo_signed_response_alg?: string
    introspection_signed_response_alg?: string
    request_object_signing_alg?: string
    token_endpoint_auth_signing_alg?: string
    backchannel_authentication_request_signing_alg?: string
  },
): void {
  if (profile === null) return
  const algorithms = [
    input.id_token_signed_response_alg,
    input.access_token_signed_response_alg,
    input.authorization_signed_response_alg,
    input.userinfo_signed_response_alg,
    input.introspection_signed_response_alg,
    input.request_object_signing_alg,
    input.token_endpoint_auth_signing_alg,
    input.backchannel_authentication_request_signing_alg,
  ]
  if (algorithms.some((alg) => alg === 'RS256' || alg === 'ES384'))
    throw refuse(`the profile ${profile} signs with PS256, ES256 or EdDSA`)
  if (input.redirect_uris?.some((uri) => !uri.startsWith('https://')))
    throw refuse(`a client of the profile ${profile} is answered at https addresses`)
}
