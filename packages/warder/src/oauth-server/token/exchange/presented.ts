import {
  assertionIssuer,
  clientName,
  deathNames,
  diesWith,
  isPairwise,
  OAuthError,
  type PresentedToken,
} from '@warder/protocol'
import { agentBySignature, agentByToken } from '../../../agents/use/actor.ts'
import type { Call } from '../../../http/router.ts'
import * as consents from '../../../store/oauth/consents.ts'
import * as sessions from '../../../store/people/sessions.ts'
import { isAgentId } from '../../../store/programs/agent-holders.ts'
import { findLive, readAccessToken, type LiveToken } from '../../access-token.ts'
import type { ClientCaller } from '../../client-auth.ts'
import { sessionOf } from '../../claims/subject.ts'
import { findClient, type Client } from '../../clients/client.ts'
import { isApiOf, leftOf } from '../../clients/resource.ts'
import { isConfirmed, type Sender } from '../../proofs/sender.ts'
import { consentName } from '../../revoke.ts'
import { readIdTokenHint } from '../id-token-hint.ts'
import type { Actor, Subject } from './mint.ts'

type ExchangeCall = Call<ClientCaller>

/**
 * In whose name a client may have a token for what it presents: a token that is its own, that is for an API of its own, or
 * of another client that its policy names. A bound one is exchanged by whoever has the key alone.
 *
 * @param asked where the token is to be used
 * @throws OAuthError invalid_request, which never says what was wrong with the token (RFC 8693 §2.2.2)
 */
export async function subjectOf(
  call: ExchangeCall,
  presented: PresentedToken,
  sender: Sender,
  asked: readonly string[] = [],
): Promise<Subject> {
  if (presented.type === 'id_token') return subjectOfIdToken(call, presented.token, asked)
  const { client } = call.caller
  const live = await liveToken(call, presented.token, sender, 'subject_token')
  // A program that acts for itself has nobody's name to give.
  if (!live.holder) throw invalid('subject_token', 'it speaks for no person')
  if (!mayPresent(client, live)) throw invalid('subject_token', 'it is another client’s')
  const details = live.claims['authorization_details'] ?? []
  return {
    user_id: live.holder.id,
    session_id: await sessionIn(call, live),
    scope: live.scope,
    audience: live.audience,
    authorization_details: details as Subject['authorization_details'], // ours, and signed by us
    expires_at: live.exp,
    claims: live.claims,
    dies_with: deathsOf(live),
  }
}

/** The session of a token, whatever its client calls it. @throws OAuthError invalid_request where that leads to none */
async function sessionIn(
  { app, tenant }: ExchangeCall,
  { sid, client_id }: LiveToken,
): Promise<string | undefined> {
  if (sid === undefined || !isPairwise(sid)) return sid
  const client = await findClient(app, tenant.id, client_id)
  const session = client && (await sessionOf(app, tenant.id, client, sid))
  if (session === undefined) throw invalid('subject_token', 'a session of another sector')
  return session
}

function mayPresent(client: Client, { client_id, audience }: LiveToken): boolean {
  if (client_id === client.client_id || client.token_exchange.subjects.includes(client_id)) return true
  return isApiOf(client, audience)
}

/** An ID token says who somebody is and allows nothing by itself: what they allowed this client is what it is worth. */
async function subjectOfIdToken(
  call: ExchangeCall,
  token: string,
  asked: readonly string[],
): Promise<Subject> {
  const { app, tenant } = call
  const { client } = call.caller
  const now = app.now()
  const read = await readIdTokenHint(app, tenant, token)
  // OIDC Core §3.1.3.7: one of another client is nobody's business here.
  if (!read || read.client_id !== client.client_id || read.expires_at <= now)
    throw invalid('subject_token', 'ID token')
  // It counts as long as the session does in which it was given.
  const named = read.session_id && (await sessionOf(app, tenant.id, client, read.session_id))
  const session = named && (await sessions.findLiveById(app.db, named, now))
  if (!session) throw invalid('subject_token', 'the session has ended')
  const key = { user_id: session.user_id, client_id: client.client_id, tenant_id: tenant.id }
  const allowed = await consents.find(app.db, key)
  if (!allowed && !client.skip_consent) throw invalid('subject_token', 'nothing is allowed')
  return {
    user_id: session.user_id,
    session_id: session.id,
    ...reachOf(call, client.skip_consent ? undefined : allowed, asked),
    authorization_details: [],
    expires_at: read.expires_at,
    claims: read.claims,
    dies_with: deathNames({ jti: consentName(tenant, session.user_id, client.client_id) }),
  }
}

/** What the client may do where, of what was allowed it; all that it may ask for, where nobody is asked. */
function reachOf(
  { tenant, caller: { client } }: ExchangeCall,
  allowed: Awaited<ReturnType<typeof consents.find>>,
  asked: readonly string[],
): Pick<Subject, 'scope' | 'audience'> {
  const audienceOf = (resource: readonly string[]) => (resource.length > 0 ? resource : [tenant.issuer])
  if (!allowed) return { scope: client.scope, audience: audienceOf(client.resources) }
  const left = leftOf(client, tenant.issuer, allowed)
  if (left.resource.length === 0 && allowed.resource.length > 0)
    throw invalid('subject_token', 'for no API of this client any more')
  const named = left.resource.filter((one) => asked.includes(one))
  const scope = consents.scopeAt(left, named.length > 0 ? named : left.resource)
  if (scope.length === 0) throw invalid('subject_token', 'nothing is allowed at all of these')
  return { scope, audience: audienceOf(left.resource) }
}

/**
 * Who acts: the client itself, who a token of the client's speaks for, or an agent of the person by its own token or
 * signature. A person may be the actor for another where the token of that other says so.
 *
 * @throws OAuthError invalid_request
 */
export async function actorOf(
  call: ExchangeCall,
  presented: PresentedToken | undefined,
  sender: Sender,
  subject: Subject,
): Promise<Actor> {
  const { client } = call.caller
  if (!presented) return { sub: client.client_id, dies_with: [] }
  if (presented.type === 'id_token') throw invalid('actor_token', 'an ID token')
  const signer = assertionIssuer(presented.token)
  if (signer !== undefined && isAgentId(signer))
    return agentBySignature(call, signer, presented.token, subject)
  const live = await liveToken(call, presented.token, sender, 'actor_token')
  if (isAgentId(live.client_id)) return agentByToken(call, live, deathsOf(live), subject)
  if (live.client_id !== client.client_id) throw invalid('actor_token', 'it is another client’s')
  const itself = live.sub === client.client_id
  // Somebody who acts for somebody else cannot lend that.
  if (live.claims['act'] !== undefined) throw invalid('actor_token', 'its own subject does not act by it')
  if (!itself && subject.claims['may_act'] === undefined)
    throw invalid('actor_token', 'a person who was not named')
  return { sub: live.sub, expires_at: live.exp, dies_with: deathsOf(live) }
}

/** What a client presents: ours, in force, and whose key it is bound to by whoever has the key. @throws OAuthError invalid_request */
export async function liveToken(
  call: ExchangeCall,
  token: string,
  sender: Sender,
  name: 'subject_token' | 'actor_token',
): Promise<LiveToken> {
  const { app, tenant } = call
  const facts = await readAccessToken(app, tenant, token)
  if (!facts) throw invalid(name, 'no access token of ours')
  // RFC 9449 §7.1, RFC 8705 §3: what is bound to a key is nothing without it.
  if (!isConfirmed(facts.claims['cnf'], sender.cnf)) throw invalid(name, 'bound to another key')
  const live = await findLive(app, tenant, facts)
  if (!live) throw invalid(name, 'revoked, or its subject is gone')
  return live
}

/** Everything by which a token can be revoked, and what it came from. */
function deathsOf({ jti, sid, sub, iss, client_id, kid: key, claims }: LiveToken): string[] {
  const client = clientName(iss, client_id)
  return [...deathNames({ jti, sid, sub, client, key }), ...diesWith(claims)]
}

const invalid = (name: string, cause: string) =>
  new OAuthError('invalid_request', `the ${name} cannot be exchanged by this client`, cause)
