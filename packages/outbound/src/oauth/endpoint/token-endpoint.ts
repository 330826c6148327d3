import type * as oauth4webapi from 'oauth4webapi'
import { systemClock } from '../../clock.ts'
import { OutboundError, type OutboundCode } from '../../errors.ts'
import { basicValue } from '../../static/basic.ts'
import { reveal } from '../../secret.ts'
import type { HeldToken } from '../../token/freshness.ts'
import { at } from '../../token/pointer.ts'
import { retryAfterOf } from '../../token/retry-after.ts'
import type { ClientAuth, Quirks } from '../client.ts'

type Oauth = typeof oauth4webapi

/** Loaded with the first token: what only sends keys needs none of it. */
export const oauth = (): Promise<Oauth> => import('oauth4webapi')

/** Milliseconds, and bytes: a token endpoint that says more than this says something else. */
const answerWithin = 10_000
const longest = 1024 * 1024

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

export async function clientAuthOf(
  lib: Oauth,
  clientId: string,
  auth: ClientAuth,
  now = systemClock(),
  signal?: AbortSignal,
): Promise<oauth4webapi.ClientAuth> {
  switch (auth.method) {
    case 'client_secret_basic':
      return lib.ClientSecretBasic(await reveal(auth.secret))
    case 'client_secret_post':
      return lib.ClientSecretPost(await reveal(auth.secret))
    case 'basic_raw': {
      const value = basicValue(clientId, await reveal(auth.secret))
      return (_as, _client, _body, headers) => headers.set('authorization', value)
    }
    case 'private_key_jwt':
      return lib.PrivateKeyJwt(auth.kid === undefined ? auth.key : { key: auth.key, kid: auth.kid })
    case 'client_assertion': {
      const assertion = await auth.assertion(now, signal)
      return (_as, _client, body) => {
        body.set('client_id', clientId)
        body.set('client_assertion_type', assertionType)
        body.set('client_assertion', assertion)
      }
    }
    case 'none':
      return lib.None()
  }
}

/**
 * A `fetch` for token endpoints: no redirect, no endless answer, and the quirks put right before anybody reads. An ID token is
 * left out unless somebody reads it: it is judged by the issuer, and of a server that is known by its addresses nobody knows that.
 */
export function tokenFetch(send: typeof fetch, quirks: Quirks, reads: { idToken?: boolean } = {}) {
  return async (
    url: string,
    init: oauth4webapi.CustomFetchOptions<'GET' | 'POST', URLSearchParams | undefined>,
  ): Promise<Response> => {
    const { body, ...rest } = init
    const response = await send(url, { ...rest, ...asked(rest.headers, body, quirks), redirect: 'error' })
    const text = await limited(response)
    const said = quirks.form ? JSON.stringify(Object.fromEntries(new URLSearchParams(text))) : text
    return repaired(response.status, response.headers, said, quirks, reads.idToken ?? false)
  }
}

/** The body of a request, as this server wants it. */
function asked(
  headers: Record<string, string>,
  body: URLSearchParams | undefined,
  { jsonBody, clientId }: Quirks,
): Pick<RequestInit, 'body' | 'headers'> {
  if (!body) return {}
  const fields = new URLSearchParams(body)
  const id = fields.get('client_id')
  if (clientId !== undefined && id !== null) {
    fields.delete('client_id')
    fields.set(clientId, id)
  }
  if (!jsonBody) return { body: fields }
  return {
    body: JSON.stringify(Object.fromEntries(fields)),
    headers: { ...headers, 'content-type': 'application/json' },
  }
}

async function limited(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length
    if (size > longest)
      throw new OutboundError('TOKEN_RESPONSE_INVALID', 'the token endpoint answers without end')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function repaired(
  status: number,
  headers: Headers,
  text: string,
  quirks: Quirks,
  idToken: boolean,
): Response {
  const fixed = new Headers(headers)
  // RFC 6749 §5.2: what is wrong stands in the body; the challenge beside it says no more.
  fixed.delete('www-authenticate')
  const outer = objectOf(text)
  // An error stands outside, wherever the tokens are.
  const inner = quirks.within === undefined ? undefined : at(outer, quirks.within)
  const json = typeof inner === 'object' && inner !== null ? ({ ...inner } as Record<string, unknown>) : outer
  // A status without a body takes none, not even an empty one.
  if (!json) return new Response(text === '' ? null : text, { status, headers: fixed })
  if (quirks.form) fixed.set('content-type', 'application/json')
  const failed = quirks.errorWith200 && status === 200 && typeof json['error'] === 'string'
  // `null` says as much as nothing.
  for (const name of ['scope', 'refresh_token', 'id_token']) if (json[name] === null) delete json[name]
  if (!idToken) delete json['id_token']
  // A number in quotes is one all the same; what is none, or not positive, says nothing.
  const life = Number(json['expires_in'])
  if ('expires_in' in json) json['expires_in'] = Number.isFinite(life) && life > 0 ? life : undefined
  if (quirks.scopeList && Array.isArray(json['scope'])) json['scope'] = json['scope'].join(' ')
  const type = json['token_type']
  if (quirks.tokenType === 'any' || (quirks.tokenType === 'missing' && type === undefined))
    json['token_type'] = 'Bearer'
  return new Response(JSON.stringify(json), { status: failed ? 400 : status, headers: fixed })
}

function objectOf(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>) // an object, as was just seen
      : undefined
  } catch {
    return undefined
  }
}

/** @param requested_at milliseconds, before the request went out */
export function heldOf(answer: oauth4webapi.TokenEndpointResponse, requested_at: number): HeldToken {
  const { access_token, token_type, expires_in } = answer
  // Of Entra: when a new one may be asked for.
  const refresh_in = Number(answer['refresh_in'])
  // RFC 6750 is what we send; a token bound to a key (RFC 9449, MAC) sent as a bearer token would be refused at best.
  if (token_type !== 'bearer')
    throw new OutboundError('TOKEN_RESPONSE_INVALID', 'the token is none that a bearer may use')
  return {
    access_token,
    requested_at,
    expires_at: expires_in === undefined ? undefined : requested_at + expires_in * 1000,
    ...(refresh_in > 0 && { refresh_at: requested_at + refresh_in * 1000 }),
  }
}

const final = new Set([
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
  'invalid_scope',
  'invalid_request',
  'invalid_target',
  'unsupported_grant_type',
])

const codes: Readonly<Record<string, OutboundCode>> = {
  invalid_client: 'INVALID_CLIENT',
  invalid_grant: 'INVALID_GRANT',
}

/** What says that the server would answer at another time. */
const passing = new Set(['temporarily_unavailable', 'server_error', 'slow_down'])

/** What a request for a token came to, in our own words; the answer itself may hold a secret and is not repeated. */
export function tokenError(lib: Oauth, error: unknown): OutboundError {
  if (error instanceof OutboundError) return error
  if (error instanceof lib.ResponseBodyError) {
    const { error: word, error_description, status } = error
    if (status === 429 || passing.has(word)) return unavailable(error.response)
    const code = codes[word] ?? 'TOKEN_RESPONSE_INVALID'
    const description = error_description?.slice(0, 500)
    return new OutboundError(code, `the authorization server refused: ${word.slice(0, 100)}`, {
      status,
      retryable: !final.has(word),
      oauth: { error: word, ...(description !== undefined && { description }) },
    })
  }
  // Their causes hold the answer, and with it perhaps a token: the message alone goes on.
  if (error instanceof lib.OperationProcessingError || error instanceof lib.UnsupportedOperationError) {
    const response = error.cause instanceof Response ? error.cause : undefined
    if (response && (response.status >= 500 || response.status === 429)) return unavailable(response)
    const message = `the answer of the token endpoint cannot be used: ${error.message}`
    return new OutboundError('TOKEN_RESPONSE_INVALID', message, response ? { status: response.status } : {})
  }
  return unavailable(undefined, error)
}

function unavailable(response: Response | undefined, cause?: unknown): OutboundError {
  const retryAfterMs = response && retryAfterOf(response.headers, systemClock())
  return new OutboundError('TOKEN_ENDPOINT_UNAVAILABLE', 'the token endpoint does not answer', {
    retryable: true,
    ...(response && { status: response.status }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(cause !== undefined && { cause }),
  })
}

/** Both: whoever waits has gone, or it took too long. */
export function within(signal?: AbortSignal): AbortSignal {
  const late = AbortSignal.timeout(answerWithin)
  return signal ? AbortSignal.any([signal, late]) : late
}

/** Plain http is for this machine alone, which `checkedEndpoint` has seen to. */
export function insecure(lib: Oauth, url: URL): Record<symbol, boolean> {
  return url.protocol === 'http:' ? { [lib.allowInsecureRequests]: true } : {}
}
