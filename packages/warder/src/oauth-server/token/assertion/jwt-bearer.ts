import {
  assertionIssuer,
  checkGrantAssertion,
  grantScope,
  keyIdOf,
  narrowResource,
  OAuthError,
  type TokenRequest,
} from '@warder/protocol'
import { record } from '../../../audit/audit.ts'
import { newId } from '../../../crypto/tokens.ts'
import type { Call } from '../../../http/router.ts'
import * as accessTokens from '../../../store/oauth/access-tokens.ts'
import * as consents from '../../../store/oauth/consents.ts'
import * as grants from '../../../store/oauth/grants.ts'
import * as users from '../../../store/people/users.ts'
import type { ClientCaller } from '../../client-auth.ts'
import { personOf, subjectFor } from '../../claims/subject.ts'
import type { KeyedClient } from '../../clients/keys.ts'
import { checkResource, leftOf } from '../../clients/resource.ts'
import { audiencesHere } from '../../proofs/audiences.ts'
import { cnfClaim, type Sender } from '../../proofs/sender.ts'
import { accessTokenOf, audienceOf, constantPart, keepOpaque } from '../new-access-token.ts'
import type { TokenAnswer } from '../answer.ts'
import { clientCredentials } from '../client-credentials.ts'
import { ownClaimsOf } from '../own-claims.ts'

type AssertionCall = Call<ClientCaller>
type AssertionRequest = Extract<TokenRequest, { assertion: string }>

const invalid = (cause: string) => new OAuthError('invalid_grant', 'the assertion is not valid here', cause)

/**
 * RFC 7523 §2.1: a token for an assertion that the client signed itself, or somebody whom the operator trusts with it. It is for
 * the client, or for a person who has allowed the client to act while they are away, and no further than they have. There is no
 * refresh token (RFC 7521 §4.1).
 *
 * @throws OAuthError unauthorized_client, invalid_grant, invalid_scope or invalid_target
 */
export async function jwtBearer(
  call: AssertionCall,
  request: AssertionRequest,
  sender: Sender,
): Promise<TokenAnswer> {
  const { client } = call.caller
  if (client.public) throw new OAuthError('unauthorized_client', 'this client may not use assertions')
  const sub = await subjectIn(call, request.assertion)
  if (sub === client.client_id) {
    const { scope, resource } = request
    const own = { grant_type: 'client_credentials', resource, ...(scope !== undefined && { scope }) } as const
    return clientCredentials(call, own, sender, 'jwt_bearer')
  }
  const user_id = await personOf(call.app, call.tenant.id, client, sub)
  if (user_id === undefined) throw invalid('nobody of this name')
  return tokenOfPerson(call, request, sender, user_id)
}

/** Who is spoken for by an assertion that is valid, for this server and new. */
async function subjectIn(call: AssertionCall, assertion: string): Promise<string> {
  const { app } = call
  const { client } = call.caller
  const now = app.now()
  const issuer = assertionIssuer(assertion)
  const keyed = issuer === client.client_id ? client : trusted(app.config.assertion_issuers, issuer)
  if (issuer === undefined || !keyed) throw invalid('an issuer that is not trusted')
  const { sub, jti, exp } = checkGrantAssertion(assertion, {
    issuer,
    keys: await app.oauth.client_keys.of(keyed, keyIdOf(assertion), now),
    audiences: audiencesHere(call, client),
    now,
  })
  // The same name as for client authentication: what was used for one is no good for the other (RFC 7523 §3, item 7).
  if (!(await app.replay.once(`assertion ${issuer} ${jti}`, exp, now))) throw invalid('replayed')
  // Somebody whom the operator trusts speaks for people, and not for the client that passes their word on.
  if (issuer !== client.client_id && sub === client.client_id) throw invalid('a program')
  return sub
}

function trusted(
  issuers: readonly { issuer: string; jwks_uri: string }[],
  issuer: string | undefined,
): KeyedClient | undefined {
  const found = issuers.find((one) => one.issuer === issuer)
  return found && { client_id: found.issuer, jwks: null, jwks_uri: found.jwks_uri }
}

async function tokenOfPerson(
  call: AssertionCall,
  request: AssertionRequest,
  sender: Sender,
  user_id: string,
): Promise<TokenAnswer> {
  const { app, tenant } = call
  const { client } = call.caller
  const key = { user_id, client_id: client.client_id, tenant_id: tenant.id }
  const allowed = await consents.find(app.db, key)
  if (!allowed) throw invalid('nothing is allowed')
  const left = leftOf(client, tenant.issuer, allowed)
  if (left.resource.length === 0 && allowed.resource.length > 0)
    throw invalid('for no API of this client any more')
  const resource = narrowResource(request.resource, left.resource)
  const there = consents.scopeAt(left, resource)
  // OIDC Core §11: access while the person is away is something of its own to allow.
  if (!there.includes('offline_access')) throw invalid('not allowed while the person is away')
  // Without a refresh token `offline_access` has no meaning.
  const scope = grantScope(
    request.scope,
    there.filter((one) => one !== 'offline_access'),
  )
  // A token without a scope would be worth whatever an API makes of that.
  if (scope.length === 0)
    throw new OAuthError('invalid_scope', 'nothing is allowed at all of these resources')
  checkResource(client, tenant.issuer, request.resource, scope)
  await sender.spend()

  const now = app.now()
  const lifetime = app.config.access_token_ttl
  const signer = await app.keys.signer(tenant.id, client.access_token_signed_response_alg)
  const grant = { offline: true, user_id }
  const { own, added } = await ownClaimsOf(app, client, tenant.id, {
    grant,
    alive: { roles: [], permissions: [] },
  })
  const constant = constantPart({
    ...added,
    iss: tenant.issuer,
    sub: await subjectFor(app, tenant.id, client, user_id),
    aud: audienceOf(client, tenant.issuer, resource, scope),
    client_id: client.client_id,
    ...(scope.length > 0 && { scope: scope.join(' ') }),
    ...cnfClaim(sender.cnf),
    ...own,
  })
  const access = accessTokenOf(client.access_token_format, signer, constant, now, lifetime)
  await app.db.transaction().execute(async (tx) => {
    const person = await users.hold(tx, user_id)
    if (!person || person.disabled_at !== null || person.deactivated_at !== null) throw invalid('disabled')
    // Whoever takes it back comes before, and is seen here, or after, and finds the grant to end.
    if (!(await consents.hold(tx, key))) throw invalid('taken back')
    const id = newId('gra')
    await grants.insert(tx, {
      id,
      tenant_id: tenant.id,
      client_id: client.client_id,
      user_id,
      // It was made in none, and ends with none.
      session_id: '',
      offline_at: now,
      scope: scope.join(' '),
      resource: resource.join(' '),
      amr: '',
      auth_time: allowed.granted_at,
      created_at: now,
      revoked_at: null,
    })
    await accessTokens.insert(tx, { jti: access.jti, grant_id: id, expires_at: access.expires_at })
    await keepOpaque(tx, access)
    await record(tx, call, {
      type: 'token.issued',
      outcome: 'succeeded',
      actor: client.client_id,
      subject: user_id,
      client_id: client.client_id,
      detail: { grant_type: 'jwt_bearer', scope },
    })
  })
  return {
    access_token: access.token,
    token_type: sender.cnf.jkt === undefined ? 'Bearer' : 'DPoP',
    expires_in: lifetime,
    ...(scope.length > 0 && { scope: scope.join(' ') }),
  }
}
