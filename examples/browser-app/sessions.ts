/** Signing in and out at Warder, and the tokens of who is signed in. They never leave this process. */
import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import * as openid from 'openid-client'

const { CLIENT_ID, CLIENT_SECRET, WARDER_ISSUER = 'http://localhost:3000' } = process.env
if (!CLIENT_ID || !CLIENT_SECRET) throw new Error('Set CLIENT_ID and CLIENT_SECRET: see examples/README.md')
const warder = await openid.discovery(
  new URL(WARDER_ISSUER),
  CLIENT_ID,
  CLIENT_SECRET,
  openid.ClientSecretBasic(CLIENT_SECRET),
  // For a Warder on this machine only. Leave it out, and anything but https is refused.
  { execute: [openid.allowInsecureRequests] },
)

export type Session = {
  name: string
  id_token: string
  refresh_token: string
  access_token: string
  /** When the access token is too old to be used, in milliseconds. */
  stale: number
  /** The one renewal that is under way: a refresh token is good for one use. */
  renewal?: Promise<void>
}

/** Of this process. A real application keeps them in its database, sealed, and with an end. */
const sessions = new Map<string, Session>()

const attributes = 'HttpOnly; SameSite=Lax'

/** Where the browser goes to sign in. It keeps what only it may come back with. */
export async function begin(origin: string, response: ServerResponse): Promise<string> {
  const pkceCodeVerifier = openid.randomPKCECodeVerifier()
  const attempt = {
    pkceCodeVerifier,
    expectedState: openid.randomState(),
    expectedNonce: openid.randomNonce(),
  }
  const kept = Buffer.from(JSON.stringify(attempt)).toString('base64url')
  response.setHeader('set-cookie', `attempt=${kept}; Path=/callback; Max-Age=600; ${attributes}`)
  const url = openid.buildAuthorizationUrl(warder, {
    redirect_uri: `${origin}/callback`,
    scope: 'openid profile offline_access notes:read',
    state: attempt.expectedState,
    nonce: attempt.expectedNonce,
    code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
  })
  return url.href
}

/** Opens a session for who came back. @throws when it is another browser, or the answer is not Warder's */
export async function finish(
  origin: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const kept = cookieOf(request, 'attempt') ?? ''
  const attempt = JSON.parse(Buffer.from(kept, 'base64url').toString()) as openid.AuthorizationCodeGrantChecks
  const tokens = await openid.authorizationCodeGrant(warder, new URL(request.url ?? '', origin), attempt)
  const { sub } = tokens.claims() ?? { sub: '' }
  const { name = sub } = await openid.fetchUserInfo(warder, tokens.access_token, sub)
  const id = randomBytes(32).toString('base64url')
  sessions.set(id, { name, id_token: tokens.id_token ?? '', refresh_token: '', ...parts(tokens) })
  // On https also `Secure`, and the name `__Host-session`.
  response.setHeader('set-cookie', [
    `session=${id}; Path=/; ${attributes}`,
    'attempt=; Path=/callback; Max-Age=0',
  ])
}

export function sessionOf(request: IncomingMessage): Session | undefined {
  return sessions.get(cookieOf(request, 'session') ?? '')
}

/** An access token that is not about to end. However many requests come at once, one of them renews it. */
export async function fresh(session: Session): Promise<string> {
  if (session.stale <= Date.now()) {
    session.renewal ??= renew(session).finally(() => delete session.renewal)
    await session.renewal
  }
  return session.access_token
}

async function renew(session: Session): Promise<void> {
  Object.assign(session, parts(await openid.refreshTokenGrant(warder, session.refresh_token)))
}

/** Ends the session and its tokens, and says where the browser goes to end the one at Warder. */
export async function end(
  origin: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<string> {
  const session = sessionOf(request)
  sessions.delete(cookieOf(request, 'session') ?? '')
  response.setHeader('set-cookie', 'session=; Path=/; Max-Age=0')
  if (!session) return `${origin}/`
  await openid.tokenRevocation(warder, session.refresh_token)
  const leave = { id_token_hint: session.id_token, post_logout_redirect_uri: `${origin}/` }
  return openid.buildEndSessionUrl(warder, leave).href
}

function parts(tokens: openid.TokenEndpointResponse & openid.TokenEndpointResponseHelpers) {
  const { access_token, refresh_token } = tokens
  const stale = Date.now() + ((tokens.expiresIn() ?? 0) - 30) * 1000
  return { access_token, stale, ...(refresh_token !== undefined && { refresh_token }) }
}

function cookieOf({ headers }: IncomingMessage, name: string): string | undefined {
  const pairs = (headers.cookie ?? '').split('; ').map((pair) => pair.split('='))
  return pairs.find(([key]) => key === name)?.[1]
}
