/**
 * node-oidc-provider where people sign in by its own pages of development, with one client that another server is.
 * Environment: PORT, REDIRECT_URI (of the client `warder`).
 */
import { generateKeyPairSync } from 'node:crypto'
import { Provider } from 'oidc-provider'

const { PORT, REDIRECT_URI } = process.env

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const provider = new Provider(`http://127.0.0.1:${PORT}`, {
  jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig', kid: 'rs256' }] },
  findAccount: (_ctx, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: `${id}@example.com`, email_verified: true, name: 'Ada Lovelace' }),
  }),
  // Its way since long: what the scopes name is told at userinfo alone.
  conformIdTokenClaims: true,
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
  cookies: { keys: ['j0yAqLr7oTSe5V3QxJfOaQm2Hc9KpWn4Zd8Ug6Xi1Bs'] },
  clients: [
    {
      client_id: 'warder',
      client_secret: 'wS3uVq0Zb1yXnK5tJ7gP9rLd2hMcFeA8',
      redirect_uris: [REDIRECT_URI],
      application_type: 'web',
      token_endpoint_auth_method: 'client_secret_basic',
    },
  ],
  pkce: { required: () => true },
  features: { devInteractions: { enabled: true } },
})
provider.listen(Number(PORT), '127.0.0.1')
