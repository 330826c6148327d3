import { OAuthError } from '../errors.ts'
import { checkPkce } from '../parameters/pkce.ts'
import { narrowResource } from '../parameters/resource.ts'
import type { TokenRequest } from './token-request.ts'
import type { Seconds } from '../../time.ts'

export type AuthorizationCode = {
  client_id: string
  /** As the authorization request had it; absent when it had none and the only registered one was taken. */
  redirect_uri?: string | undefined
  code_challenge?: string | undefined
  /** The key that it is for (RFC 9449 §10). */
  dpop_jkt?: string | undefined
  subject: string
  scope: string[]
  grant_id: string
  resource: string[]
  expires_at: Seconds
  consumed_at: Seconds | null
}

type CodeRequest = Extract<TokenRequest, { grant_type: 'authorization_code' }>

export type CodeDecision =
  | { kind: 'issue'; scope: string[]; resource: string[] }
  | { kind: 'replay'; grant_id: string }

/**
 * Decides what a token request that presents an authorization code gets. A replay is refused with
 * invalid_grant by the caller, after it has revoked everything the grant led to.
 *
 * @param client_id the authenticated client
 * @param code the stored code, undefined when there is none
 * @param jkt the key whose proof came with the request
 * @throws OAuthError invalid_grant or invalid_target
 * @see RFC 6749 §4.1.3
 */
export function decideAuthorizationCode(
  request: CodeRequest,
  client_id: string,
  code: AuthorizationCode | undefined,
  now: Seconds,
  jkt?: string,
): CodeDecision {
  // One message for all three: the client learns that the code is bad, never which code is real.
  const invalid = () => new OAuthError('invalid_grant', 'the authorization code is invalid or has expired')
  if (!code || code.client_id !== client_id) throw invalid()
  // RFC 6749 §4.1.2: a code used twice revokes what the first use issued, however late the second comes.
  if (code.consumed_at !== null) return { kind: 'replay', grant_id: code.grant_id }
  if (code.expires_at <= now) throw invalid()

  // RFC 6749 §4.1.3: identical to the one in the authorization request, if that had one. Strings (RFC 9700 §4.1.3).
  if (code.redirect_uri !== undefined && code.redirect_uri !== request.redirect_uri) {
    throw new OAuthError('invalid_grant', 'redirect_uri differs from the authorization request')
  }
  // RFC 9449 §10: whoever took the code away from its client does not have its key.
  if (code.dpop_jkt !== undefined && code.dpop_jkt !== jkt) {
    throw new OAuthError('invalid_grant', 'the authorization code is for another key')
  }
  checkPkce(code.code_challenge, request.code_verifier)

  return { kind: 'issue', scope: code.scope, resource: narrowResource(request.resource, code.resource) }
}
