import type { VerificationKey } from '../jwt/keys/keys.ts'
import { verifyJwt, type JwtRefusal } from '../jwt/verify.ts'
import type { Seconds } from '../time.ts'

/** The one event that a logout token tells. */
const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout'

/** The `typ` of a logout token, which keeps it from being taken for an ID token, and the reverse (§4.1). */
export const logoutTokenType = 'logout+jwt'

/** An application acts on a logout token within this time, or not at all (§2.4 recommends two minutes at most). */
const lifetime: Seconds = 120

export type LogoutTokenInput = {
  issuer: string
  client_id: string
  subject: string
  session_id: string
  /** Different for every event, and the same when one event is told again. */
  jti: string
}

/**
 * The claims that tell an application that a session has ended. There is no `nonce`, which is forbidden here so that the
 * token is never taken for an ID token.
 *
 * @param iat when this copy is signed
 * @see OpenID Connect Back-Channel Logout 1.0 §2.4
 */
export function logoutTokenClaims(input: LogoutTokenInput, iat: Seconds): Record<string, unknown> {
  return {
    iss: input.issuer,
    sub: input.subject,
    aud: input.client_id,
    iat,
    exp: iat + lifetime,
    jti: input.jti,
    events: { [logoutEvent]: {} },
    sid: input.session_id,
  }
}

export type CheckedLogoutToken =
  /** Whose session ended there: of this person, this session, or this session of this person. */
  | { ok: true; sub: string | undefined; sid: string | undefined; jti: string; exp: Seconds }
  | { ok: false; reason: JwtRefusal | 'nonce' | 'events' | 'subject' | 'jti' }

/**
 * Judges the logout token of another issuer, where we are the application.
 *
 * @param client_id our name at the issuer
 * @see OpenID Connect Back-Channel Logout 1.0 §2.6
 */
export function checkLogoutToken(
  token: string,
  keys: readonly VerificationKey[],
  { issuer, client_id, now, leeway }: { issuer: string; client_id: string; now: Seconds; leeway: Seconds },
): CheckedLogoutToken {
  // §2.4 recommends the type, and RFC 8725 §3.11 says why: without it an ID token could be sent as one.
  const verified = verifyJwt(token, keys, { typ: logoutTokenType, issuer, audience: client_id, now, leeway })
  if (!verified.ok) return verified
  const { sub, sid, jti, exp, events, nonce } = verified.claims
  // §2.4: "MUST NOT be used in a Logout Token to prevent their use in the place of ID Tokens".
  if (nonce !== undefined) return { ok: false, reason: 'nonce' }
  if (!isObject(events) || !Object.hasOwn(events, logoutEvent) || !isObject(events[logoutEvent]))
    return { ok: false, reason: 'events' }
  if (typeof jti !== 'string' || jti === '') return { ok: false, reason: 'jti' }
  const session = typeof sid === 'string' && sid !== '' ? sid : undefined
  // One of them at least, and neither of a form that would end everything.
  if ((sid !== undefined && session === undefined) || sub === '' || (sub ?? session) === undefined)
    return { ok: false, reason: 'subject' }
  return { ok: true, sub, sid: session, jti, exp }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * The address that a browser loads to sign out of an application that keeps its session in the browser.
 *
 * @see OpenID Connect Front-Channel Logout 1.0 §2: with `iss` and `sid`, so that the application knows which session
 */
export function frontChannelLogoutUri(registered: string, issuer: string, session_id: string): string {
  const url = new URL(registered)
  url.searchParams.set('iss', issuer)
  url.searchParams.set('sid', session_id)
  return url.href
}
