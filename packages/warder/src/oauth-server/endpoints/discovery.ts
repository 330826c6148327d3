import {
  authorizationServerMetadata,
  cibaGrant,
  dpopAlgorithms,
  responseModes,
  signingAlgorithms,
  type SigningAlgorithm,
  deviceCodeGrant,
  jwtBearerGrant,
  tokenExchangeGrant,
} from '@warder/protocol'
import { acrValues } from '../../access/acr.ts'
import { openidScopes } from '../../access/permissions/scopes.ts'
import { digest } from '../../crypto/tokens.ts'
import { locales, type Config } from '../../config/config.ts'
import { empty, type Answer } from '../../http/answer.ts'
import type { Call, Handler } from '../../http/router.ts'
import { keySetMaxAge } from '../../signing-keys/ring.ts'
import { clientAuthMethods } from '../clients/client.ts'
import { responseAlgorithms } from '../clients/responses.ts'
import type { Tenant } from '../../tenants/tenant.ts'
import type { Document } from '../memory.ts'
import { aliasOf } from '../proofs/alias.ts'
import { seesCertificates } from '../proofs/certificate.ts'

/** Public documents: any site may read them, and any cache keep them for a while. */
const publicHeaders = {
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
}

/** GET /.well-known/openid-configuration and /.well-known/oauth-authorization-server: OIDC Discovery §4, RFC 8414 §3. */
export const metadata: Handler<null> = (call) => {
  const { issuer } = call.tenant
  let document = call.app.oauth.documents.get(issuer)
  if (!document) {
    document = documentOf(call.tenant, call.app.config)
    call.app.oauth.documents.set(issuer, document)
  }
  return publicDocument(call, document, 'application/json')
}

/** GET /.well-known/jwks.json: RFC 7517 §5. */
export const jwks: Handler<null> = (call) => {
  const published = call.app.keys.jwks(call.tenant.id)
  if (!(published instanceof Promise)) return publicDocument(call, published, 'application/jwk-set+json')
  return published.then((document) => publicDocument(call, document, 'application/jwk-set+json'))
}

/** What applications may sign with. */
const everyAlgorithm = Object.keys(signingAlgorithms) as SigningAlgorithm[] // its own keys

/** What is announced here works: everything else is left out until it does. */
function documentOf(tenant: Tenant, config: Config): Document {
  const { issuer } = tenant
  const certificates = seesCertificates(config.client_certificate)
  const { authorities } = config.client_certificate
  const alias = aliasOf(tenant, config)
  const offered = clientAuthMethods.filter((method) => {
    if (method === 'tls_client_auth') return certificates && authorities !== undefined
    return method !== 'self_signed_tls_client_auth' || certificates
  })
  const body = JSON.stringify(
    authorizationServerMetadata({
      issuer,
      endpoints: {
        authorization: '/oauth/authorize',
        token: '/oauth/token',
        jwks: '/.well-known/jwks.json',
        userinfo: '/oauth/userinfo',
        end_session: '/oauth/logout',
        revocation: '/oauth/revoke',
        introspection: '/oauth/introspect',
        device_authorization: '/oauth/device_authorization',
        backchannel_authentication: '/oauth/bc-authorize',
        ...(config.registration !== 'closed' && { registration: '/oauth/register' }),
        pushed_authorization_request: '/oauth/par',
        revocation_feed: '/oauth/revocations',
      },
      scopes: openidScopes,
      grant_types: [
        'authorization_code',
        'refresh_token',
        'client_credentials',
        deviceCodeGrant,
        tokenExchangeGrant,
        jwtBearerGrant,
        cibaGrant,
      ],
      token_endpoint_auth_methods: offered,
      token_endpoint_auth_signing_algs: everyAlgorithm,
      ...(certificates && { certificate_bound_access_tokens: true }),
      ...(certificates && alias !== undefined && { certificate_alias: alias }),
      id_token_signing_algs: responseAlgorithms,
      userinfo_signing_algs: responseAlgorithms,
      introspection_signing_algs: responseAlgorithms,
      subject_types: ['public', 'pairwise'],
      response_modes: responseModes,
      authorization_signing_algs: responseAlgorithms,
      authorization_details_types: config.authorization_details_types.map(({ type }) => type),
      ui_locales: locales,
      dpop_signing_algs: dpopAlgorithms,
      request_object_signing_algs: everyAlgorithm,
      require_pushed_authorization_requests: config.require_par,
      ...(config.metadata_documents !== 'off' && { client_id_metadata_documents: true }),
      acr_values: acrValues,
    }),
  )
  return { body, etag: `"${digest(body).slice(0, 22)}"`, max_age: keySetMaxAge }
}

/** RFC 9110 §13.1.2: whoever has the document already gets 304 and no body. */
function publicDocument({ request }: Call, { body, etag, max_age }: Document, type: string): Answer {
  const headers = { ...publicHeaders, 'cache-control': `public, max-age=${max_age}`, etag }
  if (matches(request.headers.get('if-none-match'), etag)) return empty(304, { headers })
  return { status: 200, headers: { ...headers, 'content-type': type }, body }
}

/** RFC 9110 §8.8.3.2: the weak comparison, since caches may weaken a tag. */
export function matches(header: string | null, etag: string): boolean {
  if (header === null) return false
  return header.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag)
}
