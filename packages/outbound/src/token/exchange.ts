import type { Clock, Credential } from '../credential.ts'
import { OutboundError } from '../errors.ts'
import { checkedEndpoint } from '../oauth/client.ts'
import { reveal, type SecretLike } from '../secret.ts'
import { headerName, headerValue } from '../static/header.ts'
import type { HeldToken } from './freshness.ts'
import { at } from './pointer.ts'
import { createTokenSource } from './source.ts'
import { tokenCredential } from './token-credential.ts'

export type ExchangeOptions = {
  /** What is sent to get a token. Values are secrets or plain text. */
  request: {
    url: string
    method?: 'POST' | 'GET' | 'PUT'
    headers?: Readonly<Record<string, SecretLike>>
    /** As JSON, or as a form with `form: true`. */
    body?: Readonly<Record<string, SecretLike>>
    form?: true
  }
  /** RFC 6901: where the token is in the answer, such as `/data/token`. */
  token: string
  /** Where its life is, in seconds; or the moment of its end, ISO 8601 or Unix seconds; or a fixed time in seconds. */
  expiresIn?: string | number
  expiresAt?: string
  /** How it is sent: `Authorization: Bearer {token}` where absent. */
  header?: { name: string; value: string }
  fetch?: typeof fetch
}

/** Bytes and milliseconds. */
const longest = 1024 * 1024
const answerWithin = 10_000

/** Sign in, then send the token: what many APIs want that know nothing of OAuth. */
export function exchange(options: ExchangeOptions): Credential {
  const url = checkedEndpoint(options.request.url)
  const { name, value } = options.header ?? { name: 'Authorization', value: 'Bearer {token}' }
  headerName(name)
  if (!value.includes('{token}'))
    throw new OutboundError('CONFIG_INVALID', 'the header needs {token} in its value')
  for (const pointer of [options.token, options.expiresIn, options.expiresAt])
    if (typeof pointer === 'string' && !pointer.startsWith('/'))
      throw new OutboundError('CONFIG_INVALID', 'a place in the answer begins with a slash (RFC 6901)')

  const source = createTokenSource((clock, signal) => signIn(options, url, clock, signal))
  return tokenCredential('exchange', source, (headers, token) =>
    headers.set(name, headerValue(value.replace('{token}', () => token))),
  )
}

async function signIn(
  options: ExchangeOptions,
  url: URL,
  clock: Clock,
  signal: AbortSignal,
): Promise<HeldToken> {
  const { request, token, fetch: send = fetch } = options
  const requested_at = clock()
  const fields = await revealed(request.body ?? {})
  const body = request.form ? new URLSearchParams(fields).toString() : JSON.stringify(fields)
  const type = request.form ? 'application/x-www-form-urlencoded' : 'application/json'
  const method = request.method ?? 'POST'
  const response = await send(url.href, {
    method,
    headers: {
      accept: 'application/json',
      ...(method !== 'GET' && { 'content-type': type }),
      ...(await revealed(request.headers ?? {})),
    },
    ...(method !== 'GET' && { body }),
    redirect: 'error',
    signal: AbortSignal.any([signal, AbortSignal.timeout(answerWithin)]),
  }).catch((error: unknown) => {
    throw new OutboundError('TOKEN_ENDPOINT_UNAVAILABLE', 'the sign-in of the API does not answer', {
      retryable: true,
      cause: error,
    })
  })
  const answer = await jsonOf(response)
  if (!response.ok)
    throw new OutboundError(
      response.status >= 500 ? 'TOKEN_ENDPOINT_UNAVAILABLE' : 'INVALID_CLIENT',
      `the sign-in of the API answers ${response.status}`,
      {
        status: response.status,
        retryable: response.status >= 500,
      },
    )
  const access_token = at(answer, token)
  if (typeof access_token !== 'string' || access_token === '')
    throw new OutboundError('TOKEN_RESPONSE_INVALID', `the answer has no token at ${token}`)
  return { access_token, requested_at, expires_at: endOf(options, answer, requested_at) }
}

async function revealed(fields: Readonly<Record<string, SecretLike>>): Promise<Record<string, string>> {
  const pairs = Object.entries(fields).map(async ([name, value]) => [name, await reveal(value)] as const)
  return Object.fromEntries(await Promise.all(pairs))
}

async function jsonOf(response: Response): Promise<unknown> {
  const text = await response.text()
  if (text.length > longest)
    throw new OutboundError('TOKEN_RESPONSE_INVALID', 'the sign-in of the API answers without end')
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function endOf(
  { expiresIn, expiresAt }: ExchangeOptions,
  answer: unknown,
  requested_at: number,
): number | undefined {
  if (expiresAt !== undefined) {
    const said = at(answer, expiresAt)
    const end = typeof said === 'number' ? said * 1000 : Date.parse(String(said))
    return Number.isFinite(end) ? end : undefined
  }
  const life = typeof expiresIn === 'string' ? Number(at(answer, expiresIn)) : expiresIn
  return life !== undefined && Number.isFinite(life) && life > 0 ? requested_at + life * 1000 : undefined
}
