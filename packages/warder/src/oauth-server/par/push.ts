import {
  OAuthError,
  parameter,
  parseAuthorizeRequest,
  pushedParameters,
  requestUriOf,
} from '@warder/protocol'
import { json } from '../../http/answer.ts'
import { checkLimit, waiting } from '../../http/limit.ts'
import type { Call, Handler } from '../../http/router.ts'
import { mayBeSigned, notSigned, readSigned } from '../authorize/incoming.ts'
import { redirectUriFor } from '../authorize/place.ts'
import type { ClientCaller } from '../client-auth.ts'
import type { Client } from '../clients/client.ts'
import { rulesOf } from '../clients/details.ts'
import { checkResource } from '../clients/resource.ts'
import { checkProofOf, provenKey, type ProvenKey } from '../proofs/dpop.ts'
import { keepPushed } from './pushed.ts'

/**
 * POST /oauth/par (RFC 9126 §2): a client sends its authorization request past the browser, and gets an address for it. It
 * is judged now as it will be again when the browser brings it.
 *
 * @throws OAuthError with the code that the authorization endpoint would answer (RFC 9126 §2.3)
 */
export const pushRequest: Handler<ClientCaller> = async (call) => {
  const { client, form } = call.caller
  // Anybody can push in the name of a public client, and each request leaves a row.
  if (client.public) await checkLimit(call, waiting)
  const params = await paramsOf(call, client, form)
  const { redirect_uri, named } = redirectUriFor(client, params)
  // RFC 9126 §2.3: there is nobody to send anywhere, so this too is told to the client.
  if (redirect_uri === undefined)
    throw new OAuthError('invalid_request', 'redirect_uri is not one that this client registered')
  const key = provenKey(call)
  checkProofOf(client, key)
  if (key) bindToKey(params, key)
  // FAPI 2.0 Security Profile §5.3.2.2: the request says where it is answered.
  if (!named && client.profile) throw new OAuthError('invalid_request', 'redirect_uri is required')
  const request = parseAuthorizeRequest(params, rulesOf(client, call.app.config), redirect_uri)
  checkResource(client, call.tenant.issuer, request.resource, request.scope)

  await key?.spend()
  const { handle, expires_in } = await keepPushed(call, client, params)
  return json({ request_uri: requestUriOf(handle), expires_in }, { status: 201 })
}

/** RFC 9449 §10.1: the proof says as much as `dpop_jkt`, and they must not say two things. */
function bindToKey(params: URLSearchParams, { jkt }: ProvenKey): void {
  const named = parameter(params, 'dpop_jkt')
  if (named !== undefined && named !== jkt)
    throw new OAuthError('invalid_request', 'dpop_jkt is not the key of the DPoP proof')
  params.set('dpop_jkt', jkt)
}

async function paramsOf(call: Call, client: Client, form: URLSearchParams): Promise<URLSearchParams> {
  const params = pushedParameters(form)
  // RFC 9126 §2.1: "The request_uri authorization request parameter is one exception, and it MUST NOT be provided".
  if (params.has('request_uri')) throw new OAuthError('invalid_request', 'request_uri cannot be pushed')
  // Whoever authenticated by header or assertion may have left it out.
  params.set('client_id', client.client_id)
  const object = parameter(params, 'request')
  if (object === undefined || !mayBeSigned(client)) {
    if (client.require_request_object) throw notSigned()
    return params
  }
  params.delete('request')
  return readSigned(call, client, object, params)
}
