import { systemClock } from '../clock.ts'
import type { Clock, Credential } from '../credential.ts'
import { OutboundError } from '../errors.ts'
import { authenticatedFetch } from '../fetch/authenticated-fetch.ts'
import type { BindingOptions } from '../fetch/binding.ts'
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

/** A client of google-auth-library that sends what it is given: its `PassThroughClient`, without its types. */
export type GoogleAuthClient = { request(options: { fetchImplementation?: typeof fetch }): Promise<unknown> }

export type GoogleAuthOptions = {
  /** Where the client itself may send the credential: `https://*.googleapis.com` where absent. */
  origins?: BindingOptions['origins']
  clock?: Clock
}

/**
 * A credential of ours for the clients of Google's SDKs. What is sent by `request` and `fetch` goes to its origins alone, and a
 * 401 is tried once more. Who asks for the token or the headers instead, as those for gRPC do, sends them where they like.
 *
 * @param client a `new PassThroughClient()` of google-auth-library, which is changed
 * @returns the same client, which has the credential now
 */
export function toGoogleAuth<Client extends GoogleAuthClient>(
  credential: Credential,
  client: Client,
  { origins = ['https://*.googleapis.com'], clock = systemClock }: GoogleAuthOptions = {},
): Client {
  const token = async () => tokenIn(await probed(credential, { clock, signal: undefined }))
  const send = authenticatedFetch(credential, { origins, clock })
  const request = client.request.bind(client)
  return Object.assign(client, {
    getAccessToken: async () => ({ token: await token() }),
    getRequestHeaders: async () => new Headers({ authorization: `Bearer ${await token()}` }),
    request: (options: object) => request({ ...options, fetchImplementation: send }),
  })
}
