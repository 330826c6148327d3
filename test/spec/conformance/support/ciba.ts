import assert from 'node:assert/strict'
import { createClient } from '../../../../packages/warder/src/oauth-server/register.ts'
import { clientKey } from '../../../support/oauth-clients/keys.ts'
import { clientAuthority } from '../../../support/oauth-clients/mutual-tls.ts'
import { certify } from '../../../support/passkeys/certificate.ts'
import type { Browser } from '../../../support/cookies.ts'
import { assertionOf, random } from './application.ts'
import { checkIdToken, checkTokenAnswer, type TokenAnswer } from './checks.ts'
import { callEndpoint, endpointOf, fapiToken, resource, type FapiClient, type Shown } from './fapi.ts'
import { jwtOf } from './jwt.ts'
import { person, type Suite } from './suite.ts'

export const cibaGrant = 'urn:openid:params:grant-type:ciba'

/** The variant parameters of the FAPI-CIBA plan. Its tokens are bound to certificates always. */
export type CibaVariant = { client_auth_type: 'private_key_jwt' | 'mtls'; ciba_mode: 'poll' | 'ping' }

export const cibaVariants: readonly CibaVariant[] = (['private_key_jwt', 'mtls'] as const).flatMap(
  (client_auth_type) => (['poll', 'ping'] as const).map((ciba_mode) => ({ client_auth_type, ciba_mode })),
)

export const cibaPlanOf = ({ client_auth_type, ciba_mode }: CibaVariant): string =>
  `fapi-ciba-id1-test-plan[client_auth_type=${client_auth_type}][ciba_mode=${ciba_mode}]`

/** The key of a client for an algorithm that it may not sign with. */
export const weakKey = ({ key }: Pick<FapiClient, 'key'>) =>
  ({ ...key, alg: 'RS256', kid: `${key.kid} weak` }) as const

/** What the clean-up and the limits of a server would spoil for a suite that asks one person over and over. */
export const cibaSettings = { 'approvals.most': '100', 'limits.costly': '100000' }

/** One of the two clients of the plan. One that is told of answers says in each request by which token. */
export type CibaClient = FapiClient & { notification_token: string | undefined }

/** As its operator registers it. @param notified where it is told of answers */
export async function cibaClient(
  suite: Suite,
  { client_auth_type, ciba_mode }: CibaVariant,
  notified: string,
): Promise<CibaClient> {
  const key = clientKey('PS256', random())
  const host = `${random()}.example`
  const { client_id } = await createClient(suite.warder.operator, {
    name: 'Till',
    type: 'confidential',
    grant_types: [cibaGrant, 'refresh_token'],
    scope: 'openid email offline_access',
    // The suite knows one key; with this one too, it is the names below that say what it may sign with.
    jwks: { keys: [key.jwk, { ...key.jwk, alg: 'RS256', kid: weakKey({ key }).kid }] },
    ...(client_auth_type === 'mtls'
      ? { token_endpoint_auth_method: 'tls_client_auth', tls_client_auth_san_dns: host }
      : { token_endpoint_auth_method: 'private_key_jwt', token_endpoint_auth_signing_alg: 'PS256' }),
    tls_client_certificate_bound_access_tokens: true,
    id_token_signed_response_alg: 'PS256',
    backchannel_authentication_request_signing_alg: 'PS256',
    backchannel_token_delivery_mode: ciba_mode,
    ...(ciba_mode === 'ping' && { backchannel_client_notification_endpoint: notified }),
  })
  return {
    client_id,
    method: 'private_key_jwt',
    key,
    redirect_uri: '',
    // Its key set has names for its keys, unlike that of a client that registered itself.
    registration: { jwks_uri: 'in the registration' },
    variant: { client_auth_type, sender_constrain: 'mtls' },
    dpop: clientKey('ES256'),
    certificate: certify({ name: 'Till', by: clientAuthority, dns: host }),
    notification_token: ciba_mode === 'ping' ? random() : undefined,
  }
}

/** `createAuthorizationRequest`. */
export const usualOf = ({ notification_token }: CibaClient) => ({
  scope: 'openid',
  login_hint: person.email,
  ...(notification_token !== undefined && { client_notification_token: notification_token }),
})

export type Claims = Record<string, unknown>
export type Change = { claims?: Claims; header?: Claims; signer?: FapiClient['key'] }

/** `createAuthorizationRequestObject`, with a change of its claims or header; undefined leaves one out. */
export function cibaRequest(suite: Suite, client: CibaClient, asks: Claims, change: Change = {}): string {
  const { client_id, key } = client
  const now = suite.now()
  const about = { iss: client_id, aud: suite.metadata.issuer, iat: now, nbf: now, exp: now + 300 }
  const claims = { ...usualOf(client), jti: random(), ...about, ...asks, ...change.claims }
  // Only the second client of the suite names a type.
  return jwtOf(change.signer ?? key, claims, { typ: undefined, ...change.header })
}

type Sent = { form?: Record<string, string>; assertion?: Record<string, string>; shown?: Shown }

/** Where a client calls that shows no certificate to authenticate: at the address without one. */
const endpoint = 'backchannel_authentication_endpoint'

const backchannelOf = (suite: Suite, client: CibaClient): string =>
  client.variant.client_auth_type === 'mtls'
    ? endpointOf(suite, client, endpoint)
    : String(suite.metadata[endpoint])

/** How it authenticates, where a module changes nothing about that; `aud` is what the suite names first. */
export function cibaCredentials(suite: Suite, client: CibaClient, aud: string, claims: Claims = {}) {
  return client.variant.client_auth_type === 'mtls'
    ? { client_id: client.client_id }
    : assertionOf(suite, client, { aud, ...claims })
}

/** `CallBackchannelAuthenticationEndpoint`. */
export async function ask(
  suite: Suite,
  client: CibaClient,
  asks: Claims = {},
  change: Change = {},
  { form, assertion = cibaCredentials(suite, client, backchannelOf(suite, client)), shown }: Sent = {},
): Promise<Response> {
  const fields = { ...(form ?? { request: cibaRequest(suite, client, asks, change) }), ...assertion }
  if (client.variant.client_auth_type === 'mtls')
    return callEndpoint(suite, client, endpoint, fields, {}, shown)
  return suite.post(String(suite.metadata[endpoint]), fields)
}

export type Asked = { auth_req_id: string; expires_in: number; interval: number }

/** `performValidateAuthorizationResponse`. */
export async function checkAsked(answer: Response): Promise<Asked> {
  const body = (await answer.json()) as Asked
  assert.equal(answer.status, 200, JSON.stringify(body))
  assert.match(answer.headers.get('content-type') ?? '', /^application\/json/)
  // CIBA §7.3: the characters of a bearer token, and 160 bits of entropy are better than 128.
  assert.match(body.auth_req_id, /^[A-Za-z0-9._-]{27,}$/)
  assert.ok(Number.isInteger(body.expires_in) && body.expires_in > 0)
  assert.ok(Number.isInteger(body.interval) && body.interval >= 0 && body.interval <= 21_600)
  return body
}

/** `validateErrorFromBackchannelAuthorizationRequestResponse`. */
export async function checkNotAsked(answer: Response, ...expected: string[]): Promise<void> {
  const body = (await answer.json()) as Record<string, string>
  assert.ok(expected.includes(body['error'] ?? ''), JSON.stringify(body))
  assert.equal(answer.status, body['error'] === 'invalid_client' ? 401 : 400)
  assert.deepEqual(
    Object.keys(body).filter((name) => !['error', 'error_description', 'error_uri'].includes(name)),
    [],
  )
  assert.match(body['error_description'] ?? '', /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/)
}

/** `callTokenEndpointForCibaGrant`. */
export async function tokenFor(
  suite: Suite,
  client: CibaClient,
  { auth_req_id }: Pick<Asked, 'auth_req_id'>,
  { assertion, shown }: Omit<Sent, 'form'> = {},
): Promise<Response> {
  const aud = endpointOf(suite, client, 'token_endpoint')
  return fapiToken(
    suite,
    client,
    { grant_type: cibaGrant, auth_req_id },
    {
      assertion: assertion ?? cibaCredentials(suite, client, aud),
      ...(shown !== undefined && { shown }),
    },
  )
}

/** What the person does on their telephone: answers the newest question. */
export async function answerOnPhone(suite: Suite, decision: 'allow' | 'deny'): Promise<void> {
  const page = '/account/approvals'
  const phone = await signedInPhone(suite)
  const answered = await phone.submit(await phone.open(page), `${page}/answer`, { decision })
  assert.equal(answered.status, 200)
}

async function signedInPhone(suite: Suite): Promise<Browser> {
  const phone = suite.browser()
  await phone.submit(await phone.open('/login'), '/login', person)
  return phone
}

/** `handleSuccessfulTokenEndpointResponse`, with the resource. */
export async function checkCibaTokens(
  suite: Suite,
  client: CibaClient,
  answer: Response,
): Promise<TokenAnswer> {
  const tokens = await checkTokenAnswer(answer)
  assert.equal(tokens.token_type, 'Bearer')
  const claims = await checkIdToken(suite, client, tokens, undefined)
  assert.ok(!('c_hash' in claims) && !('s_hash' in claims))
  const interaction = '93bac548-d2de-4546-b106-880a5018460d'
  for (const named of [interaction, undefined]) {
    const user = await resource(suite, client, tokens.access_token, {
      headers: named === undefined ? {} : { 'x-fapi-interaction-id': named },
    })
    assert.equal(user.status, 200)
    assert.match(user.headers.get('content-type') ?? '', /^application\/json/)
    assert.ok(user.headers.has('date'))
    const told = user.headers.get('x-fapi-interaction-id') ?? ''
    assert.match(told, /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/)
    if (named !== undefined) assert.equal(told, named)
  }
  return tokens
}

/** A whole run in which the person allows it. */
export async function cibaRun(suite: Suite, client: CibaClient, asks: Claims = {}): Promise<TokenAnswer> {
  suite.wait(1)
  const asked = await checkAsked(await ask(suite, client, asks))
  await answerOnPhone(suite, 'allow')
  return checkCibaTokens(suite, client, await tokenFor(suite, client, asked))
}
