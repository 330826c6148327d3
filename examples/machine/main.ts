/**
 * A program that acts for itself: nobody signs in. It gets a token with its own secret and reads the notes of example:api.
 *
 *   CLIENT_ID=… CLIENT_SECRET=… npm run example:machine
 */
import * as openid from 'openid-client'

const {
  CLIENT_ID,
  CLIENT_SECRET,
  WARDER_ISSUER = 'http://localhost:3000',
  API_URL = 'http://localhost:4004',
} = process.env
if (!CLIENT_ID || !CLIENT_SECRET) throw new Error('Set CLIENT_ID and CLIENT_SECRET: see examples/README.md')
const warder = await openid.discovery(
  new URL(WARDER_ISSUER),
  CLIENT_ID,
  CLIENT_SECRET,
  openid.ClientSecretBasic(CLIENT_SECRET),
  // For a Warder on this machine only. Leave it out, and anything but https is refused.
  { execute: [openid.allowInsecureRequests] },
)

const { access_token } = await openid.clientCredentialsGrant(warder, {
  scope: 'notes:read',
  resource: API_URL,
})

// A program that goes on keeps the token until shortly before its end, as @warder/outbound does by itself.
const response = await fetch(`${API_URL}/notes`, { headers: { authorization: `Bearer ${access_token}` } })
if (!response.ok) throw new Error(`The API answered ${response.status}: ${await response.text()}`)
const { notes } = (await response.json()) as { notes: string[] }
console.log(notes.join('\n'))
