import { OAuthError } from '../errors.ts'
import { parameter, requiredParameter } from '../parameters/parameters.ts'
import { parseClaimsRequest, type ClaimsRequest } from '../../openid/claims-request.ts'
import {
  parseAuthorizationDetails,
  type AuthorizationDetail,
  type DetailType,
} from '../details/authorization-details.ts'
import { parseDpopJkt } from '../dpop/credentials.ts'
import { checkCodeChallenge } from '../parameters/pkce.ts'
import { parseResource } from '../parameters/resource.ts'
import { parseResponseMode, type ResponseMode } from '../response/response-mode.ts'
import { grantScope } from '../parameters/scope.ts'
import { parsePrompt, type Prompt } from './prompt.ts'
import { longestState, stateIsReturnable } from './state.ts'
import type { Seconds } from '../../time.ts'

/** What a registered client may ask for. The last two are our policy. */
export type ClientRules = {
  client_id: string
  redirect_uris: string[]
  grant_types: string[]
  response_types: string[]
  scope: string[]
  public: boolean
  require_pkce: boolean
  /** `query` alone if not given. */
  response_modes?: readonly string[]
  /** The types of RFC 9396 it may ask for. */
  authorization_details?: readonly DetailType[]
  /** Whether it may go without PKCE and without `nonce` too; never where it matters who signs in. */
  nonce_optional?: boolean
}

export type AuthorizeRequest = {
  client_id: string
  redirect_uri: string
  response_type: 'code'
  response_mode: ResponseMode
  scope: string[]
  state?: string
  nonce?: string
  code_challenge?: string
  prompt: Prompt[]
  max_age?: Seconds
  login_hint?: string
  id_token_hint?: string
  ui_locales?: string
  acr_values?: string
  /** Thumbprint of the key that the code is for (RFC 9449 §10). */
  dpop_jkt?: string
  resource: string[]
  /** The claims asked for by name; absent when there are none. */
  claims?: ClaimsRequest
  /** RFC 9396 §2; absent when there are none. */
  authorization_details?: AuthorizationDetail[]
}

// Characters. What a client may make us keep or send back has an end.
const longest = {
  state: longestState,
  nonce: 1024,
  login_hint: 1024,
  id_token_hint: 16_384,
  ui_locales: 256,
  acr_values: 1024,
} as const
const texted = ['state', 'nonce', 'login_hint', 'id_token_hint', 'ui_locales', 'acr_values'] as const
type Texts = Pick<AuthorizeRequest, (typeof texted)[number]>

/** Asked for by name or not at all: who the person is, where they can be found, and access while they are away. */
const neverByDefault = ['openid', 'phone', 'address', 'offline_access']

/**
 * Reads an authorization request. The caller has found the client and the redirect URI already, so every
 * error from here may be sent to that redirect URI.
 *
 * @param redirect_uri what `findRedirectUri` returned
 * @throws OAuthError with the code of RFC 6749 §4.1.2.1 or OIDC Core §3.1.2.6
 * @see RFC 6749 §4.1.1, OIDC Core §3.1.2.1
 */
export function parseAuthorizeRequest(
  params: URLSearchParams,
  client: ClientRules,
  redirect_uri: string,
): AuthorizeRequest {
  refuseIndirection(params)
  checkResponse(params, client)

  const scope = parseRequestedScope(params, client)
  // RFC 9700 §2.1.1: PKCE, or for a confidential OpenID client the nonce in its place.
  const code_challenge = checkCodeChallenge(
    parameter(params, 'code_challenge'),
    parameter(params, 'code_challenge_method'),
    client.public || client.require_pkce || !scope.includes('openid'),
  )
  const dpop_jkt = parseDpopJkt(params)
  const max_age = parseMaxAge(parameter(params, 'max_age'))
  const request: AuthorizeRequest = {
    client_id: client.client_id,
    redirect_uri,
    response_type: 'code',
    response_mode: parseResponseMode(params, client.response_modes ?? ['query']),
    scope,
    ...parseTexts(params),
    ...(code_challenge !== undefined && { code_challenge }),
    prompt: parsePrompt(parameter(params, 'prompt')),
    ...(max_age !== undefined && { max_age }),
    ...(dpop_jkt !== undefined && { dpop_jkt }),
    resource: parseResource(params),
    ...parseObjects(params, client),
  }
  if (request.code_challenge === undefined && request.nonce === undefined && !client.nonce_optional) {
    throw new OAuthError('invalid_request', 'nonce is required without a code_challenge')
  }
  return request
}

function refuseIndirection(params: URLSearchParams): void {
  // RFC 9101 §5 and OIDC Core §6: parameters inside a signed object or behind a URL. Where a client may send them they
  // were taken out before; no other address is ever fetched.
  if (parameter(params, 'request') !== undefined) {
    throw new OAuthError('request_not_supported', 'request objects are not supported')
  }
  if (parameter(params, 'request_uri') !== undefined) {
    throw new OAuthError('request_uri_not_supported', 'request_uri is not supported')
  }
  // OIDC Core §7.2.1.
  if (parameter(params, 'registration') !== undefined) {
    throw new OAuthError('registration_not_supported', 'registration is not supported')
  }
}

function checkResponse(params: URLSearchParams, client: ClientRules): void {
  // RFC 9700 §2.1.2: no token in a URL, so the code is the only thing to ask for here.
  if (requiredParameter(params, 'response_type') !== 'code') {
    throw new OAuthError('unsupported_response_type', 'response_type must be code')
  }
  if (!client.response_types.includes('code') || !client.grant_types.includes('authorization_code')) {
    throw new OAuthError(
      'unauthorized_client',
      'the client is not registered for the authorization code grant',
    )
  }
}

function parseRequestedScope(params: URLSearchParams, client: ClientRules): string[] {
  const requested = parameter(params, 'scope')
  if (requested !== undefined) return grantScope(requested, client.scope)

  // RFC 6749 §3.3: "a pre-defined default value".
  const scope = client.scope.filter((token) => !neverByDefault.includes(token))
  if (scope.length === 0) throw new OAuthError('invalid_scope', 'scope is required')
  return scope
}

/** The two parameters that are JSON. */
function parseObjects(
  params: URLSearchParams,
  client: ClientRules,
): Pick<AuthorizeRequest, 'claims' | 'authorization_details'> {
  const claims = parameter(params, 'claims')
  const details = parameter(params, 'authorization_details')
  return {
    ...(claims !== undefined && { claims: parseClaimsRequest(claims, client.scope) }),
    ...(details !== undefined && {
      authorization_details: parseAuthorizationDetails(details, client.authorization_details ?? []),
    }),
  }
}

/** OIDC Core §3.1.2.1: whole seconds, zero allowed. */
function parseMaxAge(text: string | undefined): Seconds | undefined {
  if (text === undefined) return undefined
  if (!/^[0-9]{1,10}$/.test(text)) {
    throw new OAuthError('invalid_request', 'max_age must be a number of seconds')
  }
  return Number(text)
}

/** The parameters that are kept as they came, each within its length. */
function parseTexts(params: URLSearchParams): Texts {
  const texts: Texts = {}
  for (const name of texted) {
    const value = parameter(params, name)
    if (value === undefined) continue
    // OIDC Core §3.1.2.1: "an error SHOULD NOT result" from locales that are not supported, so there may be any number.
    if (name === 'ui_locales') texts[name] = value.slice(0, longest[name])
    else if (value.length > longest[name]) {
      throw new OAuthError('invalid_request', `${name} must not be longer than ${longest[name]} characters`)
    } else texts[name] = value
  }
  if (texts.state !== undefined && !stateIsReturnable(texts.state)) {
    throw new OAuthError('invalid_request', 'state must be valid UTF-8')
  }
  return texts
}
