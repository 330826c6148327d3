import { systemClock } from '../clock.ts'
import type { Clock, Credential } from '../credential.ts'
import { OutboundError } from '../errors.ts'
import { createTokenSource } from '../token/source.ts'
import { tokenCredential } from '../token/token-credential.ts'
import { probed, tokenIn } from '../token/token-of.ts'

/** What google-auth-library gives a token by: `GoogleAuth` as a text, `AuthClient` in an object. */
export type GoogleTokens = {
  getAccessToken: () => Promise<string | null | undefined | { token?: string | null }>
}

/** The library keeps its tokens itself; here one is kept for as long as it takes to see a storm pass. In milliseconds. */
const kept = 10_000

/** An authentication of google-auth-library as a credential of ours. */
export function fromGoogleAuth(theirs: GoogleTokens): Credential {
  const source = createTokenSource(async (clock) => {
    const requested_at = clock()
    const got = await theirs.getAccessToken()
    const access_token = typeof got === 'object' ? got?.token : got
    if (!access_token)
      throw new OutboundError('CREDENTIAL_UNAVAILABLE', 'the authentication of Google has no token')
    return { access_token, requested_at, expires_at: requested_at + kept }
  })
  return tokenCredential('google-auth', source)
}

/** The part of `AuthClient` that Google's clients get their headers by. */
export type GoogleAuthClient = {
  getAccessToken: () => Promise<{ token: string }>
  getRequestHeaders: (url?: string | URL) => Promise<Headers>
}

/**
 * A credential of ours for a client of Google's. What the client does with the token is its own: the binding to origins ends
 * here.
 */
export function toGoogleAuth(credential: Credential, clock: Clock = systemClock): GoogleAuthClient {
  const token = async () => tokenIn(await probed(credential, { clock, signal: undefined }))
  return {
    getAccessToken: async () => ({ token: await token() }),
    getRequestHeaders: async () => new Headers({ authorization: `Bearer ${await token()}` }),
  }
}
