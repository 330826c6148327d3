/**
 * node-oidc-provider with its own in-memory adapter, one machine client, JWT access tokens for one resource.
 * Plain JavaScript, because the types of the peers are only there once bench/ has been installed.
 *
 * Environment: PORT, ALG (ES256 or RS256: what access tokens are signed with), FORMAT (jwt or opaque); REDIS_URL takes an
 * adapter on Redis in place of the memory, and REFRESH_TOKENS is then a file that gets refresh tokens of one person, one a
 * line. ACCESS_TOKEN is a file that gets an access token of hers for UserInfo.
 */
import { generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { Provider } from 'oidc-provider'

const { PORT, ALG = 'ES256', FORMAT = 'jwt', REDIS_URL, REFRESH_TOKENS, ACCESS_TOKEN } = process.env
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
  accessTokenFormat: FORMAT,
  jwt: { sign: { alg: ALG } },
}

async function adapter() {
  if (!REDIS_URL) return {}
  const { redisAdapter } = await import('./redis-adapter.mjs')
  return { adapter: await redisAdapter(REDIS_URL) }
}

const provider = new Provider(origin, {
  ...(await adapter()),
  rotateRefreshToken: true,
  findAccount: (_ctx, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: 'ada@example.com', email_verified: true, name: 'Ada Lovelace' }),
  }),
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
  jwks: {
    keys: [
      signingKey('ec', { namedCurve: 'P-256' }, 'ES256'),
      signingKey('rsa', { modulusLength: 2048 }, 'RS256'),
    ],
  },
  scopes: ['openid', 'email', 'profile', 'offline_access', 'read'],
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
    {
      client_id: 'application',
      client_secret: 'wS3uVq0Zb1yXnK5tJ7gP9rLd2hMcFeA8',
      grant_types: ['authorization_code', 'refresh_token'],
      redirect_uris: ['https://app.example.com/callback'],
      token_endpoint_auth_method: 'client_secret_basic',
      scope: 'offline_access openid email profile read',
    },
  ],
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    introspection: { enabled: true },
    userinfo: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => resource,
      getResourceServerInfo: () => resourceServer,
    },
  },
})

if (REFRESH_TOKENS) writeFileSync(REFRESH_TOKENS, (await refreshTokens(48)).join('\n'))
if (ACCESS_TOKEN) writeFileSync(ACCESS_TOKEN, await accessToken('openid email profile'))

/** What Ada allowed the application. */
async function grantOf(client, scope) {
  const grant = new provider.Grant({ accountId: 'ada', clientId: client.clientId })
  grant.addResourceScope(resource, 'read')
  grant.addOIDCScope(scope)
  return grant.save()
}

async function accessToken(scope) {
  const client = await provider.Client.find('application')
  const grantId = await grantOf(client, scope)
  const gty = 'authorization_code'
  return new provider.AccessToken({ accountId: 'ada', client, grantId, gty, scope }).save()
}

/** What Ada allowed the application, as often as `count` says. */
async function refreshTokens(count) {
  const client = await provider.Client.find('application')
  const tokens = []
  for (let i = 0; i < count; i++) {
    const grantId = await grantOf(client, 'offline_access')
    const token = new provider.RefreshToken({
      accountId: 'ada',
      client,
      grantId,
      gty: 'authorization_code',
      resource,
      scope: 'offline_access read',
    })
    tokens.push(await token.save())
  }
  return tokens
}

provider.listen(Number(PORT), '127.0.0.1')
