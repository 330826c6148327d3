import type { Candidate, Place } from '../harness/candidate.ts'
import { peer } from '../harness/paths.ts'
import type { Exchange } from '../load/exchange.ts'

const ada = { email: 'ada@example.com', password: 'lovelace-1843-engine', name: 'Ada Lovelace' }

type Options = { name: string; cookieCache?: boolean }

/** Better Auth, asked who is signed in. On PostgreSQL when the row has a database, else on `node:sqlite`. */
export function betterAuthSession({ name, cookieCache = false }: Options): Candidate {
  return {
    name,
    command: (place) => command(place, cookieCache ? { COOKIE_CACHE: '1' } : {}),
    readyPath: '/api/auth/ok',
    prepare: signUp,
  }
}

/** Better Auth, signing in: its own scrypt, or Argon2id with Warder's parameters and Warder's library. */
export function betterAuthSignIn({ name, argon2 = false }: { name: string; argon2?: boolean }): Candidate {
  return {
    name,
    command: (place) => command(place, argon2 ? { ARGON2: '1' } : {}),
    readyPath: '/api/auth/ok',
    prepare: async (place) => {
      await register(place)
      return signInExchange(place)
    },
  }
}

/** The request that signs Ada in. */
export function signInExchange({ port }: Place): Exchange {
  return {
    method: 'POST',
    path: '/api/auth/sign-in/email',
    headers: { 'Content-Type': 'application/json', Origin: `http://127.0.0.1:${port}` },
    body: JSON.stringify({ email: ada.email, password: ada.password }),
    expected: { status: 200, contains: ['"token":"', '"email":"ada@example.com"'] },
  }
}

/** Better Auth with its JWT plugin, asked for its public keys. */
export const betterAuthJwks: Candidate = {
  name: 'Better Auth',
  command: (place) => command(place, { PLUGINS: 'jwt' }),
  readyPath: '/api/auth/ok',
  prepare: async () => ({
    method: 'GET',
    path: '/api/auth/jwks',
    headers: {},
    expected: { status: 200, contains: ['"keys":[{'] },
  }),
}

/** Better Auth with its API-key plugin, asked whose key it is. */
export const betterAuthApiKey: Candidate = {
  name: 'Better Auth',
  command: (place) => command(place, { PLUGINS: 'api-key' }),
  readyPath: '/api/auth/ok',
  prepare: async (place) => {
    const { path, headers } = await signUp(place)
    const response = await fetch(`http://127.0.0.1:${place.port}/api/auth/api-key/create`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', origin: `http://127.0.0.1:${place.port}` },
      body: JSON.stringify({ name: 'bench' }),
    })
    if (response.status !== 200) throw new Error(`an API key at Better Auth: ${await response.text()}`)
    const { key } = (await response.json()) as { key: string }
    return {
      method: 'GET',
      path,
      headers: { 'X-API-Key': key },
      expected: { status: 200, contains: ['"email":"ada@example.com"', '"session":{'] },
    }
  },
}

function command({ data, databaseUrl }: Place, env: Record<string, string>) {
  const database = databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }
  return { args: [peer('better-auth')], env: { DATA: data, ...database, ...env } }
}

async function register({ port }: Place): Promise<Response> {
  const origin = `http://127.0.0.1:${port}`
  const response = await fetch(`${origin}/api/auth/sign-up/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify(ada),
  })
  if (response.status !== 200) throw new Error(`sign-up at Better Auth: ${await response.text()}`)
  return response
}

async function signUp(place: Place): Promise<Exchange> {
  const response = await register(place)
  // With the cookie cache there are two cookies, and in production their names carry a prefix on https only.
  const cookies = response.headers.getSetCookie().map((cookie) => cookie.slice(0, cookie.indexOf(';')))
  return {
    method: 'GET',
    path: '/api/auth/get-session',
    headers: { Cookie: cookies.join('; ') },
    expected: { status: 200, contains: ['"email":"ada@example.com"', '"session":{'] },
  }
}
