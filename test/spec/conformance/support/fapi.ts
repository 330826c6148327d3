import assert from 'node:assert/strict'
import { importJwks } from '@warder/protocol'
import { verifyJws } from '../../../../packages/protocol/src/jwt/signature/jws.ts'
import { createClient, type NewClient } from '../../../../packages/warder/src/oauth-server/register.ts'
import { clientKey, proofOf, type ClientKey } from '../../../support/oauth-clients/keys.ts'
import { clientAuthority, fetchWith } from '../../../support/oauth-clients/mutual-tls.ts'
import { certify, type Authority } from '../../../support/passkeys/certificate.ts'
import type { Browser, Page } from '../../../support/cookies.ts'
import { assertionOf, random, visit, type Application, type Params, type Visit } from './application.ts'
import { callbackOf, checkCallback, checkIdToken, checkTokenAnswer, type TokenAnswer } from './checks.ts'
import { jwtOf } from './jwt.ts'
import { pkce } from './pkce.ts'
import type { Suite } from './suite.ts'

/** The variant parameters of a plan: how clients authenticate, and what their tokens are bound to. */
export type Variant = {
  client_auth_type: 'private_key_jwt' | 'mtls'
  sender_constrain: 'dpop' | 'mtls'
  /** `fapi_request_method=signed_non_repudiation` and `fapi_response_mode=jarm`, which is Message Signing. */
  signed?: boolean
}

const usual: Variant = { client_auth_type: 'private_key_jwt', sender_constrain: 'dpop' }
export const messageSigning: Variant = { ...usual, signed: true }

/** Of the security profile, and at the end of Message Signing. */
export const variants: readonly Variant[] = [
  usual,
  { client_auth_type: 'private_key_jwt', sender_constrain: 'mtls' },
  { client_auth_type: 'mtls', sender_constrain: 'dpop' },
  { client_auth_type: 'mtls', sender_constrain: 'mtls' },
  messageSigning,
]

export const planOf = ({ client_auth_type, sender_constrain, signed }: Variant): string =>
  `fapi2-${signed ? 'message-signing' : 'security-profile'}-final-test-plan[client_auth_type=${client_auth_type}][sender_constrain=${sender_constrain}]`

/** One of the two clients of a FAPI plan: it authenticates with one key or certificate and binds its tokens to another. */
export type FapiClient = Application & { variant: Variant; dpop: ClientKey; certificate: Authority }

/** As the operator registers one. */
export async function fapiClient(
  suite: Suite,
  change: Partial<NewClient> = {},
  variant = usual,
): Promise<FapiClient> {
  const key = clientKey('PS256', random())
  const host = `${random()}.example`
  const byCertificate = variant.client_auth_type === 'mtls'
  const { client_id, redirect_uris } = await createClient(suite.warder.operator, {
    name: 'Bank',
    type: 'confidential',
    profile: variant.signed ? 'fapi2_message_signing' : 'fapi2',
    redirect_uris: [`${suite.site.origin}/callback`],
    ...(byCertificate
      ? { token_endpoint_auth_method: 'tls_client_auth', tls_client_auth_san_dns: host }
      : { jwks: { keys: [key.jwk] } }),
    tls_client_certificate_bound_access_tokens: variant.sender_constrain === 'mtls',
    ...change,
  })
  const [redirect_uri = ''] = redirect_uris
  // Its key set has names for its keys, unlike that of a client that registered itself.
  const registration = { jwks_uri: 'in the registration' }
  const certificate = certify({ name: 'Bank', by: clientAuthority, dns: host })
  const application = { client_id, method: 'private_key_jwt', key, redirect_uri, registration } as const
  return { ...application, variant, dpop: clientKey('ES256'), certificate }
}

/** The address of an endpoint: with a certificate that of its alias, where there is one (RFC 8705 §5). */
export function endpointOf(suite: Suite, { variant }: FapiClient, name: string): string {
  const { client_auth_type, sender_constrain } = variant
  const aliases = suite.metadata['mtls_endpoint_aliases'] as Record<string, string> | undefined
  const shows = client_auth_type === 'mtls' || sender_constrain === 'mtls'
  return (shows ? aliases?.[name] : undefined) ?? String(suite.metadata[name])
}

/** `null` shows no certificate where the variant has one. */
export type Shown = Authority | null

export async function callEndpoint(
  suite: Suite,
  client: FapiClient,
  endpoint: string,
  form: Record<string, string> | undefined,
  headers: Record<string, string>,
  shown: Shown = client.certificate,
): Promise<Response> {
  const url = endpointOf(suite, client, endpoint)
  if (url === suite.metadata[endpoint]) return form ? suite.post(url, form, headers) : suite.get(url, headers)
  const how = form ? { method: 'POST', body: new URLSearchParams(form), headers } : { headers }
  return fetchWith(shown ?? undefined)(url, how)
}

type Change = Record<string, unknown>

/** How it authenticates where a module changes nothing about that. */
const credentialsOf = (suite: Suite, client: FapiClient): Record<string, string> =>
  client.variant.client_auth_type === 'mtls' ? { client_id: client.client_id } : fapiAssertion(suite, client)

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
    ...(client.variant.signed && { response_mode: 'jwt' }),
    ...change,
  }
  const given = Object.entries(all).filter((one): one is [string, string] => one[1] !== undefined)
  return { params: Object.fromEntries(given), verifier }
}

/** `CreateAuthorizationRequestObject` of the first client: the request as a JWT, with a change of its claims or header. */
export function requestObject(
  suite: Suite,
  { client_id, key }: FapiClient,
  params: Record<string, string>,
  { claims = {}, header = {}, signer = key }: { claims?: Change; header?: Change; signer?: ClientKey } = {},
): string {
  const now = suite.now()
  const about = { iss: client_id, aud: suite.metadata.issuer, nbf: now, exp: now + 300 }
  const asked = Object.entries(params).map(([name, value]): [string, unknown] => [
    name,
    name === 'claims' || name === 'authorization_details' ? JSON.parse(value) : value,
  ])
  return jwtOf(signer, { ...about, ...Object.fromEntries(asked), ...claims }, { typ: undefined, ...header })
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
  const request = { method, url: endpointOf(suite, client, endpoint), now: suite.now() }
  return proofOf(key, { ...request, ...(access_token !== undefined && { access_token }) }, change)
}

/** `CallPAREndpoint`, in a request object where the variant is to sign. */
export async function push(
  suite: Suite,
  client: FapiClient,
  fields: Record<string, string>,
  {
    assertion = credentialsOf(suite, client),
    dpop,
  }: { assertion?: Record<string, string>; dpop?: string } = {},
): Promise<Response> {
  const wraps = client.variant.signed && fields['request'] === undefined
  const form = wraps ? { request: requestObject(suite, client, fields) } : fields
  const headers = dpop === undefined ? {} : { dpop }
  const endpoint = 'pushed_authorization_request_endpoint'
  // Only who authenticates by it shows it there, also at the address that asks for one.
  const shown = client.variant.client_auth_type === 'mtls' ? client.certificate : null
  return callEndpoint(suite, client, endpoint, { ...form, ...assertion }, headers, shown)
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

/** What came back: in the query, or in the JWT of JARM §2.3.1, which says from whom it is, for whom and until when. */
export async function answerOf(suite: Suite, client: FapiClient, page: Page): Promise<URLSearchParams> {
  const query = callbackOf(client, page)
  if (!client.variant.signed) return query
  assert.deepEqual(
    [...query.keys()].filter((name) => !new URL(client.redirect_uri).searchParams.has(name)),
    ['response'],
  )
  const keys = importJwks(await (await suite.get(String(suite.metadata['jwks_uri']))).json())
  const verified = verifyJws(query.get('response') ?? '', keys)
  assert.ok(verified.ok && ['PS256', 'ES256', 'EdDSA'].includes(verified.header.alg))
  const { aud, exp, ...said } = JSON.parse(Buffer.from(verified.payload).toString()) as Record<
    string,
    unknown
  >
  assert.equal(aud, client.client_id)
  assert.ok(typeof exp === 'number' && exp > suite.now() && exp <= suite.now() + 600)
  return new URLSearchParams(
    Object.entries(said).map(([name, value]): [string, string] => [name, String(value)]),
  )
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
  return checkCallback(suite, await answerOf(suite, client, page), request.params['state'])
}

export type Options = { browser?: Browser; dpop?: string; fields?: Record<string, string> }

export async function fapiToken(
  suite: Suite,
  client: FapiClient,
  fields: Record<string, string>,
  {
    dpop = proofFor(suite, client, 'token_endpoint'),
    assertion = credentialsOf(suite, client),
    shown = client.certificate,
  }: { dpop?: string | null; assertion?: Record<string, string>; shown?: Shown } = {},
): Promise<Response> {
  const headers = dpop === null || client.variant.sender_constrain === 'mtls' ? {} : { dpop }
  return callEndpoint(suite, client, 'token_endpoint', { ...fields, ...assertion }, headers, shown)
}

export const fapiRedemption = (client: FapiClient, code: string, { verifier }: Request) => ({
  grant_type: 'authorization_code',
  code,
  redirect_uri: client.redirect_uri,
  code_verifier: verifier,
})

/** `CallProtectedResource` with a DPoP proof or a certificate. */
export async function resource(
  suite: Suite,
  client: FapiClient,
  access_token: string,
  {
    scheme,
    dpop,
    accept = '*/*',
    headers: more = {},
  }: { scheme?: string; dpop?: string; accept?: string; headers?: Record<string, string> } = {},
): Promise<Response> {
  const byKey = client.variant.sender_constrain === 'dpop'
  const proof = dpop ?? proofFor(suite, client, 'userinfo_endpoint', {}, { method: 'GET', access_token })
  const authorization = `${scheme ?? (byKey ? 'DPoP' : 'Bearer')} ${access_token}`
  const headers = { ...more, authorization, accept }
  return callEndpoint(
    suite,
    client,
    'userinfo_endpoint',
    undefined,
    byKey ? { ...headers, dpop: proof } : headers,
  )
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
  assert.equal(tokens.token_type, client.variant.sender_constrain === 'dpop' ? 'DPoP' : 'Bearer')
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
