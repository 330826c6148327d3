import assert from 'node:assert/strict'
import { newId } from '../../../packages/warder/src/crypto/tokens.ts'
import { keep, sealSecret } from '../../../packages/warder/src/sign-in/totp/authenticators.ts'
import { createAccount } from '../../../packages/warder/src/service-accounts/create.ts'
import { addCredential } from '../../../packages/warder/src/service-accounts/credentials/add.ts'
import { addTrust } from '../../../packages/warder/src/service-accounts/federation/trusts.ts'
import { operatorManager } from '../../../packages/warder/src/service-accounts/manager.ts'
import * as agents from '../../../packages/warder/src/store/programs/agents.ts'
import * as apiKeys from '../../../packages/warder/src/store/programs/api-keys.ts'
import * as factors from '../../../packages/warder/src/store/people/factors.ts'
import { setUserDisabled } from '../../../packages/warder/src/users/manage.ts'
import type { ClientView } from '../../../packages/warder/src/oauth-server/register.ts'
import { basicOf, oauthWorld, type OAuthWorld } from '../../support/oauth.ts'
import { withTexts } from '../../support/people/phones.ts'
import { agentRow } from '../../support/people/agents.ts'
import { apiKeyRow, newApiKey } from '../../support/people/api-keys.ts'
import { linkTo } from '../../support/people/programs.ts'
import { connectionRow } from '../../support/vault/rows.ts'
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

/** A Warder without limits on how often, with an application. */
export async function startWorld(): Promise<World> {
  const warder = await startWarder({
    ...withTexts,
    'agents.scopes': 'notes:read',
    'limits.costly': '100000',
    'limits.mailing': '100000',
    'session.hijack': 'step-up',
    'risk.new_device': 'step-up',
  })
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

/** What of somebody's own the path of a route names. */
export async function ownParams(
  world: World,
  someone: Someone,
  path: string,
): Promise<Record<string, string>> {
  const user_id = someone.values['user'] ?? ''
  const { db } = world.warder.app
  if (path.includes('/emails/:id')) return { id: await secondEmail(world, someone, user_id) }
  if (path.includes('/sessions/:id')) {
    const query = db.selectFrom('session').select('id').where('user_id', '=', user_id)
    const { id } = await query.where('token_hash', 'is', null).executeTakeFirstOrThrow()
    return { id }
  }
  if (/\/(totp|authenticators)\/:id/.test(path)) return { id: await authenticator(world, user_id) }
  if (path.includes('/passkeys/:id')) return { id: await passkey(world, user_id) }
  if (path.includes('/connections/:id')) return connectionOf(world, user_id)
  if (path.includes('/agents/:id')) return { id: await agentOf(world, user_id) }
  if (/\/(api-)?keys\/:id/.test(path)) return { id: await keyOf(world, user_id) }
  if (path.startsWith('/api/service-accounts/:id')) return serviceAccountOf(world, path)
  if (path.includes(':client_id')) return { client_id: await grant(world, user_id) }
  return {}
}

async function secondEmail(world: World, someone: Someone, user_id: string): Promise<string> {
  const { warder } = world
  const email = `second-${someone.values['email']}`
  const route = { method: 'POST', path: '/auth/me/emails' }
  assert.equal((await send(world, someone, route, { json: { email } })).status, 202)
  const token = await linkTo(warder, email, '/confirm-email')
  const confirmed = await send(
    world,
    someone,
    { ...route, path: `${route.path}/confirm` },
    { json: { token } },
  )
  assert.equal(confirmed.status, 200)
  const rows = warder.app.db.selectFrom('user_email').select('id').where('user_id', '=', user_id)
  return (await rows.where('email', '=', email).executeTakeFirstOrThrow()).id
}

/** An authenticator app is a row; how one is set up has tests of its own. */
async function authenticator({ warder }: World, user_id: string): Promise<string> {
  const { app } = warder
  const id = newId('tot')
  const data = keep({ sealed: sealSecret(app, id, 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'), last_step: 0 })
  const person = { id: user_id, directory_id: 'dir_common' }
  await factors.add(app.db, person, [{ id, method: 'totp', lookup: id, data, name: 'Red phone' }], app.now())
  return id
}

/** So is a passkey. */
async function passkey({ warder }: World, user_id: string): Promise<string> {
  const { app } = warder
  const id = newId('pky')
  const kept = { user_handle: 'AAAA', transports: [], aaguid: '', discoverable: true, backed_up: true }
  const row = { id, method: 'passkey', lookup: id, data: JSON.stringify(kept), name: 'Red key' } as const
  await factors.add(app.db, { id: user_id, directory_id: 'dir_common' }, [row], app.now())
  return id
}

/** An agent is a row as well. */
async function agentOf({ warder }: World, user_id: string): Promise<string> {
  const id = newId('agt')
  await agents.insert(warder.app.db, agentRow(id, user_id, { created_at: warder.clock.now }))
  return id
}

/** What somebody has connected, and a program that uses it. */
async function connectionOf(world: World, user_id: string): Promise<Record<string, string>> {
  await grant(world, user_id)
  const { id, program } = await connectionRow(world.warder, user_id)
  return { id, program }
}

/** And a key. */
async function keyOf({ warder }: World, user_id: string): Promise<string> {
  const { app } = warder
  const id = newId('key')
  await apiKeys.insert(app.db, apiKeyRow(id, user_id, { created_at: app.now(), issued_at: app.now() }))
  return id
}

/** A program with an identity of its own, and what of it is named. */
async function serviceAccountOf({ warder }: World, path: string): Promise<Record<string, string>> {
  const by = operatorManager(warder.operator)
  const { id } = await createAccount(by, { name: 'Robot' })
  if (!path.includes(':part')) return { id }
  if (path.includes('/federation/')) {
    const rule = { issuer: 'https://ci.example', subject: 'repo:acme/app', claims: {}, single_use: true }
    return { id, part: (await addTrust(by, id, rule)).id }
  }
  return { id, part: (await addCredential(by, id, { type: 'rotating_secret' })).row.id }
}

/** What a person allows an application is a row; by the page that asks for it, it has tests of its own. */
async function grant({ warder, client }: World, user_id: string): Promise<string> {
  const row = { tenant_id: 'ten_default', user_id, client_id: client.client_id }
  const now = warder.clock.now
  await warder.app.db
    .insertInto('consent')
    .values({ ...row, scope: 'openid', resource: '', granted_at: now, withdrawn_at: null })
    .execute()
  return client.client_id
}
