/** The scopes this server gives a meaning to. Every other scope belongs to the API of an application. */
export const openidScopes = ['openid', 'profile', 'email', 'phone', 'address', 'offline_access'] as const

/** What `/auth/*` tokens may do beside `/auth/*` itself: read their own person's claims. */
export const ownScopes: readonly string[] = ['openid', 'profile', 'email']

/** The scopes about a person. A program that acts for itself has none to ask about. */
export function isAboutPeople(scope: string): boolean {
  return openidScopes.some((known) => known === scope)
}
