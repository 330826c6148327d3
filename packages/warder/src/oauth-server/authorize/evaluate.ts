import {
  acrDemand,
  decideAuthorization,
  isLocalRedirectUri,
  OAuthError,
  parseAuthorizeRequest,
  type AuthorizationDecision,
  type AuthorizeRequest,
} from '@warder/protocol'
import { acrOf, acrValues } from '../../access/acr.ts'
import type { Call } from '../../http/router.ts'
import type { SessionCaller } from '../../sessions/guard.ts'
import * as consents from '../../store/oauth/consents.ts'
import { personOf } from '../claims/subject.ts'
import type { Client } from '../clients/client.ts'
import { rulesOf } from '../clients/details.ts'
import { checkResource, resourcesFor } from '../clients/resource.ts'
import { readIdTokenHint } from '../token/id-token-hint.ts'
import type { Interaction } from './interaction.ts'
import { consentKey, type Place } from './place.ts'

export type Evaluation = {
  request: AuthorizeRequest
  decision: AuthorizationDecision
  /** Where the tokens may be used, beside this server. */
  resource: readonly string[]
  /** Whether the person allowed this client something before. */
  knownClient: boolean
}

/**
 * Reads a request and decides what it needs next. Everything is read anew each time, so that a client that
 * was changed, or a consent that was taken back, counts from then on.
 *
 * @throws OAuthError that may be sent to the place's redirect URI
 */
export async function evaluate(
  call: Call,
  place: Place,
  params: URLSearchParams,
  session: SessionCaller | undefined,
  interaction?: Interaction,
): Promise<Evaluation> {
  const { app, tenant } = call
  const { client } = place
  const request = withDefaults(
    parseAuthorizeRequest(params, rulesOf(client, app.config), place.redirect_uri),
    client,
  )
  checkResource(client, tenant.issuer, request.resource, request.scope)

  const consent = session && (await consents.find(app.db, consentKey(session.user_id, place)))
  const resource = resourcesFor(client, request.resource)
  const decision = decideAuthorization({
    request,
    session: session && { user_id: session.user_id, auth_time: session.auth_time, acr: acrOf(session.amr) },
    acr: acrDemand(
      {
        acr_values: request.acr_values,
        claims: params.get('claims') ?? undefined,
        default_acr_values: client.default_acr_values,
      },
      acrValues,
    ),
    resource,
    consent: consent ? consents.scopeAt(consent, resource) : [],
    consent_resource: consent?.resource ?? [],
    consent_given_at: consent?.granted_at,
    skip_consent: client.skip_consent,
    confirm_each_time: client.public && isLocalRedirectUri(place.redirect_uri),
    hint_subject: await hintSubject(call, client, request),
    reauthenticated_since: interaction && reauthenticatedSince(interaction, session),
    chosen_user_id: interaction?.chosen_user_id,
    now: app.now(),
  })
  return { request, decision, resource, knownClient: consent !== undefined }
}

/** OIDC Dynamic Registration §2: what the client wants where a request does not say. */
function withDefaults(request: AuthorizeRequest, { default_max_age }: Client): AuthorizeRequest {
  const asks = request.max_age === undefined && default_max_age !== undefined
  return asks ? { ...request, max_age: default_max_age } : request
}

/** A sign-in in the very second in which the request came counts only if it made another session. */
function reauthenticatedSince(
  { started_at, session_id }: Interaction,
  session: SessionCaller | undefined,
): number {
  return session && session.session_id === session_id ? started_at + 1 : started_at
}

/** OIDC Core §3.1.2.1: the person the client expects. A hint we did not issue to it is an error, not a person. */
async function hintSubject(
  call: Call,
  client: Client,
  { id_token_hint: hint, claims }: AuthorizeRequest,
): Promise<string | undefined> {
  const { app, tenant } = call
  // A name that leads to nobody is nobody's who could sign in.
  const person = async (subject: string) => (await personOf(app, tenant.id, client, subject)) ?? subject
  // OIDC Core §5.5.1: the subject asked for by value is the only one that will do.
  if (hint === undefined) return claims?.sub && person(claims.sub)
  const read = await readIdTokenHint(app, tenant, hint)
  if (read?.client_id !== client.client_id)
    throw new OAuthError('invalid_request', 'id_token_hint is not an ID token of this client')
  if (claims?.sub !== undefined && claims.sub !== read.subject)
    throw new OAuthError('invalid_request', 'id_token_hint and claims name two persons')
  return person(read.subject)
}
