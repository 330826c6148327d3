import {
  cibaGrant,
  deviceCodeGrant,
  jwtBearerGrant,
  OAuthError,
  parseTokenRequest,
  tokenExchangeGrant,
  type TokenRequest,
} from '@warder/protocol'
import { json, type Answer } from '../../http/answer.ts'
import type { Call, Handler } from '../../http/router.ts'
import { backchannelWay } from '../backchannel/pending.ts'
import { deviceWay } from '../device/request.ts'
import { pendingGrant } from '../pending/grant.ts'
import type { ClientCaller } from '../client-auth.ts'
import { senderOf } from '../proofs/sender.ts'
import type { TokenAnswer } from './answer.ts'
import { authorizationCode } from './authorization-code.ts'
import { clientCredentials } from './client-credentials.ts'
import { jwtBearer } from './assertion/jwt-bearer.ts'
import type { ExchangeAnswer } from './exchange/answer.ts'
import { tokenExchange } from './exchange/exchange.ts'
import { refresh } from './refresh-token.ts'

/**
 * POST /oauth/token (RFC 6749 §3.2). The client has authenticated; a grant is one file beside this one.
 *
 * @throws OAuthError with a code of RFC 6749 §5.2 or RFC 8707 §2
 */
export const token: Handler<ClientCaller> = (call) => {
  const { client, form } = call.caller
  const request = parseTokenRequest(form)
  if (!client.grant_types.includes(request.grant_type)) {
    throw new OAuthError('unauthorized_client', `this client may not use ${request.grant_type}`)
  }
  return answerTo(call, request)
}

async function answerTo(call: Call<ClientCaller>, request: TokenRequest): Promise<Answer> {
  // RFC 6749 §5.1: the edge adds `cache-control: no-store` to every answer that does not say otherwise.
  return json(await grant(call, request))
}

async function grant(call: Call<ClientCaller>, request: TokenRequest): Promise<TokenAnswer | ExchangeAnswer> {
  const sender = senderOf(call, call.caller.client)
  switch (request.grant_type) {
    case 'authorization_code':
      return authorizationCode(call, request, sender)
    case 'refresh_token':
      return refresh(call, call.caller.client, request, sender)
    case 'client_credentials':
      return clientCredentials(call, request, sender)
    case deviceCodeGrant:
      return pendingGrant(call, deviceWay, { ...request, handle: request.device_code }, sender)
    case jwtBearerGrant:
      return jwtBearer(call, request, sender)
    case cibaGrant:
      return pendingGrant(call, backchannelWay, { ...request, handle: request.auth_req_id }, sender)
    case tokenExchangeGrant:
      return tokenExchange(call, request, sender)
  }
}
