/**
 * A program without a browser, like a television (RFC 8628): it shows a code, which somebody types in on another device.
 *
 *   CLIENT_ID=… npm run example:device
 */
import * as openid from 'openid-client'

const { CLIENT_ID, WARDER_ISSUER = 'http://localhost:3000' } = process.env
if (!CLIENT_ID) throw new Error('Set CLIENT_ID: see examples/README.md')
const warder = await openid.discovery(new URL(WARDER_ISSUER), CLIENT_ID, undefined, openid.None(), {
  // For a Warder on this machine only. Leave it out, and anything but https is refused.
  execute: [openid.allowInsecureRequests],
})

const begun = await openid.initiateDeviceAuthorization(warder, { scope: 'openid profile' })
console.log(`On your telephone or computer open ${begun.verification_uri}`)
console.log(`and type in the code ${begun.user_code}`)

try {
  // It asks as often as Warder allows, and more slowly when it is told to.
  const tokens = await openid.pollDeviceAuthorizationGrant(warder, begun)
  const { name, sub } = await openid.fetchUserInfo(warder, tokens.access_token, tokens.claims()?.sub ?? '')
  console.log(`Hello, ${name ?? sub}.`)
} catch (error) {
  if (!(error instanceof openid.ResponseBodyError)) throw error
  console.error(error.error === 'expired_token' ? 'Nobody typed in the code.' : `Refused: ${error.error}`)
  process.exitCode = 1
}
