import { claimsForScope, OAuthError } from '@warder/protocol'
import { json } from '../../http/answer.ts'
import type { Handler } from '../../http/router.ts'
import type { LiveToken } from '../access-token.ts'

/**
 * GET and POST /oauth/userinfo (OIDC Core §5.3): the claims that the token's scopes open, as they are now.
 *
 * @throws OAuthError insufficient_scope for a token without `openid`
 */
export const userinfo: Handler<LiveToken> = ({ caller }) => {
  const { holder, scope } = caller
  if (!holder || !scope.includes('openid')) {
    throw new OAuthError('insufficient_scope', 'the access token needs the scope openid')
  }
  return json(
    claimsForScope(scope, {
      sub: holder.id,
      name: holder.full_name,
      email: holder.email,
      email_verified: holder.email_verified_at !== null,
      locale: holder.locale ?? undefined,
      updated_at: holder.updated_at,
    }),
  )
}
