/** Every error code Warder puts on an OAuth wire: its status and where the standard defines it. */
// oxfmt-ignore
export const oauthErrors = {
  invalid_request:                  { status: 400, spec: 'RFC 6749 §5.2' },
  invalid_client:                   { status: 401, spec: 'RFC 6749 §5.2' },
  invalid_grant:                    { status: 400, spec: 'RFC 6749 §5.2' },
  unauthorized_client:              { status: 400, spec: 'RFC 6749 §5.2' },
  unsupported_grant_type:           { status: 400, spec: 'RFC 6749 §5.2' },
  invalid_scope:                    { status: 400, spec: 'RFC 6749 §5.2' },
  access_denied:                    { status: 400, spec: 'RFC 6749 §4.1.2.1' },
  unsupported_response_type:        { status: 400, spec: 'RFC 6749 §4.1.2.1' },
  server_error:                     { status: 500, spec: 'RFC 6749 §4.1.2.1' },
  temporarily_unavailable:          { status: 503, spec: 'RFC 6749 §4.1.2.1' },
  interaction_required:             { status: 400, spec: 'OIDC Core §3.1.2.6' },
  login_required:                   { status: 400, spec: 'OIDC Core §3.1.2.6' },
  consent_required:                 { status: 400, spec: 'OIDC Core §3.1.2.6' },
  unmet_authentication_requirements: { status: 400, spec: 'OIDC unmet_authentication_requirements §3' },
  invalid_request_uri:              { status: 400, spec: 'OIDC Core §3.1.2.6' },
  invalid_request_object:           { status: 400, spec: 'OIDC Core §3.1.2.6' },
  request_not_supported:            { status: 400, spec: 'OIDC Core §3.1.2.6' },
  request_uri_not_supported:        { status: 400, spec: 'OIDC Core §3.1.2.6' },
  registration_not_supported:       { status: 400, spec: 'OIDC Core §3.1.2.6' },
  authorization_pending:            { status: 400, spec: 'RFC 8628 §3.5' },
  slow_down:                        { status: 400, spec: 'RFC 8628 §3.5' },
  expired_token:                    { status: 400, spec: 'RFC 8628 §3.5' },
  invalid_authorization_details:    { status: 400, spec: 'RFC 9396 §5' },
  unknown_user_id:                  { status: 400, spec: 'CIBA Core §13' },
  invalid_binding_message:          { status: 400, spec: 'CIBA Core §13' },
  invalid_dpop_proof:               { status: 400, spec: 'RFC 9449 §5' },
  use_dpop_nonce:                   { status: 400, spec: 'RFC 9449 §8' },
  invalid_token:                    { status: 401, spec: 'RFC 6750 §3.1' },
  insufficient_scope:               { status: 403, spec: 'RFC 6750 §3.1' },
  invalid_target:                   { status: 400, spec: 'RFC 8707 §2' },
  invalid_redirect_uri:             { status: 400, spec: 'RFC 7591 §3.2.2' },
  invalid_client_metadata:          { status: 400, spec: 'RFC 7591 §3.2.2' },
  insufficient_user_authentication: { status: 401, spec: 'RFC 9470 §3' },
} as const

export type OAuthErrorCode = keyof typeof oauthErrors

// RFC 6749 §5.2: error_description holds these characters and no others.
const notAllowedInDescription = /[^\x20\x21\x23-\x5b\x5d-\x7e]/g

/** `description` goes to the client. `cause` goes to our log and nowhere else. */
export class OAuthError extends Error {
  override readonly name = 'OAuthError'
  readonly code: OAuthErrorCode

  constructor(code: OAuthErrorCode, description: string, cause?: unknown) {
    super(description.replace(notAllowedInDescription, ' '), { cause })
    this.code = code
  }

  get status(): number {
    return oauthErrors[this.code].status
  }
}

/** A token that is bound to a key and came without it, or came as one and is none: it is refused by the scheme DPoP (RFC 9449 §7.1). */
export class BoundTokenError extends OAuthError {
  constructor(description: string, cause?: unknown) {
    super('invalid_token', description, cause)
  }
}
