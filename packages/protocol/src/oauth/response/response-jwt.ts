import type { ResponseParameters } from './authorization-redirect.ts'
import type { Seconds } from '../../time.ts'

/** JARM §2.1 recommends ten minutes at most: it is read at once. */
const lifetime: Seconds = 600

/**
 * The claims of a signed authorization response. It has no `sub`, so that it never passes for an ID token.
 *
 * @param params what would stand in the URL; absent values are left out
 * @see JWT Secured Authorization Response Mode for OAuth 2.0 (JARM) §2.1
 */
export function responseClaims(
  params: ResponseParameters,
  { issuer, client_id }: { issuer: string; client_id: string },
  now: Seconds,
): Record<string, string | number> {
  const given = Object.entries(params).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, value]],
  )
  return { ...Object.fromEntries(given), iss: issuer, aud: client_id, exp: now + lifetime }
}
