import assert from 'node:assert/strict'
import { createClient, type NewClient } from '../../../../packages/warder/src/oauth-server/register.ts'
import { clientKey, proofOf, type ClientKey } from '../../../support/oauth-clients/keys.ts'
import type { Browser } from '../../../support/cookies.ts'
import { assertionOf, random, visit, type Application, type Params, type Visit } from './application.ts'
import { callbackOf, checkCallback, checkIdToken, checkTokenAnswer, type TokenAnswer } from './checks.ts'
import { pkce } from './pkce.ts'
import type { Suite } from './suite.ts'

/** One of the two clients of a FAPI plan: it authenticates with one key and binds its tokens to another. */
export type FapiClient = Application & { dpop: ClientKey }

/** As the operator registers one, for `private_key_jwt` and DPoP. */
export async function fapiClient(suite: Suite, change: Partial<NewClient> = {}): Promise<FapiClient> {
  const key = clientKey('PS256', random())
  const { client_id, redirect_uris } = await createClient(suite.warder.operator, {
    name: 'Bank',
    type: 'confidential',
    profile: 'fapi2',
    redirect_uris: [`${suite.site.origin}/callback`],
    jwks: { keys: [key.jwk] },
    ...change,
  })
  const [redirect_uri = ''] = redirect_uris
  // Its key set has names for its keys, unlike that of a client that registered itself.
  const registration = { jwks_uri: 'in the registration' }
  const dpop = clientKey('ES256')
  return { client_id, method: 'private_key_jwt', key, redirect_uri, registration, dpop }
}

type Change = Record<string, unknown>

/** FAPI 2.0 Security Profile §5.3.3.1: the audience is the issuer alone. */
export function fapiAssertion(suite: Suite, client: FapiClient, change: Change = {}, signer = client.key) {
  return assertionOf(suite, client, { aud: suite.metadata.issuer, nbf: suite.now(), ...change }, signer)
}

export type Request = { params: Record<string, string>; verifier: string }

/** The request of `CreateAuthorizationRequestSteps`, with PKCE. */
export function fapiRequest(client: FapiClient, change: Params = {}): Request {
  const { verifier, challenge } = pkce()
  const all: Params = {
    client_id: client.client_id,
    redirect_uri: client.redirect_uri,
    scope: 'openid',
    state: random(),
    nonce: random(),
    response_type: 'code',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...change,
  }
  const given = Object.entries(all).filter((one): one is [string, string] => one[1] !== undefined)
  return { params: Object.fromEntries(given), verifier }
}

/** A proof for an endpoint, by the key that the tokens are bound to. */
export function proofFor(
  suite: Suite,
  client: FapiClient,
  endpoint: string,
  change: { claims?: Change; header?: Change } = {},
  more: { method?: string; access_token?: string; key?: ClientKey } = {},
): string {
  const { method = 'POST', access_token, key = client.dpop } = more
  const request = { method, url: String(suite.metadata[endpoint]), now: suite.now() }
  return proofOf(key, { ...request, ...(access_token !== undefined && { access_token }) }, change)
}

/** `CallPAREndpoint`. */
export async function push(
  suite: Suite,
  client: FapiClient,
  fields: Record<string, string>,
  {
    assertion = fapiAssertion(suite, client),
    dpop,
  }: { assertion?: Record<string, string>; dpop?: string } = {},
): Promise<Response> {
  const endpoint = String(suite.metadata['pushed_authorization_request_endpoint'])
  return suite.post(endpoint, { ...fields, ...assertion }, dpop === undefined ? {} : { dpop })
}

/** `processParResponse`: a handle that nobody guesses, for a while. */
export async function pushed(answer: Response): Promise<string> {
  const body = (await answer.json()) as { request_uri: string; expires_in: number }
  assert.equal(answer.status, 201, JSON.stringify(body))
  assert.match(answer.headers.get('content-type') ?? '', /^application\/json/)
  assert.match(body.request_uri, /^urn:ietf:params:oauth:request_uri:.{22,}$/)
  assert.ok(Number.isInteger(body.expires_in) && body.expires_in > 0 && body.expires_in < 600)
  return body.request_uri
}

/** The address a browser is sent to. The suite repeats the request beside its handle, which must not count. */
export function addressFor(suite: Suite, request_uri: string, beside: Record<string, string>): string {
  const { pathname } = new URL(String(suite.metadata['authorization_endpoint']))
  return `${pathname}?${new URLSearchParams({ ...beside, request_uri }).toString()}`
}

/** To the authorization endpoint and back with a code. */
export async function codeFor(
  suite: Suite,
  client: FapiClient,
  request: Request,
  { browser = suite.browser(), dpop, fields = request.params }: Options = {},
): Promise<string> {
  const request_uri = await pushed(await push(suite, client, fields, dpop === undefined ? {} : { dpop }))
  const { page } = await visit(browser, addressFor(suite, request_uri, request.params))
  return checkCallback(suite, callbackOf(client, page), request.params['state'])
}

export type Options = { browser?: Browser; dpop?: string; fields?: Record<string, string> }

export async function fapiToken(
  suite: Suite,
  client: FapiClient,
  fields: Record<string, string>,
  {
    dpop = proofFor(suite, client, 'token_endpoint'),
    assertion = fapiAssertion(suite, client),
  }: { dpop?: string | null; assertion?: Record<string, string> } = {},
): Promise<Response> {
  const headers = dpop === null ? {} : { dpop }
  return suite.post(String(suite.metadata['token_endpoint']), { ...fields, ...assertion }, headers)
}

export const fapiRedemption = (client: FapiClient, code: string, { verifier }: Request) => ({
  grant_type: 'authorization_code',
  code,
  redirect_uri: client.redirect_uri,
  code_verifier: verifier,
})

/** `CallProtectedResource` with a DPoP proof. */
export async function resource(
  suite: Suite,
  client: FapiClient,
  access_token: string,
  { scheme = 'DPoP', dpop, accept = '*/*' }: { scheme?: string; dpop?: string; accept?: string } = {},
): Promise<Response> {
  const proof = dpop ?? proofFor(suite, client, 'userinfo_endpoint', {}, { method: 'GET', access_token })
  return suite.get(String(suite.metadata['userinfo_endpoint']), {
    authorization: `${scheme} ${access_token}`,
    dpop: proof,
    accept,
  })
}

export type FapiFlow = { request: Request; code: string; tokens: TokenAnswer; visit?: Visit }

/** A whole run of `AbstractFAPI2SPFinalServerTestModule`. */
export async function fapiRun(
  suite: Suite,
  client: FapiClient,
  change: Params = {},
  options: Options = {},
): Promise<FapiFlow> {
  const request = fapiRequest(client, change)
  const code = await codeFor(suite, client, request, options)
  const tokens = await checkTokenAnswer(await fapiToken(suite, client, fapiRedemption(client, code, request)))
  assert.equal(tokens.token_type, 'DPoP')
  await checkIdToken(suite, client, tokens, request.params['nonce'])
  assert.equal((await resource(suite, client, tokens.access_token)).status, 200)
  return { request, code, tokens }
}

/** `processParErrorResponse`. */
export async function checkParError(answer: Response, ...expected: string[]): Promise<void> {
  const body = (await answer.json()) as { error: string }
  assert.ok(expected.includes(body.error), JSON.stringify(body))
  assert.equal(answer.status, body.error === 'invalid_client' ? 401 : 400)
  assert.match(answer.headers.get('content-type') ?? '', /^application\/json/)
}
