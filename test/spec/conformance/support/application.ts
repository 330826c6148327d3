import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { assertion_type, clientKey, type ClientKey } from '../../../support/oauth-clients/keys.ts'
import type { Browser, Page } from '../../../support/cookies.ts'
import { jwtOf } from './jwt.ts'
import { person, type Suite } from './suite.ts'

export type AuthMethod = 'client_secret_basic' | 'client_secret_post' | 'private_key_jwt'

/** An application as it registered itself. */
export type Application = {
  client_id: string
  client_secret?: string
  method: AuthMethod
  key: ClientKey
  redirect_uri: string
  registration: Record<string, unknown>
}

type Change = Record<string, unknown>

/** A text that nobody guesses, such as the suite makes for `state` and `nonce`. */
export const random = (bytes = 8): string => randomBytes(bytes).toString('hex')

/** The body of a registration, as `OIDCCCreateDynamicClientRegistrationRequest` writes it. */
export function registrationOf(
  suite: Suite,
  method: AuthMethod,
  key: ClientKey,
  change: Change = {},
): Change {
  // The key of the suite has no `kid`, in the set and in what is signed with it.
  return {
    client_name: `OIDF Conformance Test ${random()}`,
    grant_types: ['authorization_code'],
    jwks: { keys: [{ ...key.jwk, kid: undefined }] },
    token_endpoint_auth_method: method,
    response_types: ['code'],
    redirect_uris: [`${suite.site.origin}/callback`],
    contacts: ['certification@oidf.org'],
    ...change,
  }
}

export async function sendRegistration(suite: Suite, body: Change): Promise<Response> {
  return fetch(String(suite.metadata['registration_endpoint']), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

/** `CallDynamicRegistrationEndpointAndVerifySuccessfulResponse`. */
export async function register(
  suite: Suite,
  method: AuthMethod = 'client_secret_basic',
  change: Change = {},
  key = clientKey('RS256'),
): Promise<Application> {
  const asked = registrationOf(suite, method, key, change)
  const answer = await sendRegistration(suite, asked)
  const registration = (await answer.json()) as Record<string, unknown>
  assert.equal(answer.status, 201, JSON.stringify(registration))
  assert.match(answer.headers.get('content-type') ?? '', /^application\/json/)
  const { client_id, client_secret, registration_client_uri, registration_access_token } = registration
  assert.ok(typeof client_id === 'string' && client_id !== '')
  if (method !== 'private_key_jwt') {
    assert.ok(typeof client_secret === 'string' && client_secret.length >= 32)
    assert.equal(registration['client_secret_expires_at'], 0)
  }
  assert.ok(String(registration_client_uri).startsWith(suite.metadata.issuer))
  assert.ok(typeof registration_access_token === 'string')
  // RFC 7591 §3.2.1: all that is registered is told.
  const sent = JSON.parse(JSON.stringify(asked)) as Record<string, unknown>
  for (const name of Object.keys(sent)) assert.deepEqual(registration[name], sent[name], name)
  return {
    client_id,
    ...(typeof client_secret === 'string' && { client_secret }),
    method,
    key,
    redirect_uri: (asked['redirect_uris'] as string[])[0] ?? '',
    registration,
  }
}

/** `UnregisterDynamicallyRegisteredClient`, which the suite does after every module. */
export async function unregister(application: Application): Promise<void> {
  const { registration_client_uri, registration_access_token } = application.registration
  const answer = await fetch(String(registration_client_uri), {
    method: 'DELETE',
    headers: { authorization: `Bearer ${String(registration_access_token)}` },
  })
  assert.equal(answer.status, 204)
}

export type Params = Record<string, string | undefined>

/** The request of `CreateAuthorizationRequestSteps`: no PKCE, a `state` and a `nonce`. */
export function requestOf(application: Application, change: Params = {}): Record<string, string> {
  const all: Params = {
    client_id: application.client_id,
    redirect_uri: application.redirect_uri,
    scope: 'openid',
    state: random(),
    nonce: random(),
    response_type: 'code',
    ...change,
  }
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}

/** The address within the server that a browser is sent to. */
export function addressOf(suite: Suite, params: Record<string, string>): string {
  const { pathname } = new URL(String(suite.metadata['authorization_endpoint']))
  return `${pathname}?${new URLSearchParams(params).toString()}`
}

export type Visit = { page: Page; signedIn: boolean; asked: boolean }

/** What a person does: signs in where they are asked to, and allows or denies what they are asked for. */
export async function visit(
  browser: Browser,
  address: string,
  decision: 'allow' | 'deny' = 'allow',
): Promise<Visit> {
  return answerPages(browser, await browser.open(address), decision)
}

export async function answerPages(
  browser: Browser,
  first: Page,
  decision: 'allow' | 'deny' = 'allow',
): Promise<Visit> {
  let page = first
  const signedIn = page.path.startsWith('/login')
  if (signedIn) page = await browser.submit(page, '/login', person)
  // The suite's person has no passkey and is offered one.
  if (page.path.startsWith('/passkey')) page = await browser.open(skipLink(page))
  const asked = page.path.startsWith('/consent')
  if (asked) page = await browser.submit(page, '/consent', { decision })
  return { page, signedIn, asked }
}

function skipLink(page: Page): string {
  const [, href] = /href="(\/oauth\/authorize\?interaction=[^"]+)"/.exec(page.html) ?? []
  return (assert.ok(href, `no way on from ${page.path}`), href.replaceAll('&amp;', '&'))
}

/** How an application shows who it is at the token endpoint. */
export function credentialsOf(
  suite: Suite,
  application: Application,
  aud: unknown = String(suite.metadata['token_endpoint']),
): { form: Record<string, string>; headers: Record<string, string> } {
  const { client_id, client_secret = '', method } = application
  switch (method) {
    case 'client_secret_basic': {
      const basic = Buffer.from(`${client_id}:${client_secret}`).toString('base64')
      return { form: {}, headers: { authorization: `Basic ${basic}` } }
    }
    case 'client_secret_post':
      return { form: { client_id, client_secret }, headers: {} }
    case 'private_key_jwt':
      return { form: assertionOf(suite, application, { aud }), headers: {} }
  }
}

/** `CreateClientAuthenticationAssertionClaims`. */
export function assertionOf(
  suite: Suite,
  { client_id, key, registration }: Application,
  claims: Record<string, unknown>,
  signer = key,
): Record<string, string> {
  const now = suite.now()
  const said = { iss: client_id, sub: client_id, jti: random(16), iat: now, exp: now + 60, ...claims }
  const kid = registration['jwks_uri'] === undefined ? undefined : signer.kid
  return { client_assertion_type: assertion_type, client_assertion: jwtOf(signer, said, { kid }) }
}

export async function callToken(
  suite: Suite,
  application: Application,
  fields: Record<string, string>,
): Promise<Response> {
  const { form, headers } = credentialsOf(suite, application)
  return suite.post(String(suite.metadata['token_endpoint']), { ...fields, ...form }, headers)
}

export const redemption = (application: Application, code: string): Record<string, string> => ({
  grant_type: 'authorization_code',
  code,
  redirect_uri: application.redirect_uri,
})
