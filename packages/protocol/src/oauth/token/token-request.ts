import { jwtBearerGrant } from '../assertion-grant/assertion-grant.ts'
import { cibaGrant } from '../ciba/backchannel-request.ts'
import { deviceCodeGrant } from '../device/device-code.ts'
import { OAuthError } from '../errors.ts'
import { parameter, requiredParameter } from '../parameters/parameters.ts'
import { parseResource } from '../parameters/resource.ts'
import {
  parseTokenExchange,
  tokenExchangeGrant,
  type TokenExchangeRequest,
} from '../token-exchange/exchange-request.ts'

/** `redirect_uri` may be absent for a code whose authorization request had none (RFC 6749 §4.1.3). */
export type TokenRequest =
  | {
      grant_type: 'authorization_code'
      code: string
      redirect_uri?: string
      code_verifier?: string
      authorization_details?: string
      resource: string[]
    }
  | {
      grant_type: 'refresh_token'
      refresh_token: string
      scope?: string
      authorization_details?: string
      resource: string[]
    }
  | { grant_type: 'client_credentials'; scope?: string; authorization_details?: string; resource: string[] }
  | {
      grant_type: typeof deviceCodeGrant
      device_code: string
      authorization_details?: string
      resource: string[]
    }
  | TokenExchangeRequest
  | { grant_type: typeof jwtBearerGrant; assertion: string; scope?: string; resource: string[] }
  | { grant_type: typeof cibaGrant; auth_req_id: string; authorization_details?: string; resource: string[] }

/**
 * Reads a token request. Whether the client may use the grant is for the caller to check (unauthorized_client).
 *
 * @throws OAuthError invalid_request, unsupported_grant_type or invalid_target
 * @see RFC 6749 §4.1.3, §4.4.2 and §6, RFC 8628 §3.4
 */
export function parseTokenRequest(form: URLSearchParams): TokenRequest {
  const grant_type = requiredParameter(form, 'grant_type')
  switch (grant_type) {
    case 'authorization_code': {
      const redirect_uri = parameter(form, 'redirect_uri')
      const code_verifier = parameter(form, 'code_verifier')
      return {
        grant_type,
        code: requiredParameter(form, 'code'),
        ...(redirect_uri !== undefined && { redirect_uri }),
        ...(code_verifier !== undefined && { code_verifier }),
        ...detailsOf(form),
        resource: parseResource(form),
      }
    }
    case 'refresh_token':
      return {
        grant_type,
        refresh_token: requiredParameter(form, 'refresh_token'),
        ...scopeOf(form),
        ...detailsOf(form),
        resource: parseResource(form),
      }
    case 'client_credentials':
      return { grant_type, ...scopeOf(form), ...detailsOf(form), resource: parseResource(form) }
    case deviceCodeGrant:
      return {
        grant_type,
        device_code: requiredParameter(form, 'device_code'),
        ...detailsOf(form),
        resource: parseResource(form),
      }
    case jwtBearerGrant:
      // RFC 7523 §2.1.
      return {
        grant_type,
        assertion: requiredParameter(form, 'assertion'),
        ...scopeOf(form),
        resource: parseResource(form),
      }
    case cibaGrant:
      return {
        grant_type,
        auth_req_id: requiredParameter(form, 'auth_req_id'),
        ...detailsOf(form),
        resource: parseResource(form),
      }
    case tokenExchangeGrant:
      return parseTokenExchange(form)
    default:
      // RFC 9700 §2.4: among the others is the password grant, which must not be used.
      throw new OAuthError('unsupported_grant_type', 'the grant_type is not supported')
  }
}

/** RFC 9396 §6: unread, for what was granted decides what it may be. */
function detailsOf(form: URLSearchParams): { authorization_details?: string } {
  const authorization_details = parameter(form, 'authorization_details')
  return authorization_details === undefined ? {} : { authorization_details }
}

function scopeOf(form: URLSearchParams): { scope?: string } {
  const scope = parameter(form, 'scope')
  return scope === undefined ? {} : { scope }
}
