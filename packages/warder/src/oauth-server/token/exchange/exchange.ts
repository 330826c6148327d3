import {
  accessTokenType,
  grantScope,
  narrowAuthorizationDetails,
  OAuthError,
  type TokenExchangeRequest,
} from '@warder/protocol'
import type { Call } from '../../../http/router.ts'
import type { ClientCaller } from '../../client-auth.ts'
import type { Client } from '../../clients/client.ts'
import type { Sender } from '../../proofs/sender.ts'
import type { ExchangeAnswer } from './answer.ts'
import { mintDelegated, type Actor, type Subject } from './mint.ts'
import { actorOf, subjectOf } from './presented.ts'
import { connectionAsked, exchangeForService } from './service.ts'
import { exchangeOfWorkload } from './workload.ts'

/**
 * RFC 8693 §2: a token in somebody's name, for one who acts for them. What is asked for may be less than what was presented
 * and never more, and the answer has no refresh token.
 *
 * @throws OAuthError unauthorized_client, invalid_request, invalid_target or invalid_authorization_details
 */
export async function tokenExchange(
  call: Call<ClientCaller>,
  request: TokenExchangeRequest,
  sender: Sender,
): Promise<ExchangeAnswer> {
  const { client } = call.caller
  const connection = connectionAsked(call, request)
  if (connection !== undefined) return exchangeForService(call, request, sender, connection)
  if (client.credential) return exchangeOfWorkload(call, request, sender)
  // An id alone does not show who acts.
  if (client.public) throw new OAuthError('unauthorized_client', 'this client may not exchange tokens')
  const asked = [...request.resource, ...request.audience]
  const presented = await subjectOf(call, request.subject, sender, asked)
  const actor = await actorOf(call, request.actor, sender, presented)
  const subject = within(presented, actor)
  const scope = scopeFor(client, request.scope, subject)
  const audience = audienceFor(client, asked, subject, actor)
  const authorization_details = narrowAuthorizationDetails(
    request.authorization_details,
    subject.authorization_details,
  )
  await sender.spend()
  const answer = await mintDelegated(call, {
    client,
    subject,
    actor,
    scope,
    audience,
    authorization_details,
    cnf: sender.cnf,
  })
  return { ...answer, issued_token_type: accessTokenType }
}

/** What the actor may have of what was presented: an agent may do less than its owner, and only at its own APIs. */
function within(subject: Subject, { limits }: Actor): Subject {
  if (!limits) return subject
  const scope = subject.scope.filter((one) => limits.scope.includes(one))
  // A token without a scope would be worth whatever an API makes of that.
  if (scope.length === 0)
    throw new OAuthError('invalid_request', 'the actor has no scope of those that the subject_token has')
  const audience = subject.audience.filter((one) => limits.audience.includes(one))
  return { ...subject, scope, audience, authorization_details: [] }
}

/** What both the subject's token and the client may have; never access for when the person is away, which is a refresh token's. */
function scopeFor(client: Client, requested: string | undefined, subject: Subject): string[] {
  const allowed = subject.scope.filter((one) => client.scope.includes(one) && one !== 'offline_access')
  try {
    return grantScope(requested, allowed)
  } catch (cause) {
    // RFC 8693 §2.2.2: what makes a request for an exchange invalid "MUST be the invalid_request error code".
    throw new OAuthError('invalid_request', 'scope names a scope that the subject_token does not have', cause)
  }
}

/** Where the subject's token is for, or where the operator lets this client go on to. */
function audienceFor(
  client: Client,
  requested: readonly string[],
  subject: Subject,
  { limits }: Actor,
): readonly string[] {
  if (requested.length === 0 && subject.audience.length > 0) return subject.audience
  const further = client.token_exchange.audiences.filter((one) => limits?.audience.includes(one) ?? true)
  const allowed = [...subject.audience, ...further]
  // RFC 8693 §2.2.2: "unwilling or unable to issue a token for any target service indicated".
  if (requested.length === 0 || !requested.every((one) => allowed.includes(one)))
    throw new OAuthError('invalid_target', 'this token cannot be exchanged for one for that place')
  return [...new Set(requested)]
}
