import assert from 'node:assert/strict'
import { setUserDisabled } from '../../../packages/warder/src/users/manage.ts'
import type { ClientView } from '../../../packages/warder/src/oauth-server/register.ts'
import { basicOf, oauthWorld, type OAuthWorld } from '../../support/oauth.ts'
import { withTexts } from '../../support/people/phones.ts'
import { newApiKey } from '../../support/people/api-keys.ts'
import { createBrowser } from '../../support/cookies.ts'
import { goodPassword, json, startWarder, type TestWarder } from '../../support/warder.ts'
import { away, chrome, firefox, home, type Place } from '../sessions/support.ts'
import { watchChanges } from './changes.ts'
import type { Example, Sender } from './table.ts'

export type World = {
  warder: TestWarder
  oauth: OAuthWorld
  client: ClientView
  /** Somebody nobody has asked for before, with a way to send requests as one of the senders. */
  become: (sender: Sender) => Promise<Someone>
  stop: () => Promise<void>
}

/** A sender: the headers it sends, from where, and the values that `{…}` in an example stand for. */
export type Someone = Place & {
  headers: Record<string, string>
  csrf: string | undefined
  values: Record<string, string>
}

type Tokens = { access_token: string }

/** Whose password everybody knows. */
const friend = 'root@example.com'

/**
 * A Warder without limits on how often, with an application.
 *
 * @param place the tenant that it is about, as if it were at the root; by default the one that is
 */
export async function startWorld(
  place: (warder: TestWarder) => Promise<TestWarder> = (warder) => Promise.resolve(warder),
): Promise<World> {
  const server = await startWarder({
    ...withTexts,
    'agents.scopes': 'notes:read',
    'limits.costly': '100000',
    'limits.mailing': '100000',
    'session.hijack': 'step-up',
    'risk.new_device': 'step-up',
  })
  const warder = await place(server)
  // Where somebody administers, nobody sets anything up.
  await warder.user(friend, { full_name: 'Root', roles: ['admin'] })
  const oauth = oauthWorld(warder)
  const client = await oauth.client()
  await watchChanges(warder.app.db)
  let people = 0
  return {
    warder,
    oauth,
    client,
    become: (sender) => become({ warder, oauth, client }, sender, `person-${++people}@example.com`),
    stop: () => warder.close(),
  }
}

type Parts = Pick<World, 'warder' | 'oauth' | 'client'>

async function become(parts: Parts, sender: Sender, email: string): Promise<Someone> {
  const { warder, oauth, client } = parts
  const roles = sender === 'admin' ? ['admin'] : []
  const { id: user_id } = await warder.user(email, { full_name: 'Somebody', roles })
  const values = {
    email,
    user: user_id,
    friend: friend,
    'new email': `new-${email}`,
    password: goodPassword,
    client: client.client_id,
    'authorization request': oauth.address(client).split('?')[1] ?? '',
  }

  if (sender === 'application') {
    const browser = createBrowser(
      (path, init) => warder.request(path, agreed(init), home),
      'https://id.example',
    )
    await browser.submit(await browser.open('/login'), '/login', { email, password: goodPassword })
    const { access_token } = await oauth.tokens(client, 'openid', browser)
    return { headers: bearer(access_token), csrf: undefined, values }
  }

  const tokens = await json<Tokens>(await signIn(parts, '/auth/login', email))
  const cookie = cookieOf(await signIn(parts, '/auth/login/session', email), 'session')
  const end = (sent: Record<string, string>) =>
    warder.request('/auth/logout', { method: 'POST', headers: { 'user-agent': firefox, ...sent } }, home)
  const withToken = async (sent: string, from: Place = {}): Promise<Someone> => {
    const { csrf, cookie: visit } = await csrfFor(parts, sent, from)
    return { headers: { cookie: [sent, visit].filter(Boolean).join('; ') }, csrf, values, ...from }
  }

  switch (sender) {
    case 'nobody':
      return withToken('')
    case 'cookie':
    case 'admin':
      return withToken(cookie)
    case 'no csrf':
      return { ...(await withToken(cookie)), csrf: undefined }
    case 'foreign origin':
    case 'cross-site': {
      const someone = await withToken(cookie)
      const from: Record<string, string> =
        sender === 'cross-site' ? { 'sec-fetch-site': 'cross-site' } : { origin: 'https://evil.example' }
      return { ...someone, headers: { ...someone.headers, ...from } }
    }
    case 'bearer':
      return { headers: bearer(tokens.access_token), csrf: undefined, values }
    case 'client':
      return { headers: basicOf(client), csrf: undefined, values }
    case 'api key':
      return {
        headers: { 'x-api-key': await newApiKey(warder, tokens.access_token) },
        csrf: undefined,
        values,
      }
    case 'disabled':
      await setUserDisabled(warder.operator, email, true)
      return withToken(cookie)
    case 'disabled bearer':
      await setUserDisabled(warder.operator, email, true)
      return { headers: bearer(tokens.access_token), csrf: undefined, values }
    case 'ended': {
      const { csrf = '' } = await withToken(cookie)
      assert.equal((await end({ cookie, 'x-csrf-token': csrf })).status, 204)
      return withToken(cookie)
    }
    case 'ended bearer':
      assert.equal((await end(bearer(tokens.access_token))).status, 204)
      return { headers: bearer(tokens.access_token), csrf: undefined, values }
    case 'pending': {
      const thief = { agent: chrome, address: away }
      const waiting = await json<{ temp_token?: string }>(await signIn(parts, '/auth/login', email, thief))
      assert.ok(waiting.temp_token, 'the sign-in waits for a code')
      // It is put where a session would be as well.
      const handle = `${waiting.temp_token}; __Host-warder_session=${waiting.temp_token}`
      return withToken(`__Host-warder_pending=${handle}`, thief)
    }
    case 'suspect': {
      const stolen = { agent: chrome, address: away }
      const headers = { cookie, 'user-agent': chrome }
      assert.equal((await warder.request('/auth/me', { headers }, away)).status, 401)
      return withToken(cookie, stolen)
    }
  }
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

function agreed(init: RequestInit = {}): RequestInit {
  const headers = new Headers(init.headers)
  headers.set('user-agent', firefox)
  return { ...init, headers }
}

async function signIn({ warder }: Parts, path: string, email: string, from: Place = {}): Promise<Response> {
  const { agent = firefox, address = home } = from
  const body = JSON.stringify({ email, password: goodPassword })
  const headers = {
    'user-agent': agent,
    'content-type': 'application/json',
    'content-length': String(body.length),
  }
  const answer = await warder.request(path, { method: 'POST', body, headers }, address)
  assert.equal(answer.status, 200, `${path} for ${email}`)
  return answer
}

function cookieOf(answer: Response, name: string): string {
  const found = answer.headers.getSetCookie().find((text) => text.startsWith(`__Host-warder_${name}=`))
  assert.ok(found, `the answer sets the cookie ${name}`)
  return found.split(';')[0] ?? ''
}

/** The CSRF token that goes with a cookie, or with none. */
async function csrfFor({ warder }: Parts, cookie: string, { agent = firefox, address = home }: Place) {
  const headers = { 'user-agent': agent, ...(cookie && { cookie }) }
  const answer = await warder.request('/auth/csrf', { headers }, address)
  const { csrf_token: csrf } = await json<{ csrf_token: string }>(answer)
  return { csrf, cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '' }
}

/** Sends the example of a route as somebody. */
export function send(
  { warder }: World,
  someone: Someone,
  route: { method: string; path: string },
  example: Example = {},
  params: Record<string, string> = {},
): Promise<Response> {
  const { headers, csrf, values, agent = firefox, address = home } = someone
  const fill = (text: string) => text.replaceAll(/\{([\w ]+)\}/g, (all, name: string) => values[name] ?? all)
  const path =
    route.path.replaceAll(/:(\w+)/g, (_all, name: string) => params[name] ?? 'unknown') +
    fill(example.query ?? '')
  const body = example.json
    ? fill(JSON.stringify(example.json))
    : example.form &&
      new URLSearchParams([
        ...Object.entries(example.form).map(([name, value]): [string, string] => [name, fill(value)]),
        ...(csrf === undefined ? [] : [['csrf_token', csrf] as [string, string]]),
      ]).toString()
  const type = example.json ? 'application/json' : 'application/x-www-form-urlencoded'
  const sized = body === undefined ? {} : { 'content-type': type, 'content-length': String(body.length) }
  const token = csrf !== undefined && !example.form ? { 'x-csrf-token': csrf } : {}
  const init = {
    method: route.method,
    headers: { 'user-agent': agent, ...sized, ...token, ...headers },
    ...(body !== undefined && { body }),
  }
  return warder.request(path, init, address)
}

/**
 * What an answer comes to.
 *
 * @param expected tells a refusal from a row that may answer the same status by itself
 */
export async function cameTo(answer: Response, statuses: string, expected: string): Promise<string> {
  const { status } = answer
  const location = answer.headers.get('location') ?? ''
  if (location.startsWith('/login?return_to=')) return 'login'
  if (location.startsWith('/reauthenticate?')) return 'again'
  const text = await answer.text()
  if (status >= 400 && text.includes('"insufficient_user_authentication"')) return 'again'
  if (String(status) !== expected && statuses.split(' ').includes(String(status))) return 'in'
  return [401, 403, 404].includes(status) ? String(status) : `${status} ${location || text.slice(0, 300)}`
}
