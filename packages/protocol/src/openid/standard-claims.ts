import type { Seconds } from '../time.ts'

/** OIDC Core §5.1.1. */
export type Address = {
  formatted?: string
  street_address?: string
  locality?: string
  region?: string
  postal_code?: string
  country?: string
}

type Claims = {
  name: string
  given_name: string
  family_name: string
  middle_name: string
  nickname: string
  preferred_username: string
  profile: string
  picture: string
  website: string
  email: string
  email_verified: boolean
  gender: string
  birthdate: string
  zoneinfo: string
  locale: string
  phone_number: string
  phone_number_verified: boolean
  address: Address
  updated_at: Seconds
}

/** A claim about a person that a request may ask for by name. */
export type ClaimName = keyof Claims

/** What we know about a person, under the names of OIDC Core §5.1. */
export type ClaimsUser = { sub: string } & { [Name in ClaimName]?: Claims[Name] | undefined }

export type UserClaims = { sub: string } & Partial<Claims>

/** OIDC Core §5.4: the scope that opens each claim, and so the consent that it needs. */
export const scopeOfClaim: Record<ClaimName, string> = {
  name: 'profile',
  given_name: 'profile',
  family_name: 'profile',
  middle_name: 'profile',
  nickname: 'profile',
  preferred_username: 'profile',
  profile: 'profile',
  picture: 'profile',
  website: 'profile',
  email: 'email',
  email_verified: 'email',
  gender: 'profile',
  birthdate: 'profile',
  zoneinfo: 'profile',
  locale: 'profile',
  phone_number: 'phone',
  phone_number_verified: 'phone',
  address: 'address',
  updated_at: 'profile',
}

export const claimNames = Object.keys(scopeOfClaim) as ClaimName[] // its own keys

/** Every claim about a person that we can serve, for `claims_supported`. */
export const standardClaims: readonly ('sub' | ClaimName)[] = ['sub', ...claimNames]

/**
 * The claims about a person that the granted scopes open, for the UserInfo response or an ID token.
 * A claim without a value is left out, never null (OIDC Core §5.3.2).
 *
 * @see OIDC Core §5.4
 */
export function claimsForScope(scope: readonly string[], user: ClaimsUser): UserClaims {
  const claims = { sub: user.sub, ...claimsOf(user, (name) => scope.includes(scopeOfClaim[name])) }
  if (claims.email !== undefined) claims.email_verified ??= false
  return claims
}

/** The claims that were asked for by name, as they are now. A claim without a value is left out (OIDC Core §5.3.2). */
export function namedClaims(names: readonly string[], user: UserClaims): Partial<UserClaims> {
  const claims = claimsOf(user, (name) => names.includes(name))
  return names.includes('sub') ? { sub: user.sub, ...claims } : claims
}

function claimsOf(user: ClaimsUser, wanted: (name: ClaimName) => boolean): Partial<Claims> {
  const claims: Record<string, unknown> = {}
  for (const name of claimNames) {
    const value = user[name]
    if (value !== undefined && wanted(name)) claims[name] = value
  }
  return claims
}
