import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import * as openid from 'openid-client'
import { certificateThumbprint } from '@warder/protocol'
import { fetchWith } from '../../../support/oauth-clients/mutual-tls.ts'
import { claimsOf } from '../../../support/oauth.ts'
import { visit } from '../support/application.ts'
import { fapiClient, planOf, variants, type FapiClient, type Variant } from '../support/fapi.ts'
import { startSuite, type Suite } from '../support/suite.ts'

const all = variants
  .filter(({ signed }) => !signed)
  .flatMap((variant): Variant[] => [variant, { ...variant, signed: true }])

/** The strictest client there is, written by others, over TLS on both sides and with a certificate where its variant has one. */
for (const variant of all)
  describe(`openid-client, ${planOf(variant)}`, () => {
    let suite: Suite
    let registered: FapiClient
    const { client_auth_type, sender_constrain, signed } = variant
    const byKey = sender_constrain === 'dpop'
    const shows = client_auth_type === 'mtls' || !byKey
    before(async () => {
      suite = await startSuite({}, { certificates: true })
      registered = await fapiClient(suite, {}, { ...variant, client_auth_type: 'private_key_jwt' })
      if (client_auth_type === 'mtls') {
        const { key } = registered
        registered = { ...(await fapiClient(suite, { jwks: { keys: [key.jwk] } }, variant)), key }
      }
    })
    after(() => suite.stop())

    async function discovered(): Promise<{ client: openid.Configuration; key: openid.PrivateKey }> {
      const { client_id, key, certificate } = registered
      const pss = { name: 'RSA-PSS', hash: 'SHA-256' }
      const pkcs8 = key.privateKey.export({ type: 'pkcs8', format: 'der' })
      const own = await crypto.subtle.importKey('pkcs8', new Uint8Array(pkcs8), pss, false, ['sign'])
      const proves = { key: own, kid: key.kid }
      const client = await openid.discovery(
        new URL(suite.metadata.issuer),
        client_id,
        {
          id_token_signed_response_alg: 'ES256',
          use_mtls_endpoint_aliases: shows,
          ...(signed && { authorization_signed_response_alg: 'ES256' }),
        },
        client_auth_type === 'mtls' ? openid.TlsClientAuth() : openid.PrivateKeyJwt(proves),
        { execute: [openid.enableNonRepudiationChecks] },
      )
      const withCertificate = fetchWith(certificate)
      const aliases = Object.values(client.serverMetadata().mtls_endpoint_aliases ?? {})
      client[openid.customFetch] = (async (url: string, init: RequestInit) =>
        aliases.includes(url) ? withCertificate(url, init) : fetch(url, init)) as openid.CustomFetch
      if (signed) openid.useJwtResponseMode(client)
      return { client, key: proves }
    }

    test('pushes, signs in, gets tokens that are bound, uses them and refreshes', async () => {
      const { client, key } = await discovered()
      const bound = byKey
        ? { DPoP: openid.getDPoPHandle(client, await openid.randomDPoPKeyPair('ES256')) }
        : {}
      const pkceCodeVerifier = openid.randomPKCECodeVerifier()
      const expectedState = openid.randomState()
      const expectedNonce = openid.randomNonce()
      const parameters = {
        redirect_uri: registered.redirect_uri,
        scope: 'openid email offline_access',
        state: expectedState,
        nonce: expectedNonce,
        code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
        code_challenge_method: 'S256',
      }
      const request = signed
        ? (await openid.buildAuthorizationUrlWithJAR(client, parameters, key)).searchParams
        : parameters
      const url = await openid.buildAuthorizationUrlWithPAR(client, request, bound)
      assert.deepEqual([...url.searchParams.keys()].sort(), ['client_id', 'request_uri'])
      const { page } = await visit(suite.browser(), url.pathname + url.search)
      const back = new URL(page.path)
      if (signed) assert.deepEqual([...back.searchParams.keys()], ['response'])
      const checks = { pkceCodeVerifier, expectedState, expectedNonce, idTokenExpected: true }
      const tokens = await openid.authorizationCodeGrant(client, back, checks, undefined, bound)
      const cnf = claimsOf(tokens.access_token)['cnf'] as Record<string, string>
      if (byKey) assert.deepEqual(Object.keys(cnf), ['jkt'])
      else assert.deepEqual(cnf, { 'x5t#S256': certificateThumbprint(registered.certificate.certificate) })

      const { sub = '' } = tokens.claims() ?? {}
      const user = await openid.fetchUserInfo(client, tokens.access_token, sub, bound)
      assert.equal(user.email, 'ada@example.com')
      const refreshed = await openid.refreshTokenGrant(client, tokens.refresh_token ?? '', undefined, bound)
      assert.equal(refreshed.refresh_token, undefined, 'the refresh token goes on')
      assert.ok((await openid.fetchUserInfo(client, refreshed.access_token, sub, bound)).sub)
      client[openid.customFetch] = fetch as openid.CustomFetch
      await assert.rejects(openid.fetchUserInfo(client, refreshed.access_token, sub))
    })
  })
