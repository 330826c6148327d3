import {
  accessTokenType,
  assertionIssuer,
  OAuthError,
  tokenExchangeGrant,
  type TokenExchangeRequest,
} from '@warder/protocol'
import type { Call } from '../../../http/router.ts'
import { proofByWorkload } from '../../../service-accounts/federation/workload.ts'
import type { ClientCaller } from '../../client-auth.ts'
import type { Sender } from '../../proofs/sender.ts'
import { clientCredentials } from '../client-credentials.ts'
import type { ExchangeAnswer } from './answer.ts'

/**
 * The token of another issuer that a program comes with and nothing else: the one it wants to exchange is what shows who it is.
 * Undefined for every other request.
 */
export function workloadToken(form: URLSearchParams): string | undefined {
  const token = form.get('subject_token')
  return form.get('grant_type') === tokenExchangeGrant && token !== null ? token : undefined
}

/**
 * A service account exchanges the token that its platform gave it for one of ours. It speaks for itself alone: in the name of
 * people it acts nowhere.
 *
 * @throws OAuthError unauthorized_client for a token of ours, invalid_request for one that no rule of the account lets in
 * @see RFC 8693 §2.1
 */
export async function exchangeOfWorkload(
  call: Call<ClientCaller>,
  request: TokenExchangeRequest,
  sender: Sender,
): Promise<ExchangeAnswer> {
  const { client, form } = call.caller
  const { token, type } = request.subject
  if (assertionIssuer(token) === call.tenant.issuer || request.actor)
    throw new OAuthError('unauthorized_client', 'a service account exchanges tokens of other issuers alone')
  if (type === 'access_token') throw invalid('an access token is for an API of that issuer')
  if (!isByItself(call, form)) {
    const proof = await proofByWorkload(call, client.client_id, token)
    if (!proof.ok) throw invalid(proof.detail ?? proof.reason)
  }
  const { scope, resource, audience } = request
  const own = {
    grant_type: 'client_credentials' as const,
    resource: [...resource, ...audience],
    ...(scope !== undefined && { scope }),
  }
  return {
    ...(await clientCredentials(call, own, sender, 'token_exchange')),
    issued_token_type: accessTokenType,
  }
}

/** Whether the token was what the account proved itself by: then it has been looked at, and is used up. */
function isByItself({ request }: Call, form: URLSearchParams): boolean {
  return (
    request.headers.get('authorization') === null &&
    !form.has('client_secret') &&
    !form.has('client_assertion')
  )
}

const invalid = (cause: string) =>
  new OAuthError('invalid_request', 'the subject_token is not valid here', cause)
