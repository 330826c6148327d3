import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { authorizationServerMetadata, type MetadataOptions } from './metadata.ts'

const options: MetadataOptions = {
  issuer: 'https://auth.example/t/acme',
  endpoints: {
    authorization: '/oauth/authorize',
    token: '/oauth/token',
    jwks: '/.well-known/jwks.json',
    userinfo: '/oauth/userinfo',
  },
  scopes: ['openid'],
  grant_types: ['authorization_code'],
  token_endpoint_auth_methods: ['client_secret_basic', 'none'],
  id_token_signing_algs: ['RS256', 'ES256'],
}

describe('RFC 8414 §2 and OIDC Discovery §3: metadata', () => {
  const metadata = authorizationServerMetadata(options)
  // oxfmt-ignore
  const requiredMembers = [
    'issuer', 'authorization_endpoint', 'token_endpoint', 'jwks_uri', 'response_types_supported',
    'subject_types_supported', 'id_token_signing_alg_values_supported', 'scopes_supported',
    'claims_supported', 'grant_types_supported', 'userinfo_endpoint',
  ]
  for (const name of requiredMembers) test(`has ${name}`, () => assert.ok(metadata[name]))

  test('puts every endpoint below the issuer', () => {
    assert.equal(metadata['issuer'], options.issuer)
    for (const [name, value] of Object.entries(metadata)) {
      if (/_endpoint$|_uri$/.test(name)) assert.ok(String(value).startsWith(`${options.issuer}/`), name)
    }
  })
  test('offers the code with S256 and nothing weaker', () => {
    assert.deepEqual(metadata['response_types_supported'], ['code'])
    assert.deepEqual(metadata['response_modes_supported'], ['query'])
    assert.deepEqual(metadata['code_challenge_methods_supported'], ['S256'])
  })
  test('RFC 8628 §4 and RFC 7591 §3 say where devices and applications begin, where they may', () => {
    const more = { device_authorization: '/oauth/device_authorization', registration: '/oauth/register' }
    const offered = authorizationServerMetadata({ ...options, endpoints: { ...options.endpoints, ...more } })
    assert.equal(offered['device_authorization_endpoint'], `${options.issuer}/oauth/device_authorization`)
    assert.equal(offered['registration_endpoint'], `${options.issuer}/oauth/register`)
    assert.equal('device_authorization_endpoint' in metadata || 'registration_endpoint' in metadata, false)
  })
  test('CIBA Core §4 and RFC 9701 §7 say how people elsewhere are asked, and what introspection is signed with', () => {
    const more = { introspection: '/oauth/introspect', backchannel_authentication: '/oauth/bc-authorize' }
    const offered = authorizationServerMetadata({
      ...options,
      endpoints: { ...options.endpoints, ...more },
      introspection_signing_algs: ['RS256'],
      request_object_signing_algs: ['PS256'],
    })
    assert.deepEqual(offered['backchannel_authentication_request_signing_alg_values_supported'], ['PS256'])
    assert.equal(offered['backchannel_authentication_endpoint'], `${options.issuer}/oauth/bc-authorize`)
    assert.deepEqual(offered['backchannel_token_delivery_modes_supported'], ['poll', 'ping'])
    assert.equal(offered['backchannel_user_code_parameter_supported'], false)
    assert.deepEqual(offered['introspection_signing_alg_values_supported'], ['RS256'])
    assert.equal(
      Object.keys(metadata).some((name) => name.startsWith('backchannel_')),
      false,
    )
  })
  test('RFC 9207 §3 says that iss is in every authorization response', () => {
    assert.equal(metadata['authorization_response_iss_parameter_supported'], true)
  })
  test('says that request_uri is not supported, which would be assumed otherwise', () => {
    assert.equal(metadata['request_uri_parameter_supported'], false)
    assert.equal(metadata['request_parameter_supported'], false)
  })
  test('RFC 8414 §3.2 leaves out what is not offered, and empty lists', () => {
    const bare = authorizationServerMetadata({ ...options, acr_values: [] })
    for (const name of [
      'end_session_endpoint',
      'revocation_endpoint',
      'introspection_endpoint',
      'acr_values_supported',
    ]) {
      assert.equal(name in bare, false, name)
    }
    assert.equal('introspection_endpoint_auth_methods_supported' in bare, false)
  })
  test('RFC 8414 §2 and RFC 8705 §3.3 say what assertions are signed with, and that certificates bind tokens', () => {
    const more = authorizationServerMetadata({
      ...options,
      endpoints: { ...options.endpoints, revocation: '/oauth/revoke', introspection: '/oauth/introspect' },
      token_endpoint_auth_signing_algs: ['ES256'],
      certificate_bound_access_tokens: true,
    })
    for (const endpoint of ['token', 'revocation', 'introspection'])
      assert.deepEqual(more[`${endpoint}_endpoint_auth_signing_alg_values_supported`], ['ES256'])
    assert.equal(more['tls_client_certificate_bound_access_tokens'], true)
    assert.equal('tls_client_certificate_bound_access_tokens' in metadata, false)
  })
  test('RFC 8705 §5 says where the endpoints that clients call ask for certificates', () => {
    const endpoints = { ...options.endpoints, pushed_authorization_request: '/oauth/par' }
    const more = authorizationServerMetadata({
      ...options,
      endpoints,
      certificate_alias: 'https://mtls.example',
    })
    assert.deepEqual(more['mtls_endpoint_aliases'], {
      token_endpoint: `https://mtls.example${options.endpoints.token}`,
      userinfo_endpoint: `https://mtls.example${options.endpoints.userinfo}`,
      pushed_authorization_request_endpoint: 'https://mtls.example/oauth/par',
    })
    assert.equal('mtls_endpoint_aliases' in metadata, false)
  })
  test('RFC 9396 §10 says which types of permissions there are', () => {
    const more = authorizationServerMetadata({ ...options, authorization_details_types: ['payment'] })
    assert.deepEqual(more['authorization_details_types_supported'], ['payment'])
    assert.equal('authorization_details_types_supported' in metadata, false)
  })
  test('RFC 9449 §5.1 says what proofs may be signed with', () => {
    const more = authorizationServerMetadata({ ...options, dpop_signing_algs: ['ES256'] })
    assert.deepEqual(more['dpop_signing_alg_values_supported'], ['ES256'])
  })
  test('RFC 9126 §5 and RFC 9101 §9 say that requests may be pushed and signed', () => {
    const more = authorizationServerMetadata({
      ...options,
      endpoints: { ...options.endpoints, pushed_authorization_request: '/oauth/par' },
      require_pushed_authorization_requests: true,
      request_object_signing_algs: ['ES256'],
      response_modes: ['query', 'query.jwt'],
      authorization_signing_algs: ['ES256'],
    })
    assert.equal(more['pushed_authorization_request_endpoint'], `${options.issuer}/oauth/par`)
    assert.equal(more['require_pushed_authorization_requests'], true)
    assert.equal(more['request_parameter_supported'], true)
    assert.deepEqual(more['request_object_signing_alg_values_supported'], ['ES256'])
    assert.deepEqual(more['response_modes_supported'], ['query', 'query.jwt', 'jwt'], 'JARM §2.3.4')
    assert.deepEqual(more['authorization_signing_alg_values_supported'], ['ES256'])
    assert.equal('pushed_authorization_request_endpoint' in metadata, false)
  })
  test('RFC 7662 §2.1 does not offer introspection without authentication', () => {
    const endpoints = {
      ...options.endpoints,
      introspection: '/oauth/introspect',
      revocation: '/oauth/revoke',
    }
    const more = authorizationServerMetadata({ ...options, endpoints })
    assert.deepEqual(more['introspection_endpoint_auth_methods_supported'], ['client_secret_basic'])
    assert.deepEqual(more['revocation_endpoint_auth_methods_supported'], ['client_secret_basic', 'none'])
  })
})
