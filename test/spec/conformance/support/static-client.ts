import { createClient } from '../../../../packages/warder/src/oauth-server/register.ts'
import { clientKey } from '../../../support/oauth-clients/keys.ts'
import type { Application, AuthMethod } from './application.ts'
import type { Suite } from './suite.ts'

/** An application that the operator made, as `warder client create --no-pkce` does: the variant `static_client`. */
export async function staticClient(
  suite: Suite,
  method: AuthMethod,
  uris: { backchannel_logout_uri?: string; frontchannel_logout_uri?: string } = {},
): Promise<Application> {
  const key = clientKey('RS256')
  const redirect_uri = `${suite.site.origin}/callback`
  const { client_id, client_secret } = await createClient(suite.warder.operator, {
    name: 'Conformance',
    type: 'confidential',
    token_endpoint_auth_method: method,
    redirect_uris: [redirect_uri],
    post_logout_redirect_uris: [`${suite.site.origin}/post_logout_redirect`],
    grant_types: ['authorization_code', 'refresh_token'],
    response_modes: ['query', 'form_post'],
    require_pkce: false,
    scope: 'openid profile email address phone offline_access',
    ...(method === 'private_key_jwt' && { jwks: { keys: [key.jwk] } }),
    ...uris,
  })
  return {
    client_id,
    ...(client_secret !== undefined && { client_secret }),
    method,
    key,
    redirect_uri,
    registration: {},
  }
}
