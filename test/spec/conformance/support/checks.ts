import assert from 'node:assert/strict'
import { atHash, importJwks, verifyJwt, type JwtClaims } from '@warder/protocol'
import type { Page } from '../../../support/cookies.ts'
import {
  addressOf,
  callToken,
  redemption,
  requestOf,
  visit,
  type Application,
  type Params,
  type Visit,
} from './application.ts'
import type { Browser } from '../../../support/cookies.ts'
import type { Suite } from './suite.ts'

export type TokenAnswer = {
  access_token: string
  token_type: string
  expires_in: number
  id_token?: string
  refresh_token?: string
  scope?: string
  error?: string
  error_description?: string
}

/** Where a page led outside the server: the parameters of the callback, in its query. */
export function callbackOf(application: Pick<Application, 'redirect_uri'>, page: Page): URLSearchParams {
  assert.ok(page.path.startsWith(application.redirect_uri), `ended at ${page.path} with ${page.status}`)
  return new URL(page.path).searchParams
}

/** RFC 6749 §4.1.2.1 and §5.2: what a description may be made of. */
const description = /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/

/** `performGenericAuthorizationEndpointErrorResponseValidation`, without its warnings. */
export function checkErrorCallback(
  suite: Suite,
  params: URLSearchParams,
  expected: { state?: string | undefined; error: readonly string[] },
): void {
  assert.equal(params.get('state') ?? undefined, expected.state)
  assert.equal(params.get('iss'), suite.metadata.issuer)
  assert.ok(expected.error.includes(params.get('error') ?? ''), params.toString())
  assert.equal(params.get('code'), null)
  const known = ['error', 'error_description', 'error_uri', 'state', 'iss', 'foo']
  for (const name of params.keys()) assert.ok(known.includes(name), `${name} is not expected`)
  assert.match(params.get('error_description') ?? '', description)
}

/** The successful half of `onAuthorizationCallbackResponse`. */
export function checkCallback(suite: Suite, params: URLSearchParams, state: string | undefined): string {
  assert.equal(params.get('error'), null, params.toString())
  assert.equal(params.get('iss'), suite.metadata.issuer)
  assert.equal(params.get('state') ?? undefined, state)
  const code = params.get('code') ?? ''
  assert.ok(code.length >= 22, 'RFC 6749 §10.10: a code that nobody guesses')
  return code
}

/** RFC 6749 §5.1, with the cache header of it that is a warning when it is missing. */
export async function checkTokenAnswer(answer: Response): Promise<TokenAnswer> {
  const body = (await answer.json()) as TokenAnswer
  assert.equal(answer.status, 200, JSON.stringify(body))
  assert.match(answer.headers.get('content-type') ?? '', /^application\/json/)
  assert.match(answer.headers.get('cache-control') ?? '', /no-store/)
  assert.match(body.access_token, /^[\x20-\x7e]{22,}$/)
  assert.ok(Number.isInteger(body.expires_in) && body.expires_in > 0)
  return body
}

/** `CheckTokenEndpointHttpStatus400` and its neighbours. */
export async function checkTokenError(answer: Response, ...expected: string[]): Promise<void> {
  const body = (await answer.json()) as TokenAnswer
  assert.ok(expected.includes(body.error ?? ''), JSON.stringify(body))
  assert.equal(answer.status, body.error === 'invalid_client' ? 401 : 400)
  assert.match(answer.headers.get('content-type') ?? '', /^application\/json/)
  assert.match(answer.headers.get('cache-control') ?? '', /no-store/)
  assert.match(body.error_description ?? '', description)
}

/** `PerformStandardIdTokenChecks`, with the hash of the access token beside it. */
export async function checkIdToken(
  suite: Suite,
  application: Application,
  { id_token = '', access_token }: TokenAnswer,
  nonce: string | undefined,
): Promise<JwtClaims> {
  const answer = await suite.get(String(suite.metadata['jwks_uri']))
  const keys = importJwks(await answer.json())
  const verified = verifyJwt(id_token, keys, {
    typ: 'JWT',
    issuer: suite.metadata.issuer,
    audience: application.client_id,
    now: suite.now(),
    leeway: 5,
  })
  assert.ok(verified.ok, 'the signature, issuer, audience and times of the ID token')
  const { claims, header } = verified
  assert.ok(header.kid !== undefined)
  assert.equal(claims['nonce'], nonce)
  assert.ok(typeof claims.sub === 'string' && /^[\x20-\x7e]{1,255}$/.test(claims.sub))
  assert.ok(Number.isInteger(claims['auth_time']))
  assert.ok((suite.metadata['acr_values_supported'] as string[]).includes(String(claims['acr'])))
  assert.equal(claims['at_hash'], atHash(header.alg, access_token))
  return claims
}

export type Flow = Visit & {
  application: Application
  browser: Browser
  code: string
  tokens: TokenAnswer
  claims: JwtClaims
}

/** A whole run of `AbstractOIDCCServerTest`: to the authorization endpoint, the token endpoint and UserInfo. */
export async function run(
  suite: Suite,
  application: Application,
  change: Params = {},
  browser = suite.browser(),
): Promise<Flow> {
  const request = requestOf(application, change)
  const visited = await visit(browser, addressOf(suite, request))
  const code = checkCallback(suite, callbackOf(application, visited.page), request['state'])
  const tokens = await checkTokenAnswer(await callToken(suite, application, redemption(application, code)))
  assert.equal(tokens.token_type.toLowerCase(), 'bearer')
  const claims = await checkIdToken(suite, application, tokens, request['nonce'])
  await checkUserInfo(suite, tokens.access_token, claims)
  return { ...visited, application, browser, code, tokens, claims }
}

export async function userInfo(suite: Suite, access_token: string): Promise<Response> {
  return suite.get(String(suite.metadata['userinfo_endpoint']), { authorization: `Bearer ${access_token}` })
}

/** The kinds of value of OIDC Core §5.1. */
const kinds: Record<string, string> = {
  email_verified: 'boolean',
  phone_number_verified: 'boolean',
  updated_at: 'number',
  address: 'object',
}

/** `EnsureUserInfoContainsSub`, `ValidateUserInfoStandardClaims` and the checks of single claims. */
export async function checkUserInfo(
  suite: Suite,
  access_token: string,
  id_token: JwtClaims,
): Promise<Record<string, unknown>> {
  const answer = await userInfo(suite, access_token)
  assert.equal(answer.status, 200)
  assert.match(answer.headers.get('content-type') ?? '', /^application\/json/)
  const claims = (await answer.json()) as Record<string, unknown>
  assert.equal(claims['sub'], id_token.sub, 'OIDC Core §5.3.2: the same person in both')
  for (const [name, value] of Object.entries(claims))
    assert.equal(typeof value, kinds[name] ?? 'string', name)
  assert.match(String(claims['birthdate'] ?? '0000-01-01'), /^\d{4}(-\d\d-\d\d)?$/)
  return claims
}
