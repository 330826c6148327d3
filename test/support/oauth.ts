import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import {
  createClient,
  type ClientView,
  type NewClient,
} from '../../packages/warder/src/oauth-server/register.ts'
import type { Browser, Page } from './cookies.ts'
import { goodPassword, json, startWarder, type TestWarder } from './warder.ts'

export const redirect_uri = 'https://app.example/cb'
export const code_verifier = 'v'.repeat(43)
const code_challenge = createHash('sha256').update(code_verifier).digest('base64url')

/** The parameters of a sound authorization request. */
export type Params = Record<string, string | string[]>

export type Tokens = {
  access_token: string
  token_type: string
  expires_in: number
  refresh_token?: string
  id_token?: string
  scope?: string
}

export type OAuthWorld = {
  warder: TestWarder
  /** Registers an application; by default one with a secret and the redirect URI above. */
  client: (change?: Partial<NewClient>) => Promise<ClientView>
  /** A browser in which Ada, or somebody else, is signed in. */
  signedIn: (email?: string) => Promise<Browser>
  /** The address of an authorization request of a client; `undefined` leaves a parameter out. */
  address: (client: ClientView, change?: Record<string, string | string[] | undefined>) => string
  /** Follows a request to the application, allowing what is asked, and returns what it got. */
  answer: (browser: Browser, address: string) => Promise<URLSearchParams>
  code: (
    client: ClientView,
    change?: Record<string, string | string[] | undefined>,
    browser?: Browser,
  ) => Promise<string>
  /** How many authorization codes were made. */
  codes: () => Promise<number>
  redeem: (client: ClientView, code: string, change?: Record<string, string | undefined>) => Promise<Response>
  /** Tokens of Ada for a client, by the whole way. */
  tokens: (client: ClientView, scope?: string, browser?: Browser) => Promise<Tokens>
  token: (client: ClientView, fields: Record<string, string>) => Promise<Response>
  refresh: (client: ClientView, refresh_token: string, fields?: Record<string, string>) => Promise<Response>
  userinfo: (access_token: string) => Promise<Response>
}

/** A Warder with a person, Ada, and what an application does to it. */
export async function startOAuth(settings: Record<string, string> = {}): Promise<OAuthWorld> {
  const warder = await startWarder(settings)
  await warder.user()
  return oauthWorld(warder)
}

export function oauthWorld(warder: TestWarder): OAuthWorld {
  const world: OAuthWorld = {
    warder,
    client: (change = {}) =>
      createClient(warder.operator, {
        name: 'Notes',
        type: 'confidential',
        redirect_uris: [redirect_uri],
        ...change,
      }),
    signedIn: async (email = 'ada@example.com') => {
      const browser = warder.browser()
      await browser.submit(await browser.open('/login'), '/login', { email, password: goodPassword })
      return browser
    },
    address: (client, change = {}) => {
      const params = { ...soundRequest(client), ...change }
      return `/oauth/authorize?${queryOf(params)}`
    },
    answer: async (browser, address) => answered(await allowAll(browser, await browser.open(address))),
    code: async (client, change = {}, browser) => {
      const params = await world.answer(browser ?? (await world.signedIn()), world.address(client, change))
      const code = params.get('code')
      assert.ok(code, `no code but ${params.toString()}`)
      return code
    },
    codes: async () => {
      const all = warder.app.db.selectFrom('one_time_token').select('token_hash')
      return (await all.where('purpose', '=', 'authorization_code').execute()).length
    },
    token: (client, fields) => warder.form('/oauth/token', { ...idOf(client), ...fields }, basicOf(client)),
    redeem: (client, code, change = {}) => {
      const fields = { grant_type: 'authorization_code', code, redirect_uri, code_verifier, ...change }
      return world.token(client, Object.fromEntries(Object.entries(fields).filter(isPresent)))
    },
    tokens: async (client, scope = 'openid', browser) => {
      const response = await world.redeem(client, await world.code(client, { scope }, browser))
      assert.equal(response.status, 200)
      return json<Tokens>(response)
    },
    refresh: (client, refresh_token, fields = {}) =>
      world.token(client, { grant_type: 'refresh_token', refresh_token, ...fields }),
    userinfo: (access_token) => warder.get('/oauth/userinfo', { authorization: `Bearer ${access_token}` }),
  }
  return world
}

function soundRequest(client: ClientView): Params {
  return {
    client_id: client.client_id,
    redirect_uri,
    response_type: 'code',
    scope: 'openid',
    state: 'a state',
    nonce: 'a nonce',
    code_challenge,
    code_challenge_method: 'S256',
  }
}

function queryOf(params: Record<string, string | string[] | undefined>): string {
  const pairs = Object.entries(params).flatMap(([name, value]) =>
    value === undefined ? [] : [value].flat().map((one): [string, string] => [name, one]),
  )
  return new URLSearchParams(pairs).toString()
}

const isPresent = (entry: [string, string | undefined]): entry is [string, string] => entry[1] !== undefined

/** Answers the consent page with yes, when there is one. */
export async function allowAll(browser: Browser, page: Page): Promise<Page> {
  if (!page.path.startsWith('/consent')) return page
  return browser.submit(page, '/consent', { decision: 'allow' })
}

/** What the application gets: the page must have left this server for its redirect URI. */
export function answered(page: Page): URLSearchParams {
  assert.ok(page.path.startsWith(`${redirect_uri}?`), `ended at ${page.path} with ${page.status}`)
  return new URL(page.path).searchParams
}

export function basicOf(client: ClientView): Record<string, string> {
  if (client.client_secret === undefined) return {}
  return {
    authorization: `Basic ${Buffer.from(`${client.client_id}:${client.client_secret}`).toString('base64')}`,
  }
}

const idOf = (client: ClientView): Record<string, string> =>
  client.client_secret === undefined ? { client_id: client.client_id } : {}

/** The claims of a JWT, read without checking it. */
export function claimsOf(token: string): Record<string, unknown> {
  const [, payload = ''] = token.split('.')
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>
}

export async function errorOf(response: Response): Promise<string> {
  return String((await json(response))['error'])
}
