/**
 * node-oidc-provider with its own in-memory adapter, one machine client, JWT access tokens for one resource.
 * Plain JavaScript, because the types of the peers are only there once bench/ has been installed.
 *
 * Environment: PORT, ALG (ES256 or RS256: what access tokens are signed with).
 */
import { generateKeyPairSync } from 'node:crypto'
import { Provider } from 'oidc-provider'

const { PORT, ALG = 'ES256' } = process.env
const origin = `http://127.0.0.1:${PORT}`
const resource = 'https://api.example.com'

function signingKey(type, options, alg) {
  const { privateKey } = generateKeyPairSync(type, options)
  return { ...privateKey.export({ format: 'jwk' }), alg, use: 'sig', kid: alg.toLowerCase() }
}

const resourceServer = {
  scope: 'read',
  audience: resource,
  accessTokenTTL: 600,
  accessTokenFormat: 'jwt',
  jwt: { sign: { alg: ALG } },
}

const provider = new Provider(origin, {
  jwks: {
    keys: [
      signingKey('ec', { namedCurve: 'P-256' }, 'ES256'),
      signingKey('rsa', { modulusLength: 2048 }, 'RS256'),
    ],
  },
  scopes: ['openid', 'offline_access', 'read'],
  cookies: { keys: ['j0yAqLr7oTSe5V3QxJfOaQm2Hc9KpWn4Zd8Ug6Xi1Bs'] },
  clients: [
    {
      client_id: 'machine',
      client_secret: 'wS3uVq0Zb1yXnK5tJ7gP9rLd2hMcFeA8',
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
      token_endpoint_auth_method: 'client_secret_basic',
      scope: 'read',
    },
  ],
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => resource,
      getResourceServerInfo: () => resourceServer,
    },
  },
})

provider.listen(Number(PORT), '127.0.0.1')
