import type { JwtClaims } from '../jwt/claims.ts'
import { atHash } from '../jwt/claims.ts'
import type { VerificationKey } from '../jwt/keys/keys.ts'
import { verifyJwt, type JwtRefusal } from '../jwt/verify.ts'
import type { Seconds } from '../time.ts'

export type IdTokenExpectation = {
  issuer: string
  /** Our names at the issuer: that of the client which asked, and where a program on a device may have asked, that of the program. */
  client_ids: readonly string[]
  /** What was sent with the request; undefined where nothing was, and then the token must name none. */
  nonce: string | undefined
  /** The access token that came beside it. */
  access_token?: string | undefined
  now: Seconds
  /** How many seconds the clocks may differ by. 0 if not given. */
  leeway?: Seconds | undefined
}

/** Why an ID token was not accepted. For the log and the audit alone. */
export type IdTokenRefusal = JwtRefusal | 'subject' | 'azp' | 'nonce' | 'at_hash'

export type CheckedIdToken =
  | { ok: true; claims: JwtClaims & { sub: string } }
  | { ok: false; reason: IdTokenRefusal }

/**
 * Judges the ID token of another issuer: who signed it, for whom, when, and in answer to what.
 *
 * @param keys the issuer's keys, from `importJwks`: their algorithms are asymmetric, so neither `none` nor an HMAC passes
 * @see OIDC Core §3.1.3.7
 */
export function checkIdToken(
  token: string,
  keys: readonly VerificationKey[],
  expected: IdTokenExpectation,
): CheckedIdToken {
  const { issuer, client_ids, nonce, access_token, now, leeway } = expected
  // RFC 8725 §3.11: an access token, or a logout token, of the same issuer is none.
  const verified = verifyJwt(token, keys, { typ: [undefined, 'JWT'], issuer, now, leeway })
  if (!verified.ok) return verified
  const { header, claims } = verified
  const { sub, azp, at_hash } = claims

  // OIDC Core §2: "It MUST NOT exceed 255 ASCII characters in length."
  if (sub === undefined || !/^[\x20-\x7e]{1,255}$/.test(sub)) return refuse('subject')
  const ours = (name: unknown) => typeof name === 'string' && client_ids.includes(name)
  const audience = typeof claims.aud === 'string' ? [claims.aud] : (claims.aud ?? [])
  // OIDC Core §3.1.3.7 rule 3: for us, "or if it contains additional audiences not trusted by the Client".
  if (audience.length === 0 || !audience.every(ours)) return refuse('audience')
  // Rules 4 and 5: who asked is named where there are several, and is always one of ours.
  if (azp === undefined ? audience.length > 1 : !ours(azp)) return refuse('azp')
  // Rule 11. One that we sent nowhere answers somebody else's request.
  if (claims['nonce'] !== nonce) return refuse('nonce')
  // OIDC Core §3.1.3.8: without it nothing is said of the access token, with it that very one was meant.
  if (access_token !== undefined && at_hash !== undefined && at_hash !== atHash(header.alg, access_token))
    return refuse('at_hash')
  return { ok: true, claims: { ...claims, sub } }
}

const refuse = (reason: IdTokenRefusal): CheckedIdToken => ({ ok: false, reason })
