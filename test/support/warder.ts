import { loadConfig } from '../../packages/warder/src/config/load.ts'
import type { Config } from '../../packages/warder/src/config/config.ts'
import { createWarder, type Options, type Warder } from '../../packages/warder/src/index.ts'
import { createLog } from '../../packages/warder/src/log.ts'
import { readInbox, type InboxItem } from '../../packages/warder/src/mail/inbox.ts'
import type { UserView } from '../../packages/warder/src/users/profile.ts'
import type { Db } from '../../packages/warder/src/store/open.ts'
import { createUser, type NewPerson } from '../../packages/warder/src/users/manage.ts'
import { createBrowser, type Browser } from './cookies.ts'

export const origin = 'https://id.example'
export const goodPassword = 'correct horse battery staple'

export type TestWarder = Warder & {
  clock: { now: number }
  /** Every line of the log, at debug level. */
  lines: string[]
  request: (path: string, init?: RequestInit, address?: string) => Promise<Response>
  get: (path: string, headers?: Record<string, string>) => Promise<Response>
  post: (path: string, body: unknown, headers?: Record<string, string>) => Promise<Response>
  form: (path: string, fields: Record<string, string>, headers?: Record<string, string>) => Promise<Response>
  browser: () => Browser
  inbox: () => Promise<InboxItem[]>
  user: (email?: string, more?: Partial<NewPerson>) => Promise<UserView>
  /** Signs in with the good password and gives the tokens of `/auth/login`. */
  tokens: (email?: string) => Promise<{ access_token: string; refresh_token: string; expires_in: number }>
}

/** A whole Warder, by default on an empty database in memory, with a clock that the test moves. */
export async function startWarder(
  settings: Record<string, string> = {},
  change: Partial<Config> = {},
  db?: Db,
  embedding: Pick<Options, 'events' | 'claims'> = {},
): Promise<TestWarder> {
  const clock = { now: 1_800_000_000 }
  const lines: string[] = []
  const config = { ...(await testConfig(settings)), ...change }
  const log = createLog({ level: 'debug', style: 'json', write: (line) => lines.push(line) })
  const warder = await createWarder({ config, now: () => clock.now, log, ...(db && { db }), ...embedding })
  const { handler } = warder

  const request: TestWarder['request'] = async (path, init = {}, address = '192.0.2.1') =>
    handler(new Request(config.origin + path, init), { address })
  const get: TestWarder['get'] = (path, headers = {}) => request(path, { headers })
  const post: TestWarder['post'] = (path, body, headers = {}) =>
    request(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: sized(JSON.stringify(body), 'application/json', headers),
    })
  const form: TestWarder['form'] = (path, fields, headers = {}) => {
    const body = new URLSearchParams(fields).toString()
    return request(path, {
      method: 'POST',
      body,
      headers: sized(body, 'application/x-www-form-urlencoded', headers),
    })
  }

  return {
    ...warder,
    clock,
    lines,
    request,
    get,
    post,
    form,
    browser: () => createBrowser(request, config.origin),
    inbox: () => readInbox(warder.app),
    user: (email = 'ada@example.com', more = {}) =>
      createUser(warder.operator, { email, full_name: 'Ada Lovelace', password: goodPassword, ...more }),
    tokens: async (email = 'ada@example.com') =>
      json(await post('/auth/login', { email, password: goodPassword })),
  }
}

/** Production settings but for the cost of a hash, which most tests would only wait for, and of a challenge. */
async function testConfig(settings: Record<string, string>): Promise<Config> {
  const flags = {
    issuer: origin,
    database_url: 'sqlite::memory:',
    secret: 'dGVzdHMtb25seS1zZWNyZXQtMDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3A',
    // Everything comes from one address here; what is asked of it under pressure has tests of its own.
    'challenge.mode': 'off',
    ...settings,
  }
  const loaded = await loadConfig({ flags, env: {}, purpose: 'command' })
  if (!loaded.ok)
    throw new Error(loaded.problems.map(({ where, problem }) => `${where} ${problem}`).join('\n'))
  const { config } = loaded
  return { ...config, password: { ...config.password, memory_kib: 64, passes: 1, queue: 1000 } }
}

/** A body's length, as every HTTP client sends it. */
function sized(body: string, type: string, headers: Record<string, string>): Record<string, string> {
  return { 'content-type': type, 'content-length': String(Buffer.byteLength(body)), ...headers }
}

export async function json<T = Record<string, unknown>>(response: Response): Promise<T> {
  return (await response.json()) as T
}
