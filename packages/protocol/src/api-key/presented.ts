import { parseBearer } from '../oauth/bearer.ts'
import { looksLikeApiKey, parseApiKey, type ParsedApiKey } from './api-key.ts'

/**
 * What a request presents. `none` is also what is meant for somebody else, such as an access token; `malformed` is what
 * wants to be an API key and cannot be one.
 */
export type PresentedApiKey =
  | { kind: 'none' }
  | { kind: 'malformed'; detail: string }
  | ({ kind: 'key'; key: string } & ParsedApiKey)

/**
 * Reads an API key from `Authorization: Bearer` or `X-API-Key`, and from nowhere else: a query ends up in logs and histories.
 *
 * @param authorization the header's value, null when there is none
 * @param apiKey the value of `X-API-Key`; where it was sent twice, both with a comma between them
 * @see RFC 6750 §2: one way to present a credential per request
 */
export function presentedApiKey(authorization: string | null, apiKey: string | null): PresentedApiKey {
  const bearer = parseBearer(authorization)
  if (apiKey === null) {
    if (bearer.kind !== 'token' || !looksLikeApiKey(bearer.token)) return { kind: 'none' }
    return read(bearer.token)
  }
  if (authorization !== null) {
    return { kind: 'malformed', detail: 'Send the credential once: in Authorization or in X-API-Key.' }
  }
  return read(apiKey)
}

function read(text: string): PresentedApiKey {
  const parsed = parseApiKey(text)
  if (parsed) return { kind: 'key', key: text, ...parsed }
  return { kind: 'malformed', detail: 'This is no API key: something in it is missing, added or mistyped.' }
}
