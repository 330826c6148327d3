import { claimsForScope, namedClaims, OAuthError } from '@warder/protocol'
import { json } from '../../http/answer.ts'
import type { Handler } from '../../http/router.ts'
import type { LiveToken } from '../access-token.ts'
import { claimsOf } from '../claims/named-claims.ts'

/**
 * GET and POST /oauth/userinfo (OIDC Core §5.3): the claims that the token's scopes open and those asked for by name, as they
 * are now.
 *
 * @throws OAuthError insufficient_scope for a token without `openid`
 */
export const userinfo: Handler<LiveToken> = ({ caller }) => {
  const { holder, scope } = caller
  if (!holder || !scope.includes('openid')) {
    throw new OAuthError('insufficient_scope', 'the access token needs the scope openid')
  }
  const known = claimsOf(holder)
  // Ours, written by `answer.ts`: OIDC Core §5.5 adds to what the scopes open.
  const named = caller.claims['userinfo_claims'] as string[] | undefined
  return json({ ...claimsForScope(scope, known), ...(named && namedClaims(named, known)) })
}
