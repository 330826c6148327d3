import type { Seconds } from '../time.ts'

/** What we know about a person, under the names of OIDC Core §5.1. */
export type ClaimsUser = {
  sub: string
  name?: string | undefined
  email?: string | undefined
  email_verified?: boolean | undefined
  locale?: string | undefined
  updated_at?: Seconds | undefined
}

export type UserClaims = {
  sub: string
  name?: string
  email?: string
  email_verified?: boolean
  locale?: string
  updated_at?: Seconds
}

/** Every claim about a person that we can serve, for `claims_supported`. */
export const standardClaims = ['sub', 'name', 'email', 'email_verified', 'locale', 'updated_at'] as const

/**
 * The claims about a person that the granted scopes open, for the UserInfo response or an ID token.
 * A claim without a value is left out, never null (OIDC Core §5.3.2).
 *
 * @see OIDC Core §5.4
 */
export function claimsForScope(scope: readonly string[], user: ClaimsUser): UserClaims {
  const claims: UserClaims = { sub: user.sub }
  if (scope.includes('profile')) {
    if (user.name !== undefined) claims.name = user.name
    if (user.locale !== undefined) claims.locale = user.locale
    if (user.updated_at !== undefined) claims.updated_at = user.updated_at
  }
  if (scope.includes('email') && user.email !== undefined) {
    claims.email = user.email
    claims.email_verified = user.email_verified ?? false
  }
  return claims
}
