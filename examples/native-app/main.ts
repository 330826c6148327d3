/**
 * A program on somebody's own computer (RFC 8252): the browser signs in, and comes back to a port that is open for that long.
 *
 *   CLIENT_ID=… npm run example:native-app
 *
 * It has no secret, for what is on every computer is known to everybody: PKCE says that who asked is who gets the tokens.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as openid from 'openid-client'

const { CLIENT_ID, WARDER_ISSUER = 'http://localhost:3000' } = process.env
if (!CLIENT_ID) throw new Error('Set CLIENT_ID: see examples/README.md')
const warder = await openid.discovery(new URL(WARDER_ISSUER), CLIENT_ID, undefined, openid.None(), {
  // For a Warder on this machine only. Leave it out, and anything but https is refused.
  execute: [openid.allowInsecureRequests],
})

// RFC 8252 §7.3: the literal address, which no name server can lead elsewhere, and whatever port is free.
const server = createServer()
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const redirect_uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`

const pkceCodeVerifier = openid.randomPKCECodeVerifier()
const expectedState = openid.randomState()
const url = openid.buildAuthorizationUrl(warder, {
  redirect_uri,
  scope: 'openid profile',
  state: expectedState,
  code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
  code_challenge_method: 'S256',
})
console.log(`Open this in your browser:\n${url.href}`)

const answer = await new Promise<URL>((resolve) =>
  server.on('request', (request, response) => {
    const came = URL.parse(request.url ?? '/', redirect_uri)
    // Anything on this computer can knock here. Who does not know the state is not the browser that is awaited.
    const expected = came?.pathname === '/callback' && came.searchParams.get('state') === expectedState
    response.writeHead(expected ? 200 : 404, { connection: 'close' })
    response.end(expected ? 'Done. You may close this window.\n' : 'Not found\n')
    if (expected) resolve(came)
  }),
)
server.close()

try {
  const tokens = await openid.authorizationCodeGrant(warder, answer, { pkceCodeVerifier, expectedState })
  const { name, sub } = await openid.fetchUserInfo(warder, tokens.access_token, tokens.claims()?.sub ?? '')
  console.log(`Hello, ${name ?? sub}.`)
  // It ends here, and leaves nothing behind. A program that goes on asks for `offline_access` too, and keeps the refresh token in
  // the keyring of the system.
  await openid.tokenRevocation(warder, tokens.access_token)
} catch (error) {
  if (!(error instanceof openid.AuthorizationResponseError)) throw error
  console.error(`You were not signed in: ${error.error}`)
  process.exitCode = 1
}
