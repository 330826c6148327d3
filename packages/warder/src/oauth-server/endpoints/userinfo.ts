import {
  claimsForScope,
  namedClaims,
  OAuthError,
  signJwt,
  type SigningAlgorithm,
  type UserClaims,
} from '@warder/protocol'
import { after, type Maybe } from '../../after.ts'
import { newUuid } from '../../crypto/tokens.ts'
import { json, type Answer } from '../../http/answer.ts'
import type { Call, Handler } from '../../http/router.ts'
import type { LiveToken } from '../access-token.ts'
import { claimsOf, isOfPhone } from '../claims/named-claims.ts'
import { builtInClient, findClient } from '../clients/client.ts'

/**
 * GET and POST /oauth/userinfo (OIDC Core §5.3): the claims that the token's scopes open and those asked for by name, as they
 * are now; as a JWT for a client that wants them signed.
 *
 * @throws OAuthError insufficient_scope for a token without `openid`
 */
export const userinfo: Handler<LiveToken> = (call) => {
  const { holder, scope, sub, claims } = call.caller
  if (!holder || !scope.includes('openid')) {
    throw new OAuthError('insufficient_scope', 'the access token needs the scope openid')
  }
  // Ours, written by `answer.ts`: OIDC Core §5.5 adds to what the scopes open.
  const named = claims['userinfo_claims'] as string[] | undefined
  const withPhone = scope.includes('phone') || (named?.some(isOfPhone) ?? false)
  // OIDC Core §5.3.2: the same `sub` as in the ID token.
  return after(claimsOf(call.app.db, holder, withPhone), (all) => {
    const known = { ...all, sub }
    return answerTo(call, { ...claimsForScope(scope, known), ...(named && namedClaims(named, known)) })
  })
}

function answerTo(call: Call<LiveToken>, claims: UserClaims): Maybe<Answer> {
  const { app, tenant, caller } = call
  const { client_id } = caller
  const asking = client_id === builtInClient ? undefined : findClient(app, tenant.id, client_id)
  return after(asking, (client) => {
    const alg = client?.userinfo_signed_response_alg
    const headers = interactionOf(call)
    return alg === undefined ? json(claims, { headers }) : signed(call, alg, claims, headers)
  })
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** FAPI 1.0 Baseline §6.2.1, 11: what the client calls this exchange, or a name of ours where its token is bound and it says none. */
function interactionOf({ request, caller }: Call<LiveToken>): Record<string, string> {
  const named = request.headers.get('x-fapi-interaction-id')
  if (named === null && caller.claims['cnf'] === undefined) return {}
  return { 'x-fapi-interaction-id': named !== null && uuid.test(named) ? named : newUuid() }
}

/** OIDC Core §5.3.2: "the Claims are returned in a JWT", with `iss` and `aud`. */
async function signed(
  { app, tenant, caller }: Call<LiveToken>,
  alg: SigningAlgorithm,
  claims: UserClaims,
  headers: Record<string, string>,
): Promise<Answer> {
  const key = await app.keys.signer(tenant.id, alg)
  const about = { iss: tenant.issuer, aud: caller.client_id, iat: app.now() }
  const body = signJwt(key, 'JWT', { ...claims, ...about })
  return { status: 200, headers: { ...headers, 'content-type': 'application/jwt' }, body }
}
