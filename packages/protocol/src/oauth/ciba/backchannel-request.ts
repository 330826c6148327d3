import { OAuthError } from '../errors.ts'
import { parameter, requiredParameter } from '../parameters/parameters.ts'
import { grantScope } from '../parameters/scope.ts'

/** The grant type of CIBA §10.1. */
export const cibaGrant = 'urn:openid:params:grant-type:ciba'

/** What a client asks a person who is somewhere else. */
export type BackchannelRequest = {
  scope: string[]
  /** Who is asked: what they sign in with or their `sub`, or an ID token of theirs. */
  hint: { kind: 'login_hint' | 'id_token_hint'; value: string }
  acr_values: string[]
  binding_message?: string
  client_notification_token?: string
  /** Seconds. */
  requested_expiry?: number
}

export type BackchannelRules = { scope: readonly string[]; mode: 'poll' | 'ping' }

const hints = ['login_hint', 'id_token_hint', 'login_hint_token'] as const
const longest = { binding_message: 80, login_hint: 320, acr_values: 200 }

/**
 * Reads a backchannel authentication request; of a signed one, what was in it.
 *
 * @throws OAuthError invalid_request, invalid_scope or invalid_binding_message
 * @see CIBA Core §7.1 and §13
 */
export function parseBackchannelRequest(form: URLSearchParams, client: BackchannelRules): BackchannelRequest {
  const scope = grantScope(requiredParameter(form, 'scope'), client.scope)
  // §7.1: "CIBA authentication requests MUST therefore contain the openid scope value".
  if (!scope.includes('openid')) throw new OAuthError('invalid_scope', 'scope must contain openid')
  const binding_message = bindingMessage(form)
  const requested_expiry = expiry(form)
  const client_notification_token = notificationToken(form, client.mode)
  return {
    scope,
    hint: hintIn(form),
    acr_values: acrValues(form),
    ...(binding_message !== undefined && { binding_message }),
    ...(client_notification_token !== undefined && { client_notification_token }),
    ...(requested_expiry !== undefined && { requested_expiry }),
  }
}

/** §7.1: "one (and only one) of the hints". */
function hintIn(form: URLSearchParams): BackchannelRequest['hint'] {
  const given = hints.flatMap((kind) => {
    const value = parameter(form, kind)
    return value === undefined ? [] : [{ kind, value }]
  })
  const [hint] = given
  if (!hint || given.length > 1)
    throw new OAuthError('invalid_request', 'send login_hint or id_token_hint, one of them')
  if (hint.kind === 'login_hint_token')
    throw new OAuthError('invalid_request', 'login_hint_token is not offered here')
  if (hint.kind === 'login_hint' && hint.value.length > longest.login_hint)
    throw new OAuthError('invalid_request', 'login_hint is too long')
  return { kind: hint.kind, value: hint.value }
}

/** §7.1: shown in both places, so that a person sees that they belong together. */
function bindingMessage(form: URLSearchParams): string | undefined {
  const message = parameter(form, 'binding_message')
  if (message === undefined) return undefined
  // §13: "The binding message is invalid or unacceptable": nothing in it may hide, turn round or lead anywhere.
  const readable = /^[\p{L}\p{M}\p{N}\p{P}\p{Sc}\p{Sm} ]+$/u.test(message) && message.trim() !== ''
  if (!readable || message.length > longest.binding_message || /:\/\/|www\./i.test(message))
    throw new OAuthError(
      'invalid_binding_message',
      `binding_message is text of at most ${longest.binding_message} characters, without addresses`,
    )
  return message
}

/** §7.1: "a positive integer". */
function expiry(form: URLSearchParams): number | undefined {
  const text = parameter(form, 'requested_expiry')
  if (text === undefined) return undefined
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new OAuthError('invalid_request', 'requested_expiry is a number of seconds')
  return Number(text)
}

/** §7.1: "REQUIRED if the Client is registered to use Ping or Push modes", and at most 1024 characters of a bearer token. */
function notificationToken(form: URLSearchParams, mode: BackchannelRules['mode']): string | undefined {
  const token = parameter(form, 'client_notification_token')
  if (mode === 'poll') return undefined
  if (token === undefined) throw new OAuthError('invalid_request', 'client_notification_token is required')
  if (token.length > 1024 || !/^[A-Za-z0-9._~+/-]+=*$/.test(token))
    throw new OAuthError('invalid_request', 'client_notification_token is no bearer token')
  return token
}

function acrValues(form: URLSearchParams): string[] {
  const text = parameter(form, 'acr_values')
  if (text === undefined) return []
  if (text.length > longest.acr_values) throw new OAuthError('invalid_request', 'acr_values is too long')
  return text.split(' ').filter(Boolean)
}
