import { isJsonObject, repeatsMember } from '../jwt/json-object.ts'
import { OAuthError } from '../oauth/errors.ts'
import { claimNames, scopeOfClaim, type ClaimName } from './standard-claims.ts'

export type ClaimsRequest = {
  /** For the UserInfo response. */
  userinfo: ClaimName[]
  id_token: ClaimName[]
  /** The one person the client will take. */
  sub?: string
}

const longest = 4096
const nothing: ClaimsRequest = { userinfo: [], id_token: [] }

/**
 * Reads the `claims` parameter: the claims in it that there are, and that the client may have. Others are left out, as every
 * claim may be that is asked for (OIDC Core §5.5.1).
 *
 * @param allowed the scopes the client may ask for
 * @throws OAuthError invalid_request when it is not what the section describes
 * @see OIDC Core §5.5 and §5.5.1
 */
export function parseClaimsRequest(text: string | undefined, allowed: readonly string[]): ClaimsRequest {
  if (text === undefined) return nothing
  const request = objectIn(text)
  const { userinfo, id_token } = request
  const subs = [userinfo, id_token].flatMap((member) => subOf(member) ?? [])
  if (new Set(subs).size > 1) throw refuse('claims asks for two persons')
  const [sub] = subs
  return {
    userinfo: claimsIn(userinfo, allowed),
    id_token: claimsIn(id_token, allowed),
    ...(sub !== undefined && { sub }),
  }
}

/** What is left of a request, of which these are the scopes that its client may still ask for. */
export function claimsWithin(request: ClaimsRequest, allowed: readonly string[]): ClaimsRequest {
  const left = (names: readonly ClaimName[]) => names.filter((name) => allowed.includes(scopeOfClaim[name]))
  return { ...request, userinfo: left(request.userinfo), id_token: left(request.id_token) }
}

/** The scopes that the claims of a request need beside those it names. */
export function scopesOfClaims({ userinfo, id_token }: ClaimsRequest): string[] {
  return [...new Set([...userinfo, ...id_token].map((claim) => scopeOfClaim[claim]))]
}

function objectIn(text: string): Record<string, unknown> {
  if (text.length > longest) throw refuse(`claims must not be longer than ${longest} characters`)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw refuse('claims must be JSON')
  }
  if (!isJsonObject(value) || repeatsMember(text)) throw refuse('claims must be a JSON object')
  return value
}

function claimsIn(member: unknown, allowed: readonly string[]): ClaimName[] {
  // OIDC Core §5.5: "If not present", nothing is asked for; null is what libraries write for that.
  if (member === undefined || member === null) return []
  if (!isJsonObject(member)) throw refuse('userinfo and id_token in claims are objects')
  for (const wish of Object.values(member)) {
    // OIDC Core §5.5.1: null, or an object that says more.
    if (wish !== null && !isJsonObject(wish)) throw refuse('a claim in claims is null or an object')
  }
  return claimNames.filter((name) => Object.hasOwn(member, name) && allowed.includes(scopeOfClaim[name]))
}

/** OIDC Core §5.5.1: asked for with a value, the subject is a condition. */
function subOf(member: unknown): string | undefined {
  const wish = isJsonObject(member) ? member['sub'] : undefined
  const value = isJsonObject(wish) ? wish['value'] : undefined
  return typeof value === 'string' ? value : undefined
}

const refuse = (description: string) => new OAuthError('invalid_request', description)
