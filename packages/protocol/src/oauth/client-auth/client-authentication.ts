import { OAuthError } from '../errors.ts'
import { parameter } from '../parameters/parameters.ts'
import { assertionSubject } from './client-assertion.ts'

export type ClientAuthentication =
  | { method: 'client_secret_basic'; client_id: string; client_secret: string }
  | { method: 'client_secret_post'; client_id: string; client_secret: string }
  | { method: 'private_key_jwt'; client_id: string; client_assertion: string; client_secret?: never }
  /** An id alone; the connection may have come with a certificate (RFC 8705 §2). */
  | { method: 'none'; client_id: string; client_secret?: never }

/** RFC 7523 §2.2. */
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/**
 * Reads how a client presents itself at the token endpoint and its neighbours. That the method is the one
 * the client registered, and the secret the right one, is for the caller to check.
 *
 * @param authorization the Authorization header, null when there is none
 * @param isVouchedFor whether a client may show what another issuer says of it, which has another name for it there
 * @throws OAuthError invalid_client when nothing usable is presented, invalid_request for two methods at once
 * @see RFC 6749 §2.3 and §2.3.1, RFC 7521 §4.2
 */
export function parseClientAuthentication(
  authorization: string | null,
  form: URLSearchParams,
  isVouchedFor: (client_id: string) => boolean = () => false,
): ClientAuthentication {
  const client_id = parameter(form, 'client_id')
  const client_secret = parameter(form, 'client_secret')
  const asserts = form.has('client_assertion') || form.has('client_assertion_type')

  // RFC 6749 §2.3: one authentication method per request.
  const methods = [authorization !== null, client_secret !== undefined, asserts].filter(Boolean).length
  if (methods > 1) throw new OAuthError('invalid_request', 'use one client authentication method')
  if (asserts) return parseAssertion(form, client_id, isVouchedFor)

  if (authorization !== null) {
    const basic = parseBasic(authorization)
    if (client_id !== undefined && client_id !== basic.client_id) {
      throw new OAuthError('invalid_request', 'client_id differs from the authenticated client')
    }
    return { method: 'client_secret_basic', ...basic }
  }
  if (client_id === undefined) throw new OAuthError('invalid_client', 'client authentication is missing')
  if (client_secret === undefined) return { method: 'none', client_id }
  return { method: 'client_secret_post', client_id, client_secret }
}

function parseAssertion(
  form: URLSearchParams,
  client_id: string | undefined,
  isVouchedFor: (client_id: string) => boolean,
): ClientAuthentication {
  const client_assertion = parameter(form, 'client_assertion')
  if (parameter(form, 'client_assertion_type') !== assertionType || client_assertion === undefined) {
    throw new OAuthError(
      'invalid_client',
      `send client_assertion with client_assertion_type ${assertionType}`,
    )
  }
  // RFC 7523 §3: another party may have issued it, and then the subject is what that party calls the client.
  if (client_id !== undefined && isVouchedFor(client_id))
    return { method: 'private_key_jwt', client_id, client_assertion }
  const subject = assertionSubject(client_assertion)
  if (subject === undefined) throw new OAuthError('invalid_client', 'the client assertion is malformed')
  // RFC 7521 §4.2: client_id is optional then, and must name the same client.
  if (client_id !== undefined && client_id !== subject) {
    throw new OAuthError('invalid_client', 'client_id differs from the subject of the assertion')
  }
  return { method: 'private_key_jwt', client_id: subject, client_assertion }
}

function parseBasic(authorization: string): { client_id: string; client_secret: string } {
  // RFC 7617 §2: the scheme in any case, then base64 of id and secret with a colon between them.
  const encoded = /^basic +([A-Za-z0-9+/]+={0,2})$/i.exec(authorization)?.[1]
  if (encoded === undefined)
    throw new OAuthError('invalid_client', 'use HTTP Basic to authenticate the client')

  const bytes = Buffer.from(encoded, 'base64')
  const [id, secret, ...rest] = bytes.toString().split(':')
  // A second spelling of the same bytes would be counted as another client by a limit on the header.
  if (bytes.toString('base64') !== encoded || !id || !secret || rest.length > 0) throw malformed()
  return { client_id: formDecode(id), client_secret: formDecode(secret) }
}

/** Visible characters that the encoding writes as they are. */
const unencoded = /^[!-$&-*,-~]+$/

/** RFC 6749 §2.3.1: both halves are form-encoded before they are joined by the colon. */
function formDecode(text: string): string {
  if (unencoded.test(text)) return text
  let decoded
  try {
    decoded = decodeURIComponent(text.replaceAll('+', ' '))
  } catch (cause) {
    throw malformed(cause)
  }
  // RFC 6749 §A.1 and §A.2: visible characters and the space.
  if (!/^[\x20-\x7e]+$/.test(decoded)) throw malformed()
  return decoded
}

const malformed = (cause?: unknown) =>
  new OAuthError('invalid_client', 'the client credentials are malformed', cause)
