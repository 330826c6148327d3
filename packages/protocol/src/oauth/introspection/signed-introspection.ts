import type { Seconds } from '../../time.ts'
import type { SigningKey } from '../../jwt/keys/keys.ts'
import { signJwt } from '../../jwt/sign.ts'

/** RFC 9701 §5: keeps the answer from being taken for an access token, and the reverse. */
export const introspectionType = 'token-introspection+jwt'

const media = `application/${introspectionType}`

/**
 * Whether whoever asks about a token wants the answer signed. Where JSON is just as welcome it is signed as well.
 *
 * @param accept the header of this name
 * @see RFC 9701 §4, RFC 9110 §12.5.1
 */
export function wantsSigned(accept: string | null): boolean {
  if (accept === null) return false
  const signed = weightOf(media, accept)
  return signed > 0 && signed >= weightOf('application/json', accept)
}

/** Named as it is: who writes that anything will do gets JSON, as before there was anything else. */
function weightOf(type: string, accept: string): number {
  for (const part of accept.toLowerCase().split(',')) {
    const [named = '', ...parameters] = part.split(';').map((one) => one.trim())
    if (named !== type) continue
    const weight = parameters.find((one) => one.startsWith('q='))?.slice(2)
    return weight === undefined ? 1 : Number(weight) || 0
  }
  return 0
}

/**
 * The answer of an introspection as a JWT. What is known of the token stands in one claim of its own, so that nothing in it is
 * taken for a claim of the JWT (RFC 9701 §5 and §8.1).
 *
 * @param of issuer, who asked, and the time now
 */
export function signIntrospection(
  key: SigningKey,
  of: { issuer: string; client_id: string; now: Seconds },
  token_introspection: object,
): string {
  const { issuer: iss, client_id: aud, now: iat } = of
  return signJwt(key, introspectionType, { iss, aud, iat, token_introspection })
}
