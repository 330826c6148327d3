import {
  grantScope,
  OAuthError,
  parseAuthorizationDetails,
  type AuthorizationDetail,
  type TokenRequest,
} from '@warder/protocol'
import { isAboutPeople } from '../../access/permissions/scopes.ts'
import type { Call } from '../../http/router.ts'
import type { ClientCaller } from '../client-auth.ts'
import type { Client } from '../clients/client.ts'
import { detailTypesOf } from '../clients/details.ts'
import { checkResource } from '../clients/resource.ts'
import { cnfClaim, type Confirmation, type Sender } from '../proofs/sender.ts'
import { accessTokenOf, audienceOf, constantPart, keepWithout } from './new-access-token.ts'
import type { TokenAnswer } from './answer.ts'
import {
  credentialClaims,
  credentialDetail,
  credentialName,
  programClaims,
} from '../claims/credential-claims.ts'

type CredentialsRequest = Extract<TokenRequest, { grant_type: 'client_credentials' }>

/**
 * RFC 6749 §4.4: a program that acts for itself. The token has no grant, and a revocation of the client reaches it through
 * the feed.
 *
 * @throws OAuthError unauthorized_client, invalid_scope, invalid_target or invalid_authorization_details
 */
export async function clientCredentials(
  call: Call<ClientCaller>,
  request: CredentialsRequest,
  sender: Sender,
  grant_type: 'client_credentials' | 'jwt_bearer' | 'token_exchange' = 'client_credentials',
): Promise<TokenAnswer> {
  const { app, tenant } = call
  const { client } = call.caller
  // RFC 6749 §4.4: "MUST only be used by confidential clients": an id alone proves nothing.
  if (client.public) throw new OAuthError('unauthorized_client', 'this client may not use client_credentials')

  const scope = programScope(client, request.scope)
  checkResource(client, tenant.issuer, request.resource, scope)
  const details = parseAuthorizationDetails(request.authorization_details, detailTypesOf(client, app.config))
  const constant = constantClaims(call, client, scope, request.resource, { cnf: sender.cnf, details })
  await sender.spend()
  const signer = app.keys.signer(tenant.id, client.access_token_signed_response_alg)
  const key = signer instanceof Promise ? await signer : signer
  const lifetime = app.config.access_token_ttl
  const access = accessTokenOf(client.access_token_format, key, constant, app.now(), lifetime)
  await keepWithout(call, access, {
    type: 'token.issued',
    outcome: 'succeeded',
    actor: client.client_id,
    client_id: client.client_id,
    detail: { grant_type, ...credentialDetail(client) },
  })
  return {
    access_token: access.token,
    token_type: sender.cnf.jkt === undefined ? 'Bearer' : 'DPoP',
    expires_in: lifetime,
    ...(scope.length > 0 && { scope: scope.join(' ') }),
    ...(details.length > 0 && { authorization_details: details }),
  }
}

function programScope(client: Client, requested: string | undefined): string[] {
  return grantScope(
    requested,
    client.scope.filter((scope) => !isAboutPeople(scope)),
  )
}

/** Everything but the times and the jti is the same for each token of a program, and is serialised once. */
function constantClaims(
  { app, tenant }: Call<ClientCaller>,
  client: Client,
  scope: readonly string[],
  resource: readonly string[],
  { cnf, details }: { cnf: Confirmation; details: readonly AuthorizationDetail[] },
): string {
  const scopeText = scope.join(' ')
  // Both lists are free of spaces and line ends, so the parts cannot run into each other.
  const name = [
    tenant.issuer,
    client.client_id,
    client.default_resource ?? '',
    scopeText,
    resource.join(' '),
    cnf.jkt ?? '',
    cnf['x5t#S256'] ?? '',
    JSON.stringify(details),
    client.credential ? `${credentialName(client.credential)} ${client.access_token_claims.join(' ')}` : '',
  ].join('\n')
  const known = app.oauth.constants.get(name)
  if (known !== undefined) return known

  const made = constantPart({
    iss: tenant.issuer,
    sub: client.client_id,
    aud: audienceOf(client, tenant.issuer, resource, scope),
    client_id: client.client_id,
    ...(scopeText !== '' && { scope: scopeText }),
    ...(details.length > 0 && { authorization_details: details }),
    ...cnfClaim(cnf),
    ...credentialClaims(client.credential),
    ...programClaims(client, scope),
  })
  app.oauth.constants.set(name, made)
  return made
}
