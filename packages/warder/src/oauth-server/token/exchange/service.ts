import { mayAct, OAuthError, type TokenExchangeRequest } from '@warder/protocol'
import type { Call } from '../../../http/router.ts'
import { connectionIn } from '../../../vault/connection.ts'
import type { Asker } from '../../../vault/use/user.ts'
import type { ClientCaller } from '../../client-auth.ts'
import type { Sender } from '../../proofs/sender.ts'
import type { ExchangeAnswer } from './answer.ts'
import { actorOf, liveToken, subjectOf } from './presented.ts'

/**
 * The connection to another service that a token is asked for; undefined where it is for an API of ours.
 * @throws OAuthError invalid_target for a connection and something else at once
 */
export function connectionAsked(
  { tenant }: Pick<Call, 'tenant'>,
  { resource, audience }: TokenExchangeRequest,
): string | undefined {
  const asked = [...resource, ...audience]
  const [connection] = asked.flatMap((one) => connectionIn(tenant, one) ?? [])
  if (connection === undefined) return undefined
  if (asked.length > 1)
    throw new OAuthError('invalid_target', 'a token of a connection is for that connection alone')
  return connection
}

/**
 * RFC 8693 §2: a token of ours for the token of a service that its person has connected, by a program that they let have it.
 * Who asks is who would act: the actor, otherwise the client.
 *
 * @throws OAuthError unauthorized_client, invalid_request, or what `tokenOfService` throws
 */
export async function exchangeForService(
  call: Call<ClientCaller>,
  request: TokenExchangeRequest,
  sender: Sender,
  connection: string,
): Promise<ExchangeAnswer> {
  const { client } = call.caller
  if (client.public) throw new OAuthError('unauthorized_client', 'this client may not exchange tokens')
  const asker = client.credential
    ? await accountAsking(call, request, sender)
    : await actorAsking(call, request, sender)
  await sender.spend()
  const { tokenOfService } = await import('../../../vault/use/token.ts')
  return tokenOfService(call, {
    connection,
    asker,
    ...(request.scope !== undefined && { scope: request.scope }),
  })
}

/** A service account shows a token of its own: it acts for itself, where somebody let it. */
async function accountAsking(
  call: Call<ClientCaller>,
  { subject, actor }: TokenExchangeRequest,
  sender: Sender,
): Promise<Asker> {
  const { client } = call.caller
  const live = await liveToken(call, subject.token, sender, 'subject_token')
  if (actor || live.sub !== client.client_id)
    throw new OAuthError('invalid_request', 'show a token of this account')
  return { program: client.client_id, user_id: undefined }
}

async function actorAsking(
  call: Call<ClientCaller>,
  request: TokenExchangeRequest,
  sender: Sender,
): Promise<Asker> {
  const subject = await subjectOf(call, request.subject, sender)
  const actor = await actorOf(call, request.actor, sender, subject)
  // RFC 8693 §4.4: where the subject says who may act for them, nobody else may.
  if (mayAct(subject.claims, { sub: actor.sub, iss: call.tenant.issuer }) === false)
    throw new OAuthError('invalid_request', 'the subject_token cannot be exchanged by this actor')
  return { program: actor.sub, user_id: subject.user_id }
}
