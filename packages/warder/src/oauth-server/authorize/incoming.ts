import {
  handleOfRequestUri,
  isUnsigned,
  keyIdOf,
  OAuthError,
  parameter,
  Problem,
  readRequestObject,
  type SigningAlgorithm,
} from '@warder/protocol'
import type { Call } from '../../http/router.ts'
import type { Client } from '../clients/client.ts'
import { findPushed } from '../par/pushed.ts'
import { fapiAlgorithms } from '../proofs/client-assertion.ts'
import { clientOf, placeFor, type Place } from './place.ts'

/** An authorization request wherever its parameters stood, and where it may be answered. */
export type Incoming = {
  place: Place
  params: URLSearchParams
  /** It cannot be taken, and may be answered so. */
  refused?: OAuthError
}

/**
 * Reads a request that came by a browser: its parameters in the address, in a signed object in it (RFC 9101 §5.1), or
 * pushed before (RFC 9126 §4). Nothing is fetched.
 *
 * @throws Problem shown as a page, while it is not certain where the person may be sent
 */
export async function findIncoming(call: Call, params: URLSearchParams): Promise<Incoming> {
  const client = await clientOf(call, params)
  const handle = handleOfRequestUri(parameter(params, 'request_uri') ?? '')
  if (handle !== undefined) {
    const pushed = await findPushed(call, client, handle)
    // RFC 9101 §6.3: what stands beside it does not count.
    if (!pushed) throw gone()
    return { place: { ...placeFor(client, pushed.params), pushed: pushed.token_hash }, params: pushed.params }
  }
  const refused = client.require_par || call.app.config.require_par ? notPushed() : undefined
  const object = parameter(params, 'request')
  if (object !== undefined && isUnsigned(object) && !client.require_request_object && !client.profile)
    return { place: placeFor(client, params), params, ...refusal(refused ?? unsignedObject()) }
  if (object === undefined || !mayBeSigned(client)) {
    const unsigned = client.require_request_object ? notSigned() : undefined
    return { place: placeFor(client, params), params, ...refusal(refused ?? unsigned) }
  }
  try {
    const signed = await readSigned(call, client, object, params)
    return { place: placeFor(client, signed), params: signed, ...refusal(refused) }
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error
    return { place: placeFor(client, params), params, refused: error }
  }
}

/** Whether it has keys to sign requests with. Whoever has none is told that this is not supported (OIDC Core §6.1). */
export function mayBeSigned(client: Pick<Client, 'jwks' | 'jwks_uri'>): boolean {
  return client.jwks !== null || client.jwks_uri !== null
}

/** @throws OAuthError invalid_request_object */
export async function readSigned(
  { app, tenant }: Pick<Call, 'app' | 'tenant'>,
  client: Client,
  object: string,
  beside: URLSearchParams,
): Promise<URLSearchParams> {
  const now = app.now()
  return readRequestObject(object, beside, {
    client_id: client.client_id,
    issuer: tenant.issuer,
    keys: await app.oauth.client_keys.of(client, keyIdOf(object), now),
    algorithms: requestAlgorithmsOf(client),
    dated: client.profile !== undefined,
    now,
  })
}

/** What its requests may be signed with; undefined for every algorithm that its keys have. */
export function requestAlgorithmsOf({
  request_object_signing_alg: alg,
  profile,
}: Pick<Client, 'request_object_signing_alg' | 'profile'>): readonly SigningAlgorithm[] | undefined {
  if (alg !== undefined) return [alg]
  return profile === undefined ? undefined : fapiAlgorithms
}

const refusal = (refused: OAuthError | undefined) => (refused ? { refused } : {})

export const notSigned = () => new OAuthError('invalid_request', 'this client must sign its requests')

/** OIDC Core §6.1 has such objects and §3.1.2.6 the answer of a server that takes none. */
const unsignedObject = () =>
  new OAuthError('request_not_supported', 'request objects that are not signed are not supported')

const notPushed = () => new OAuthError('invalid_request', 'requests must be pushed to /oauth/par first')

const gone = () =>
  new Problem('application_refused', {
    detail:
      'The request of the application is unknown, was used or took too long. Go back to the application and start again.',
  })
