import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { answerPages, random, visit, type Params } from '../support/application.ts'
import { callbackOf, checkCallback, checkErrorCallback, checkTokenError } from '../support/checks.ts'
import {
  addressFor,
  answerOf,
  checkParError,
  codeFor,
  fapiAssertion,
  fapiClient,
  fapiRedemption,
  fapiRequest,
  fapiRun,
  fapiToken,
  planOf,
  push,
  pushed,
  resource,
  variants,
  type FapiClient,
} from '../support/fapi.ts'
import { claimsOf, headerOf } from '../support/jwt.ts'
import { startSuite, type Suite } from '../support/suite.ts'

for (const variant of variants)
  describe(`${planOf(variant)}: requests`, () => {
    let suite: Suite
    let first: FapiClient
    let second: FapiClient
    before(async () => {
      suite = await startSuite({}, { certificates: true })
      first = await fapiClient(suite, {}, variant)
      const redirect_uris = [`${suite.site.origin}/callback?dummy1=lorem&dummy2=ipsum`]
      second = await fapiClient(suite, { redirect_uris }, variant)
    })
    after(() => suite.stop())

    const all = 'openid profile email address phone'
    /** `EnsureIdTokenDoesNotContainNonRequestedClaims`. */
    const expected = 'iss sub aud exp iat auth_time nonce acr amr azp at_hash s_hash'.split(' ')

    test('fapi2-security-profile-final-discovery-end-point-verification', () => {
      const { metadata } = suite
      const includes = (name: string, ...some: string[]) => {
        const list = metadata[name] as string[]
        assert.ok(
          some.some((one) => list.includes(one)),
          name,
        )
      }
      const strong = ['PS256', 'ES256', 'EdDSA']
      includes('response_types_supported', 'code')
      assert.equal(metadata['authorization_response_iss_parameter_supported'], true)
      assert.match(String(metadata['pushed_authorization_request_endpoint']), /^https:/)
      assert.equal(typeof metadata['require_pushed_authorization_requests'], 'boolean')
      includes('dpop_signing_alg_values_supported', ...strong)
      includes('id_token_signing_alg_values_supported', ...strong)
      includes('token_endpoint_auth_methods_supported', 'private_key_jwt')
      includes('token_endpoint_auth_methods_supported', 'tls_client_auth', 'self_signed_tls_client_auth')
      assert.equal(metadata['tls_client_certificate_bound_access_tokens'], true)
      includes('response_modes_supported', 'jwt')
      includes('authorization_signing_alg_values_supported', ...strong)
      includes('request_object_signing_alg_values_supported', ...strong)
      includes('token_endpoint_auth_signing_alg_values_supported', ...strong)
      includes('userinfo_signing_alg_values_supported', ...strong)
      includes('code_challenge_methods_supported', 'S256')
      includes('scopes_supported', 'openid')
      includes('subject_types_supported', 'public')
    })

    test('fapi2-security-profile-final-happy-flow: two clients, each with tokens of its own', async () => {
      const { tokens } = await fapiRun(suite, first)
      assert.ok(['PS256', 'ES256', 'EdDSA'].includes(headerOf(tokens.id_token ?? '').alg))
      for (const name of Object.keys(claimsOf(tokens.id_token ?? '')))
        assert.ok(expected.includes(name), `${name} was not asked for`)
      for (const accept of ['application/json;charset=UTF-8', 'application/json, application/*+json', '*/*'])
        assert.equal((await resource(suite, first, tokens.access_token, { accept })).status, 200)
      const inQuery = `${String(suite.metadata['userinfo_endpoint'])}?access_token=${tokens.access_token}`
      assert.equal((await suite.get(inQuery)).status, 401)
      const other = await fapiRun(suite, second, {
        state: random(64),
        nonce: random(22),
        ...(variant.sender_constrain === 'dpop' && { dpop_jkt: second.dpop.thumbprint }),
      })
      assert.equal((await resource(suite, first, other.tokens.access_token)).status, 401)
    })

    test('fapi2-security-profile-final-user-rejects-authentication: access_denied', async () => {
      const client = await fapiClient(suite, {}, variant)
      const { params } = fapiRequest(client)
      const address = addressFor(suite, await pushed(await push(suite, client, params)), params)
      const { page } = await visit(suite.browser(), address, 'deny')
      const answer = await answerOf(suite, client, page)
      checkErrorCallback(suite, answer, { state: params['state'], error: ['access_denied'] })
    })

    test('fapi2-security-profile-final-user-rejects-authentication: on the page to sign in, also of whom somebody allowed before', async () => {
      await fapiRun(suite, second)
      const { params } = fapiRequest(second, { state: random(64) })
      const address = addressFor(suite, await pushed(await push(suite, second, params)), params)
      const browser = suite.browser()
      const page = await browser.open(address)
      const gone = await browser.submit(page, '/consent', { decision: 'leave' })
      const answer = await answerOf(suite, second, gone)
      for (const dummy of ['dummy1', 'dummy2']) answer.delete(dummy)
      checkErrorCallback(suite, answer, { state: params['state'], error: ['access_denied'] })
      assert.equal((await browser.open(address)).status, 400)
      assert.equal((await browser.submit(page, '/consent', { decision: 'leave' })).status, 400)
    })

    // oxfmt-ignore
    const successes: [module: string, change: Params][] = [
    ['ensure-authorization-request-without-state-success',      { state: undefined }],
    ['ensure-authorization-request-without-nonce-success',      { nonce: undefined }],
    ['ensure-authorization-request-with-64-char-nonce-success', { nonce: random(32) }],
    ['ensure-authorization-request-with-long-nonce',            { nonce: random(192) }],
    ['ensure-authorization-request-with-long-state',            { state: random(192) }],
    ['ensure-other-scope-order-succeeds',                       { scope: 'email profile openid' }],
  ]
    for (const [module, change] of successes)
      test(`fapi2-security-profile-final-${module}`, async () => void (await fapiRun(suite, first, change)))

    test('fapi2-security-profile-final-test-claims-parameter-identity-claims: each claim there is, in both places', async () => {
      const names = (suite.metadata['claims_supported'] as string[]).filter((name) => name !== 'sub')
      const wish = (at: number) => [null, { essential: true }, { essential: false }][at % 3]
      const asked = Object.fromEntries(names.map((name, at) => [name, wish(at)]))
      const claims = { userinfo: { ...asked, [random()]: null }, id_token: asked, [random()]: { a: null } }
      const { tokens } = await fapiRun(suite, first, { claims: JSON.stringify(claims) })
      const payload = (tokens.id_token ?? '').split('.')[1] ?? ''
      const said = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>
      const user = (await (await resource(suite, first, tokens.access_token)).json()) as Record<
        string,
        unknown
      >
      for (const name of names) assert.ok(name in said && name in user, name)
    })

    test('fapi2-security-profile-final-access-token-type-header-case-sensitivity', async () => {
      const { tokens } = await fapiRun(suite, first)
      const spelled = variant.sender_constrain === 'dpop' ? ['dpop', 'DPOP', 'dPoP'] : ['bearer', 'BEARER']
      for (const scheme of spelled)
        assert.equal((await resource(suite, first, tokens.access_token, { scheme })).status, 200)
    })

    const beside = async (inside: Params, outside: Record<string, string>) => {
      const request = fapiRequest(first, inside)
      const request_uri = await pushed(await push(suite, first, request.params))
      const address = addressFor(suite, request_uri, { ...request.params, ...outside })
      const { page } = await visit(suite.browser(), address)
      const answer = await answerOf(suite, first, page)
      return { request, code: checkCallback(suite, answer, request.params['state']) }
    }

    test('fapi2-security-profile-final-ensure-different-nonce- and -state-inside-and-outside-request-object: what was pushed counts', async () => {
      await beside({}, { state: random() })
      const { request, code } = await beside({}, { nonce: random() })
      const answer = await fapiToken(suite, first, fapiRedemption(first, code, request))
      const { id_token = '' } = (await answer.json()) as { id_token?: string }
      assert.ok(
        Buffer.from(id_token.split('.')[1] ?? '', 'base64url').includes(request.params['nonce'] ?? '-'),
      )
    })

    test('fapi2-security-profile-final-state-only-outside-request-object-not-used', async () => {
      await beside({ state: undefined }, { state: random() })
    })

    test('fapi2-security-profile-final-par-without-duplicate-parameters: the handle and who asks are enough', async () => {
      const { params } = fapiRequest(first)
      const request_uri = await pushed(await push(suite, first, params))
      const address = addressFor(suite, request_uri, { client_id: first.client_id })
      const { page } = await visit(suite.browser(), address)
      checkCallback(suite, await answerOf(suite, first, page), params['state'])
    })

    test('fapi2-security-profile-final-ensure-unsigned-authorization-request-without-using-par-fails', async () => {
      const { params } = fapiRequest(first)
      const { pathname } = new URL(String(suite.metadata['authorization_endpoint']))
      const page = await suite.browser().open(`${pathname}?${new URLSearchParams(params).toString()}`)
      const answer = await answerOf(suite, first, page)
      checkErrorCallback(suite, answer, { state: params['state'], error: ['invalid_request'] })
    })

    // oxfmt-ignore
    const refused: [module: string, change: Params, ...errors: string[]][] = [
    ['ensure-request-object-without-redirect-uri-fails',   { redirect_uri: undefined },          'invalid_request', 'invalid_request_object'],
    ['ensure-redirect-uri-in-authorization-request',       { redirect_uri: undefined },          'invalid_request', 'invalid_request_object'],
    ['plain-fapi-tolerate-unregistered-redirect-uri',      { redirect_uri: 'https://app.example/x' }, 'invalid_request', 'invalid_request_object'],
    ['ensure-response-type-code-idtoken-fails',            { response_type: 'code id_token' },   'unsupported_response_type', 'invalid_request'],
    ['ensure-response-type-token-fails',                   { response_type: 'token' },           'unsupported_response_type', 'invalid_request'],
    ['par-ensure-pkce-required',                           { code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'],
    ['par-plain-pkce-rejected',                            { code_challenge_method: 'plain' },   'invalid_request'],
    ['par-authorization-request-containing-request_uri-form-param', { request_uri: 'urn:ietf:params:oauth:request_uri:x' }, 'invalid_request', 'invalid_request_object'],
  ]
    for (const [module, change, ...errors] of refused)
      test(`fapi2-security-profile-final-${module}`, async () =>
        checkParError(await push(suite, first, fapiRequest(first, change).params), ...errors))

    test('fapi2-security-profile-final-par-ensure-reused-request-uri-prior-to-auth-completion-succeeds', async () => {
      const { params } = fapiRequest(first)
      const address = addressFor(suite, await pushed(await push(suite, first, params)), params)
      const browser = suite.browser()
      assert.ok((await browser.open(address)).path.startsWith('/login'))
      const { page } = await answerPages(browser, await browser.open(address))
      checkCallback(suite, await answerOf(suite, first, page), params['state'])
    })

    test('fapi2-security-profile-final-par-attempt-reuse-request_uri: once it was answered', async () => {
      const { params } = fapiRequest(first)
      const address = addressFor(suite, await pushed(await push(suite, first, params)), params)
      const browser = suite.browser()
      callbackOf(first, (await visit(browser, address)).page)
      assert.equal((await browser.open(address)).status, 400)
    })

    test('fapi2-security-profile-final-par-attempt-to-use-expired-request_uri', async () => {
      const { params } = fapiRequest(first)
      const answer = await push(suite, first, params)
      const { expires_in } = (await answer.clone().json()) as { expires_in: number }
      const address = addressFor(suite, await pushed(answer), params)
      suite.wait(expires_in + 1)
      assert.equal((await suite.browser().open(address)).status, 400)
    })

    test('fapi2-security-profile-final-par-attempt-to-use-request_uri-for-different-client', async () => {
      const request_uri = await pushed(await push(suite, first, fapiRequest(first).params))
      const { params } = fapiRequest(second)
      assert.equal((await suite.browser().open(addressFor(suite, request_uri, params))).status, 400)
    })

    test('fapi2-security-profile-final-par-attempt-invalid-http-method', async () => {
      const body = new URLSearchParams({ ...fapiRequest(first).params, ...fapiAssertion(suite, first) })
      const endpoint = String(suite.metadata['pushed_authorization_request_endpoint'])
      assert.equal((await fetch(endpoint, { method: 'PUT', body })).status, 405)
    })

    test('fapi2-security-profile-final-ensure-pkce-code-verifier-required, -incorrect-pkce-code-verifier-rejected', async () => {
      for (const code_verifier of [undefined, random(32)]) {
        const request = fapiRequest(first)
        const code = await codeFor(suite, first, request)
        const fields = { ...fapiRedemption(first, code, request), code_verifier: code_verifier ?? '' }
        await checkTokenError(await fapiToken(suite, first, fields), 'invalid_grant', 'invalid_request')
      }
    })

    test('OpenID Connect RP-Initiated Logout 1.0 §2 a client that ends sessions is told which', async () => {
      const post_logout_redirect_uris = [`${suite.site.origin}/bye`]
      const client = await fapiClient(suite, { post_logout_redirect_uris }, variant)
      assert.match(String(claimsOf((await fapiRun(suite, client)).tokens.id_token ?? '')['sid']), /^ses_/)
    })

    test('every scope and claim at once', async () => void (await fapiRun(suite, first, { scope: all })))
  })
