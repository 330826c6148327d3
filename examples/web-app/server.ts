/**
 * A web application with a server of its own: it sends people to Warder, and keeps a session when they come back.
 *
 *   CLIENT_ID=… CLIENT_SECRET=… npm run example:web-app -- --port 4007
 *
 * Browsers get a cookie that means nothing elsewhere. Tokens stay here.
 */
import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { parseArgs } from 'node:util'
import * as openid from 'openid-client'

const { port } = parseArgs({ options: { port: { type: 'string', default: '4007' } } }).values
const origin = `http://localhost:${port}`
const redirect_uri = `${origin}/callback`

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

const hours = 3_600_000
/** Of this process. A real application keeps them in its database. */
const sessions = new Map<string, { name: string; id_token: string; ends: number }>()

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown

const routes: Record<string, Handler> = {
  'GET /': (request, response) => {
    const session = sessionOf(request)
    const page = session
      ? `<p>Hello, ${escaped(session.name)}.<form method="post" action="/logout"><button>Sign out</button></form>`
      : '<p><a href="/login">Sign in</a>'
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(`<!doctype html><title>Web application</title><h1>Web application</h1>${page}\n`)
  },

  'GET /login': async (_request, response) => {
    const pkceCodeVerifier = openid.randomPKCECodeVerifier()
    const attempt = {
      pkceCodeVerifier,
      expectedState: openid.randomState(),
      expectedNonce: openid.randomNonce(),
    }
    // The browser that comes back must be the one that went: nobody can sign another person in as themselves.
    const kept = Buffer.from(JSON.stringify(attempt)).toString('base64url')
    response.setHeader('set-cookie', `attempt=${kept}; Path=/callback; Max-Age=600; HttpOnly; SameSite=Lax`)
    const url = openid.buildAuthorizationUrl(warder, {
      redirect_uri,
      scope: 'openid profile',
      state: attempt.expectedState,
      nonce: attempt.expectedNonce,
      code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
    })
    redirect(response, url.href)
  },

  'GET /callback': async (request, response) => {
    const kept = cookieOf(request, 'attempt')
    if (kept === undefined) return redirect(response, '/login')
    const attempt = JSON.parse(
      Buffer.from(kept, 'base64url').toString(),
    ) as openid.AuthorizationCodeGrantChecks
    const tokens = await openid.authorizationCodeGrant(warder, new URL(request.url ?? '', origin), attempt)
    const { sub } = tokens.claims() ?? { sub: '' }
    const { name = sub } = await openid.fetchUserInfo(warder, tokens.access_token, sub)
    const id = randomBytes(32).toString('base64url')
    sessions.set(id, { name, id_token: tokens.id_token ?? '', ends: Date.now() + 8 * hours })
    // On https also `Secure`, and the name `__Host-session`.
    response.setHeader('set-cookie', [
      `session=${id}; Path=/; HttpOnly; SameSite=Lax`,
      'attempt=; Path=/callback; Max-Age=0',
    ])
    redirect(response, '/')
  },

  'POST /logout': (request, response) => {
    const session = sessionOf(request)
    sessions.delete(cookieOf(request, 'session') ?? '')
    response.setHeader('set-cookie', 'session=; Path=/; Max-Age=0')
    if (!session) return redirect(response, '/')
    const { id_token } = session
    redirect(
      response,
      openid.buildEndSessionUrl(warder, { id_token_hint: id_token, post_logout_redirect_uri: `${origin}/` })
        .href,
    )
  },
}

const server = createServer((request, response) => void answer(request, response))
server.listen(Number(port), 'localhost', () => console.log(`Sign in at ${origin}/`))

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path] = (request.url ?? '/').split('?')
  const handler = routes[`${request.method} ${path}`]
  if (!handler) return void response.writeHead(404).end('Not found\n')
  try {
    await handler(request, response)
  } catch (error) {
    console.error(error)
    response.writeHead(400).end('That did not work. Sign in again.\n')
  }
}

function sessionOf(request: IncomingMessage) {
  const session = sessions.get(cookieOf(request, 'session') ?? '')
  return session && session.ends > Date.now() ? session : undefined
}

function cookieOf({ headers }: IncomingMessage, name: string): string | undefined {
  const pairs = (headers.cookie ?? '').split('; ').map((pair) => pair.split('='))
  return pairs.find(([key]) => key === name)?.[1]
}

function redirect(response: ServerResponse, location: string) {
  response.writeHead(303, { location }).end()
}

const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => server.close())
