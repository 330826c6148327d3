import { deviceCodeGrant, OAuthError, repeatsMember } from '@warder/protocol'
import type { Fetched } from '../../http/outbound/safe-fetch.ts'
import type { ClientRow } from '../../store/oauth/clients.ts'
import { localNamesIn } from '../clients/about/names.ts'
import { newClientRow, type RowMaker } from '../register.ts'
import { readMetadata } from '../registration/metadata.ts'

/** What is read of a document. The rest is for other servers, or would have this one fetch more. */
const read = [
  'client_name',
  'redirect_uris',
  'post_logout_redirect_uris',
  'token_endpoint_auth_signing_alg',
  'request_object_signing_alg',
  'scope',
  'jwks',
  'jwks_uri',
  'client_uri',
  'policy_uri',
  'tos_uri',
  'dpop_bound_access_tokens',
  'require_signed_request_object',
] as const

/** What people sign in by. A program for itself has nobody who allows it anything. */
const grants = ['authorization_code', 'refresh_token', deviceCodeGrant]

const refuse = (description: string) => new OAuthError('invalid_client_metadata', description)

/**
 * Reads the answer of the address that is a client's id as the row of that client; its tenant is for the caller to fill in.
 *
 * @throws OAuthError invalid_client_metadata or invalid_redirect_uri, saying what is wrong with the document
 * @see draft-ietf-oauth-client-id-metadata-document-01 §4
 */
export function rowOfDocument(by: RowMaker, client_id: string, answer: Fetched): ClientRow {
  const said = memberOf(answer)
  // §4.1: "using simple string comparison": a document speaks for its own address and no other.
  if (said['client_id'] !== client_id) throw refuse('client_id is not the address of the document')
  const method = said['token_endpoint_auth_method'] ?? 'none'
  // §4.1: nothing that is published is a secret.
  if (said['client_secret'] !== undefined || said['client_secret_expires_at'] !== undefined)
    throw refuse('a document cannot have a client_secret')
  if (method !== 'none' && method !== 'private_key_jwt')
    throw refuse('token_endpoint_auth_method must be none or private_key_jwt')
  if (typeof said['client_name'] !== 'string') throw refuse('client_name is missing')

  const picked = Object.fromEntries(
    read.flatMap((name) => (said[name] === undefined ? [] : [[name, said[name]]])),
  )
  const grant_types = Array.isArray(said['grant_types'])
    ? said['grant_types'].filter((one) => grants.some((known) => known === one))
    : undefined
  const input = readMetadata(
    {
      ...picked,
      ...localNamesIn(said),
      token_endpoint_auth_method: method,
      ...(grant_types && { grant_types }),
    },
    by.app.config,
  )
  const { row } = newClientRow(by, input, 'itself')
  return { ...row, client_id, registered_at: by.app.now() }
}

/** @throws OAuthError invalid_client_metadata for what is no JSON object, served as such */
function memberOf({ status, headers, body }: Fetched): Record<string, unknown> {
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (status !== 200 || !/^application\/(?:json|[a-z0-9.-]+\+json)$/.test(type))
    throw refuse('its address does not answer with JSON')
  const text = body.toString('utf8')
  // RFC 8259 §4: which of two members of one name counts differs between programs.
  if (text.split(/[[{]/, 500).length === 500 || repeatsMember(text)) throw refuse('it is not sound JSON')
  try {
    const document: unknown = JSON.parse(text)
    if (typeof document === 'object' && document !== null && !Array.isArray(document))
      return document as Record<string, unknown> // JSON enters here
  } catch {
    // Said below.
  }
  throw refuse('it is not a JSON object')
}
