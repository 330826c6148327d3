import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import * as openid from 'openid-client'
import { guard, type Guard } from '../../../packages/guard/src/index.ts'
import { bearer, jwtBearer, tokenExchange, type Credential } from '../../../packages/outbound/src/index.ts'
import {
  createClient,
  type ClientView,
  type NewClient,
} from '../../../packages/warder/src/oauth-server/register.ts'
import { createUser } from '../../../packages/warder/src/users/manage.ts'
import { createBrowser } from '../../support/cookies.ts'
import { eventually } from '../../support/eventually.ts'
import { startLive, type LiveWarder } from '../../support/live.ts'
import { clientKey } from '../../support/oauth-clients/keys.ts'
import {
  basicOf,
  claimsOf,
  code_verifier,
  oauthWorld,
  redirect_uri,
  type OAuthWorld,
  type Tokens,
} from '../../support/oauth.ts'
import { goodPassword, type TestWarder } from '../../support/warder.ts'

const exchangeGrant = 'urn:ietf:params:oauth:grant-type:token-exchange'
const assertionGrant = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
const accessToken = 'urn:ietf:params:oauth:token-type:access_token'
const orders = 'https://orders.example'
const bills = 'https://bills.example'
const key = clientKey('ES256')

/** Programs written by others, and our own, over real connections. */
describe('acting for somebody', () => {
  let live: LiveWarder
  let world: OAuthWorld
  let web: ClientView
  let api: ClientView
  const guards: Guard[] = []

  before(async () => {
    live = await startLive()
    await live.start()
    await createUser(live.operator, {
      email: 'ada@example.com',
      full_name: 'Ada Lovelace',
      password: goodPassword,
    })
    const send = (path: string, init?: RequestInit) =>
      fetch(live.origin + path, { ...init, redirect: 'manual' })
    const form = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
      send(path, { method: 'POST', headers, body: new URLSearchParams(fields) })
    // What the world of an application needs of a Warder, over the connection.
    world = oauthWorld({
      ...live,
      form,
      browser: () => createBrowser(send, live.origin),
    } as unknown as TestWarder)
    web = await client({
      type: 'confidential',
      redirect_uris: [redirect_uri],
      grant_types: ['authorization_code', 'refresh_token', assertionGrant],
      scope: 'openid read offline_access',
      jwks: { keys: [key.jwk] },
    })
    api = await client({
      grant_types: [exchangeGrant],
      scope: 'read',
      token_exchange: { audiences: [bills] },
    })
  })
  after(async () => {
    for (const one of guards) one.close()
    await live.stop()
  })

  const client = (change: Partial<NewClient>) =>
    createClient(live.operator, { name: 'Orders', type: 'machine', resources: [orders], ...change })

  const adaToken = async () => {
    const browser = await world.signedIn()
    const code = await world.code(web, { scope: 'openid read offline_access' }, browser)
    const response = await fetch(`${live.origin}/oauth/token`, {
      method: 'POST',
      headers: basicOf(web),
      body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri, code_verifier }),
    })
    return (await response.json()) as Tokens
  }

  const guarded = (audience: string): Guard => {
    const source = { kind: 'access_tokens', issuer: live.origin, audience } as const
    const auth = guard({ sources: [source], log: () => undefined, onIssuerError: () => undefined })
    guards.push(auth)
    return auth
  }
  const call = (auth: Guard, token: string) =>
    auth.authenticate(new Request(bills, { headers: { authorization: `Bearer ${token}` } }))

  /** The token that a credential of the outbound package sends. */
  const sentBy = async (credential: Credential): Promise<string> => {
    const headers = new Headers()
    const request = { method: 'GET', url: new URL(bills), headers, body: null }
    await credential.apply(request, { clock: () => Date.now(), signal: undefined })
    return (headers.get('authorization') ?? '').replace('Bearer ', '')
  }
  const auth = ({ client_secret = '' }: ClientView) =>
    ({ method: 'client_secret_basic', secret: client_secret }) as const

  test('RFC 8693 §2.2.1 openid-client exchanges a token', async () => {
    const { access_token } = await adaToken()
    const found = await openid.discovery(
      new URL(live.origin),
      api.client_id,
      {},
      openid.ClientSecretBasic(api.client_secret),
      { execute: [openid.allowInsecureRequests] },
    )
    const tokens = await openid.genericGrantRequest(found, exchangeGrant, {
      subject_token: access_token,
      subject_token_type: accessToken,
      audience: bills,
    })
    assert.equal(tokens['issued_token_type'], accessToken)
    assert.deepEqual(claimsOf(tokens.access_token)['act'], { sub: api.client_id })
  })

  test('CIBA Core §10.1 openid-client asks somebody who is elsewhere, and has the tokens once they have allowed it', async () => {
    const till = await client({
      type: 'confidential',
      redirect_uris: [],
      resources: [],
      grant_types: ['urn:openid:params:grant-type:ciba'],
      scope: 'openid email',
    })
    const found = await openid.discovery(
      new URL(live.origin),
      till.client_id,
      {},
      openid.ClientSecretBasic(till.client_secret),
      { execute: [openid.allowInsecureRequests] },
    )
    const asked = await openid.initiateBackchannelAuthentication(found, {
      scope: 'openid email',
      login_hint: 'ada@example.com',
      binding_message: 'Order 17',
    })
    const browser = await world.signedIn()
    const page = await browser.open('/account/approvals')
    await browser.submit(page, '/account/approvals/answer', { decision: 'allow' })
    const tokens = await openid.pollBackchannelAuthenticationGrant(found, asked)
    const claims = tokens.claims()
    const person = await openid.fetchUserInfo(found, tokens.access_token, claims?.sub ?? '')
    assert.equal(person.email, 'ada@example.com')
  })

  test('AG-07 outbound exchanges one, and it dies at a guard within five seconds of the first one', async () => {
    const { access_token } = await adaToken()
    const token = await sentBy(
      tokenExchange({
        issuer: live.origin,
        clientId: api.client_id,
        auth: auth(api),
        subject: bearer(access_token),
        audience: bills,
      }),
    )
    const auth_at_bills = guarded(bills)
    const result = await call(auth_at_bills, token)
    assert.ok(result.ok)
    assert.equal(result.caller.subject, claimsOf(access_token)['sub'])
    await fetch(`${live.origin}/oauth/revoke`, {
      method: 'POST',
      headers: basicOf(web),
      body: new URLSearchParams({ token: access_token }),
    })
    const began = performance.now()
    await eventually('the exchanged token is refused', async () => !(await call(auth_at_bills, token)).ok)
    assert.ok(performance.now() - began < 5000)
    const refused = await call(auth_at_bills, token)
    assert.ok(!refused.ok)
    assert.equal(refused.reason, 'revoked')
  })

  test('RFC 7523 §2.1 outbound gets a token by an assertion', async () => {
    const { access_token } = await adaToken()
    const pem = key.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    const sub = String(claimsOf(access_token)['sub'])
    const token = await sentBy(
      jwtBearer({
        issuer: live.origin,
        clientId: web.client_id,
        auth: auth(web),
        key: { pem, alg: 'ES256', kid: key.kid },
        sub,
        aud: live.origin,
        scope: 'read',
      }),
    )
    assert.deepEqual([claimsOf(token)['sub'], claimsOf(token)['scope']], [sub, 'read'])
  })
})
