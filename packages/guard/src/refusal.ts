import type { JwtRefusal } from '@warder/protocol'

/** The reason is for your log. What the client reads is in `challenge` and `body`. */
export type RefusalReason =
  | 'no_credential'
  | 'malformed_credential'
  | 'unknown_credential'
  | 'incomplete_token'
  | 'inactive_token'
  | 'bound_token'
  | 'wrong_certificate'
  | 'no_proof'
  | 'wrong_proof'
  | 'no_nonce'
  | 'replayed_proof'
  | 'revoked'
  | 'unknown_api_key'
  | 'expired_api_key'
  | 'bad_signature'
  | 'stale_signature'
  | 'replayed_signature'
  | 'no_session'
  | 'cross_site'
  | 'issuer_unavailable'
  | 'stale_revocations'
  | 'weak_sign_in'
  | 'missing_scope'
  | 'missing_role'
  | 'missing_permission'
  | JwtRefusal

export type Refusal = {
  ok: false
  status: 400 | 401 | 403 | 503
  /** The value of WWW-Authenticate; undefined when another credential would not help. */
  challenge: string | undefined
  /** A problem document (RFC 9457 §3). */
  body: { type: string; title: string; status: number; detail: string; code: string }
  reason: RefusalReason
  /** What the next proof of a key is to carry (RFC 9449 §9). */
  nonce?: string
}

/** The headers of the answer to a refused request. */
export function refusalHeaders(refusal: Refusal): Record<string, string> {
  return {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    ...(refusal.challenge !== undefined && { 'www-authenticate': refusal.challenge }),
    ...(refusal.nonce !== undefined && { 'dpop-nonce': refusal.nonce }),
    ...(refusal.status === 503 && { 'retry-after': '5' }),
  }
}

/** The answer to a refused request, as a web-standard Response. */
export function refusalResponse(refusal: Refusal): Response {
  return new Response(JSON.stringify(refusal.body), {
    status: refusal.status,
    headers: refusalHeaders(refusal),
  })
}
