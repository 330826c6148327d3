import { join } from 'node:path'
import type { Candidate, Place } from '../harness/candidate.ts'
import { root } from '../harness/paths.ts'
import type { Exchange } from '../load/exchange.ts'
import { type Algorithm, checkAccessToken, document, tokenRequest } from './machine-token.ts'
import { environment, issuer, runCli } from './warder-cli.ts'

/** The file that starts Warder, as `npm start` does: from its sources. */
export const fromSources = join(root, 'packages', 'warder', 'bin', 'warder.js')

export const jwks = '/.well-known/jwks.json'
export const discovery = '/.well-known/openid-configuration'
const email = 'ada@example.com'
const password = 'lovelace-1843-engine'
/** More than the connections that a row is measured with. */
const carriedAtMost = 48
/** All of it comes from one address. */
const manySignIns = { WARDER_LIMIT_COSTLY: '1000000' }

/** Every request names the host of the issuer: another one is refused. */
export function toIssuer(place: Place, exchange: Exchange): Exchange {
  return { ...exchange, headers: { Host: new URL(issuer(place)).host, ...exchange.headers } }
}

/**
 * Warder in production mode. Its program keeps what Node compiled; the benchmark keeps that with the data, so that a first
 * start is one.
 */
export function warder(
  name: string,
  program: string,
  prepare: (place: Place) => Promise<Exchange>,
  settings: Record<string, string> = {},
): Candidate {
  return {
    name,
    command: (place) => ({
      // As bin/warder.js is started.
      args: [
        '--max-semi-space-size=16',
        '--no-maglev',
        program,
        'serve',
        '--port',
        String(place.port),
        '--data',
        place.data,
      ],
      env: { ...environment(place), ...settings, NODE_COMPILE_CACHE: join(place.data, 'compiled') },
    }),
    readyPath: '/health/ready',
    prepare,
  }
}

/** `GET /auth/me` with a session cookie. */
export const warderSession = (program = fromSources): Candidate => warder('Warder', program, signIn)

/** `GET /auth/me` with an API key in a header. */
export const warderApiKey: Candidate = warder('Warder', fromSources, async (place) => {
  await createAda(place)
  const post = (path: string, body: object, headers: Record<string, string> = {}) =>
    fetch(issuer(place) + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  const signedIn = (await (await post('/auth/login', { email, password })).json()) as { access_token: string }
  const asked = { name: 'bench', scopes: ['profile:read'], expires_in_days: 30 }
  const made = await post('/api/keys', asked, { Authorization: `Bearer ${signedIn.access_token}` })
  if (made.status !== 201) throw new Error(`an API key at Warder: ${await made.text()}`)
  const { key } = (await made.json()) as { key: string }
  return toIssuer(place, {
    method: 'GET',
    path: '/auth/me',
    headers: { 'X-API-Key': key },
    expected: { status: 200, contains: ['"email":"ada@example.com"', '"permissions":["profile:read"]'] },
  })
})

/** The same where a check is remembered for five seconds. */
export const warderRemembering = (program = fromSources): Candidate =>
  warder('Warder, remembering 5 s', program, signIn, { WARDER_SESSION_CACHE: '5s' })

/** The same where one address may sign in as often as it likes. */
export const warderFlooded: Candidate = warder('Warder', fromSources, signIn, manySignIns)

/** Signing in with the right password, again and again, for a session by cookie: in a browser that Ada is known in. */
export const warderSignIn: Candidate = warder(
  'Warder',
  fromSources,
  async (place) => {
    await createAda(place)
    const exchange = signInExchange(place)
    const browser = (await signInCookies(place)).filter((cookie) => cookie.includes('warder_browser='))
    if (browser.length !== 1) throw new Error('a sign-in at Warder makes no browser known')
    return { ...exchange, headers: { ...exchange.headers, Cookie: browser.join() } }
  },
  manySignIns,
)

/** The same in a new browser each time, of which Ada is told by mail. */
export const warderNewBrowser: Candidate = warder(
  'Warder, new browsers',
  fromSources,
  async (place) => {
    await createAda(place)
    return signInExchange(place)
  },
  manySignIns,
)

/** Refresh tokens of as many sign-ins, each rotated again and again. */
export const warderRefresh: Candidate = warder('Warder', fromSources, async (place) => {
  await createAda(place)
  const first: string[] = []
  for (let i = 0; i < carriedAtMost; i++) {
    const response = await fetch(`${issuer(place)}/auth/login`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email, password }),
    })
    if (response.status !== 200) throw new Error(`sign-in at Warder: ${await response.text()}`)
    first.push(((await response.json()) as { refresh_token: string }).refresh_token)
  }
  return toIssuer(place, {
    method: 'POST',
    path: '/auth/refresh',
    headers: { 'Content-Type': 'application/json' },
    body: '{"refresh_token":"{carried}"}',
    expected: { status: 200, contains: ['"access_token":"ey', '"refresh_token":"'] },
    carry: { first, field: 'refresh_token' },
  })
})

/** A machine client's token. */
export function warderToken(algorithm: Algorithm, program = fromSources): Candidate {
  return warder(`Warder, ${algorithm}`, program, async (place) => {
    const client = await createMachineClient(place, ['--token-alg', algorithm])
    const exchange = toIssuer(place, tokenRequest('/oauth/token', client))
    const keySet = toIssuer(place, document(jwks, '"keys":[{'))
    await checkAccessToken(place.port, exchange, keySet, algorithm)
    return exchange
  })
}

/** A public document. */
export function warderDocument(path: typeof jwks | typeof discovery, piece: string): Candidate {
  return warder('Warder', fromSources, async (place) => toIssuer(place, document(path, piece)))
}

async function createAda(place: Place): Promise<void> {
  await runCli(place, ['user', 'create', '--email', email, '--password-stdin'], password)
}

/** The request that signs Ada in. */
export function signInExchange(place: Place): Exchange {
  return toIssuer(place, {
    method: 'POST',
    path: '/auth/login/session',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email, password }),
    expected: { status: 200, contains: [`"email":"${email}"`] },
  })
}

async function signInCookies(place: Place): Promise<string[]> {
  const response = await fetch(`${issuer(place)}/auth/login/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
  if (response.status !== 200) throw new Error(`sign-in at Warder: ${await response.text()}`)
  return response.headers.getSetCookie().map((cookie) => cookie.slice(0, cookie.indexOf(';')))
}

async function signIn(place: Place): Promise<Exchange> {
  await createAda(place)
  const cookies = await signInCookies(place)
  return toIssuer(place, {
    method: 'GET',
    path: '/auth/me',
    headers: { Cookie: cookies.join('; ') },
    expected: { status: 200, contains: ['"email":"ada@example.com"', '"permissions":'] },
  })
}

export async function createMachineClient(place: Place, options: readonly string[]) {
  const verb = [
    'client',
    'create',
    '--name',
    'bench',
    '--type',
    'machine',
    '--grant',
    'client_credentials',
    '--resource',
    'https://api.example.com',
  ]
  const made = await runCli(place, [...verb, '--scope', 'read', ...options])
  return made as { client_id: string; client_secret: string }
}
