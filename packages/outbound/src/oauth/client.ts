import type { webcrypto } from 'node:crypto'
import { OutboundError } from '../errors.ts'
import { isLoopback } from '../fetch/binding.ts'
import type { SecretLike } from '../secret.ts'

/** How a client shows the authorization server who it is (RFC 6749 §2.3, RFC 7523 §2.2). */
export type ClientAuth =
  | { method: 'client_secret_basic' | 'client_secret_post'; secret: SecretLike }
  /** Without the form encoding that RFC 6749 §2.3.1 asks for: some servers do not know of it. */
  | { method: 'basic_raw'; secret: SecretLike }
  | { method: 'private_key_jwt'; key: webcrypto.CryptoKey; kid?: string }
  /** RFC 7523 §2.2: an assertion that somebody else signs, asked for at each use. It is given the time in milliseconds. */
  | { method: 'client_assertion'; assertion: (now: number, signal?: AbortSignal) => string | Promise<string> }
  | { method: 'none' }

/** What some authorization servers do otherwise than the standard says; each is switched on by name. */
export type Quirks = {
  /** The answer names no `token_type`, or another word for a bearer token. */
  tokenType?: 'missing' | 'any'
  /** The answer is a form. */
  form?: true
  /** An error comes with status 200. */
  errorWith200?: true
  /** Where in the answer the tokens are (RFC 6901): Slack has those of a person below `/authed_user`. */
  within?: string
  /** The scopes are a list. */
  scopeList?: true
  /** The request is JSON. */
  jsonBody?: true
  /** Another name for `client_id`: TikTok says `client_key`. */
  clientId?: string
}

/** @throws OutboundError INSECURE_URL for plain http to another machine */
export function checkedEndpoint(text: string): URL {
  const url = URL.parse(text)
  if (!url || url.username || url.password || url.hash)
    throw new OutboundError(
      'CONFIG_INVALID',
      'a token endpoint is an address without a password and a fragment',
    )
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) return url
  throw new OutboundError('INSECURE_URL', `a secret does not go over plain http: ${url.origin}`)
}
