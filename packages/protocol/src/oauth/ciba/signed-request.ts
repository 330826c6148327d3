import type { Seconds } from '../../time.ts'
import { OAuthError } from '../errors.ts'
import {
  parametersOf,
  signedClaims,
  type RequestObjectExpectation,
} from '../request-object/request-object.ts'

/** `jti` must be remembered until `exp`, so that the request is used once. */
export type SignedBackchannelRequest = { params: URLSearchParams; jti: string; exp: Seconds }

/** What a request asks and may name. */
const parameters = [
  'scope',
  'client_notification_token',
  'acr_values',
  'login_hint_token',
  'id_token_hint',
  'login_hint',
  'binding_message',
  'user_code',
  'requested_expiry',
  'resource',
  'authorization_details',
] as const

const longestJti = 512

/**
 * The backchannel authentication request in a signed one. It says by whom and for whom it is and when it counts, and nothing
 * that it asks stands beside it.
 *
 * @param beside the form that it came in, with what the client authenticates by
 * @throws OAuthError invalid_request, whose cause names the reason for the log alone
 * @see CIBA Core §7.1.1, FAPI CIBA §5.2.2
 */
export function readSignedBackchannelRequest(
  object: string,
  beside: URLSearchParams,
  expected: Omit<RequestObjectExpectation, 'dated'>,
): SignedBackchannelRequest {
  // §7.1.1: "Authentication request parameters MUST NOT be present outside of the JWT".
  const outside = parameters.find((name) => beside.has(name))
  if (outside !== undefined) throw refuse(`${outside} stands beside the signed request and not in it`)
  try {
    const claims = signedClaims(object, { ...expected, dated: true })
    const { iss, iat, jti, exp, client_id } = claims
    if (iss === undefined || iat === undefined) throw refuse('iss and iat of the request must be there')
    if (client_id !== undefined && client_id !== expected.client_id)
      throw refuse('client_id in the request is that of another client')
    if (typeof jti !== 'string' || jti === '' || jti.length > longestJti)
      throw refuse('jti of the request must be there')
    return { params: parametersOf(claims), jti, exp: Number(exp) }
  } catch (error) {
    // §13 has no error of its own for them.
    if (error instanceof OAuthError && error.code === 'invalid_request_object')
      throw refuse(error.message, error.cause)
    throw error
  }
}

const refuse = (description: string, cause?: unknown) => new OAuthError('invalid_request', description, cause)
