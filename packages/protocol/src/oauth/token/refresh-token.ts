import { OAuthError } from '../errors.ts'
import { narrowResource } from '../parameters/resource.ts'
import { grantScope } from '../parameters/scope.ts'
import type { TokenRequest } from './token-request.ts'
import type { Seconds } from '../../time.ts'

export type RefreshTokenState = {
  client_id: string
  /** All tokens that descend from one grant. */
  family_id: string
  scope: string[]
  resource: string[]
  expires_at: Seconds
  /** When it was exchanged for its successor. */
  consumed_at: Seconds | null
  revoked_at: Seconds | null
  /** The key whose proof must come with it, in the words of the caller; null when it is bound to none. */
  bound_to?: string | null
  /** The successor, or an access token that came with it, has been used. */
  successor_used: boolean
}

type RefreshRequest = Extract<TokenRequest, { grant_type: 'refresh_token' }>

export type RefreshDecision =
  | { kind: 'rotate'; scope: string[]; resource: string[] }
  /** New tokens, and the refresh token goes on. */
  | { kind: 'keep'; scope: string[]; resource: string[] }
  | { kind: 'repeat' }
  | { kind: 'reuse'; family_id: string }

/**
 * Decides what a token request that presents a refresh token gets: a successor, the successor it got
 * before (the answer was lost on its way), or, for a token that someone else has used too, the end of the family.
 *
 * `scope` and `resource` of a rotation are those of the new access token. The new refresh token keeps the
 * scope of the old one (RFC 6749 §6), however narrow this access token is.
 *
 * @param client_id the authenticated client
 * @param token the stored token, undefined when there is none
 * @param by what was proved beside the client's authentication, and whether its refresh tokens rotate
 * @param grace seconds after the rotation in which the same answer is given again; 0 for never
 * @throws OAuthError invalid_grant, invalid_scope or invalid_target
 * @see RFC 6749 §6, RFC 9700 §4.14.2, RFC 9449 §5, RFC 8705 §4
 */
export function decideRefresh(
  request: RefreshRequest,
  client_id: string,
  token: RefreshTokenState | undefined,
  now: Seconds,
  grace: Seconds,
  by: { key?: string | undefined; rotates?: boolean } = {},
): RefreshDecision {
  // One message for all: the client learns that the token is bad, never which token is real.
  const invalid = () => new OAuthError('invalid_grant', 'the refresh token is invalid, expired or revoked')
  // RFC 6749 §6: "the refresh token is bound to the client to which it was issued".
  if (!token || token.client_id !== client_id || token.revoked_at !== null) throw invalid()

  // RFC 9449 §5 and RFC 8705 §4: a public client has nothing else to show that the token is its own. Looked at before
  // anything else, so that whoever stole the token alone cannot end the family with it.
  if (typeof token.bound_to === 'string' && token.bound_to !== by.key) throw invalid()

  if (token.consumed_at !== null) {
    // RFC 9700 §4.14.2: of two who present it one is a thief, and we cannot tell which. Within the grace
    // window, and while nobody has used the successor, both hold the same thing.
    const lostAnswer = !token.successor_used && now - token.consumed_at < grace
    return lostAnswer ? { kind: 'repeat' } : { kind: 'reuse', family_id: token.family_id }
  }
  if (token.expires_at <= now) throw invalid()

  return {
    // FAPI 2.0 Security Profile §5.3.2.1: no rotation, which a lost answer turns into a lost grant.
    kind: by.rotates === false ? 'keep' : 'rotate',
    scope: grantScope(request.scope, token.scope),
    resource: narrowResource(request.resource, token.resource),
  }
}
