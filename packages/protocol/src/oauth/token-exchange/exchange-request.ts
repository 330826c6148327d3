import { OAuthError } from '../errors.ts'
import { parameter, requiredParameter } from '../parameters/parameters.ts'
import { parseResource } from '../parameters/resource.ts'

/** The grant type of RFC 8693 §2.1. */
export const tokenExchangeGrant = 'urn:ietf:params:oauth:grant-type:token-exchange'

const typeUri = 'urn:ietf:params:oauth:token-type:'

/** What may be exchanged (RFC 8693 §3). A refresh token is between its client and the server, and is not. */
const tokenTypes = ['access_token', 'id_token', 'jwt'] as const
export type ExchangeableType = (typeof tokenTypes)[number]

/** The name of the one kind of token that an exchange gives. */
export const accessTokenType = `${typeUri}access_token`

export type PresentedToken = { token: string; type: ExchangeableType }

export type TokenExchangeRequest = {
  grant_type: typeof tokenExchangeGrant
  subject: PresentedToken
  actor?: PresentedToken
  /** Names of where the token is to be used; `resource` names the same by URI. */
  audience: string[]
  resource: string[]
  scope?: string
  authorization_details?: string
}

const mostAudiences = 10
const longestAudience = 2048

/**
 * Reads a token exchange.
 *
 * @throws OAuthError invalid_request or invalid_target
 * @see RFC 8693 §2.1
 */
export function parseTokenExchange(form: URLSearchParams): TokenExchangeRequest {
  const requested = parameter(form, 'requested_token_type')
  // RFC 8693 §2.1: "an identifier for the type of the requested security token"; we issue one type.
  if (requested !== undefined && requested !== accessTokenType && requested !== `${typeUri}jwt`)
    throw new OAuthError('invalid_request', 'requested_token_type must be that of an access token')
  const subject = tokenIn(form, 'subject_token')
  if (!subject) throw new OAuthError('invalid_request', 'subject_token is required')
  const actor = tokenIn(form, 'actor_token')
  const scope = parameter(form, 'scope')
  const authorization_details = parameter(form, 'authorization_details')
  return {
    grant_type: tokenExchangeGrant,
    subject,
    ...(actor && { actor }),
    audience: audiencesIn(form),
    resource: parseResource(form),
    ...(scope !== undefined && { scope }),
    ...(authorization_details !== undefined && { authorization_details }),
  }
}

/** RFC 8693 §2.1: a token with its type, or neither: "This parameter MUST NOT be included when the actor_token is not present". */
function tokenIn(form: URLSearchParams, name: 'subject_token' | 'actor_token'): PresentedToken | undefined {
  if (parameter(form, name) === undefined && parameter(form, `${name}_type`) === undefined) return undefined
  const token = requiredParameter(form, name)
  const asked = requiredParameter(form, `${name}_type`)
  const type = tokenTypes.find((known) => asked === typeUri + known)
  if (!type) throw new OAuthError('invalid_request', `${name}_type is not one that can be exchanged`)
  return { token, type }
}

/** RFC 8693 §2.1: "Multiple audience parameters may be used". */
function audiencesIn(form: URLSearchParams): string[] {
  const audiences = [...new Set(form.getAll('audience').filter((value) => value !== ''))]
  const readable = audiences.every((value) => value.length <= longestAudience && /^[\x21-\x7e]+$/.test(value))
  if (!readable || audiences.length > mostAudiences)
    throw new OAuthError('invalid_target', 'audience names no place that tokens are for')
  return audiences
}
