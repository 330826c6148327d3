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
