/** The scopes this server gives a meaning to. Every other scope belongs to the API of an application. */
export const openidScopes = ['openid', 'profile', 'email', 'offline_access'] as const

/** What an application that signs people in may ask for when nobody said otherwise. */
export const defaultScopes: readonly string[] = openidScopes

/** What `/auth/*` tokens may do beside `/auth/*` itself: read their own person's claims. */
export const ownScopes: readonly string[] = ['openid', 'profile', 'email']
