import { isJsonObject } from '../../jwt/json-object.ts'
import { OAuthError } from '../errors.ts'

/** Who acts for somebody, and for whom they act in turn (RFC 8693 §4.1): the one who acts now stands outside. */
export type ActClaim = { sub: string; act?: ActClaim }

/** A token whose actors are more than any setting allows is not walked to its end. */
const deepest = 32

/**
 * The `act` of a token by which `actor` acts, given the token that is exchanged for it. Somebody who acts already and asks
 * again, for a narrower token, is not named twice in a row.
 *
 * @param claims of the token that is exchanged
 * @param most how many may act for one another
 * @throws OAuthError invalid_request for one more, or for a token that does not say rightly who acts
 * @see RFC 8693 §4.1
 */
export function actBy(actor: string, claims: Readonly<Record<string, unknown>>, most: number): ActClaim {
  const before = actIn(claims)
  if (before?.sub === actor) return before
  if (depthOf(before) + 1 > most)
    throw new OAuthError('invalid_request', 'too many act for one another already')
  return { sub: actor, ...(before && { act: before }) }
}

/** Who acts by a token; undefined when its subject does. @throws OAuthError invalid_request when it cannot be read */
export function actIn(claims: Readonly<Record<string, unknown>>): ActClaim | undefined {
  return claims['act'] === undefined ? undefined : checked(claims['act'], deepest)
}

function checked(act: unknown, left: number): ActClaim {
  if (left === 0 || !isJsonObject(act)) throw unreadable()
  const { sub, act: next } = act
  if (typeof sub !== 'string' || sub === '') throw unreadable()
  return { sub, ...(next !== undefined && { act: checked(next, left - 1) }) }
}

function depthOf(act: ActClaim | undefined): number {
  let depth = 0
  for (let one = act; one; one = one.act) depth++
  return depth
}

/**
 * Whether a token lets `actor` act for its subject, where it says who may; undefined where it does not say.
 *
 * @param issuer of the token, where `may_act` names none
 * @see RFC 8693 §4.4
 */
export function mayAct(
  claims: Readonly<Record<string, unknown>>,
  actor: { sub: string; iss: string },
): boolean | undefined {
  const named = claims['may_act']
  if (named === undefined) return undefined
  if (!isJsonObject(named)) return false
  const { sub, iss = actor.iss, ...more } = named
  // RFC 8693 §4.4: the members together say who it is, so one that we cannot compare makes it somebody else.
  return sub === actor.sub && iss === actor.iss && Object.keys(more).length === 0
}

const unreadable = () => new OAuthError('invalid_request', 'the act claim of the token cannot be read')
