import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { importJwks } from '@warder/protocol'
import { verifyJws } from '../../../../packages/protocol/src/jwt/signature/jws.ts'
import { clientKey } from '../../../support/oauth-clients/keys.ts'
import {
  addressOf,
  callToken,
  assertionOf,
  random,
  redemption,
  register,
  registrationOf,
  requestOf,
  sendRegistration,
  visit,
} from '../support/application.ts'
import {
  callbackOf,
  checkCallback,
  checkErrorCallback,
  checkIdToken,
  checkTokenAnswer,
  run,
  userInfo,
} from '../support/checks.ts'
import { headerOf, jwtOf } from '../support/jwt.ts'
import { startSuite, type Suite } from '../support/suite.ts'

const picture = Buffer.from('89504e470d0a1a0a0000000d494844520000000100000001080600000', 'hex')

describe('oidcc-dynamic-certification-test-plan, as far as it is not about the implicit grant', () => {
  let suite: Suite
  before(async () => void (suite = await startSuite()))
  after(() => suite.stop())

  const refused = async (change: Record<string, unknown>, error: string) => {
    const answer = await sendRegistration(
      suite,
      registrationOf(suite, 'private_key_jwt', clientKey('RS256'), change),
    )
    assert.equal(answer.status, 400)
    assert.match(answer.headers.get('content-type') ?? '', /^application\/json/)
    assert.equal(((await answer.json()) as { error: string }).error, error)
  }

  test('oidcc-server: a whole run with private_key_jwt', async () => {
    await run(suite, await register(suite, 'private_key_jwt'))
  })

  test('oidcc-idtoken-rs256: asked for by name', async () => {
    const application = await register(suite, 'private_key_jwt', { id_token_signed_response_alg: 'RS256' })
    const { tokens } = await run(suite, application)
    assert.equal(headerOf(tokens.id_token ?? '').alg, 'RS256')
  })

  test('oidcc-idtoken-unsigned: refused', () =>
    refused({ id_token_signed_response_alg: 'none' }, 'invalid_client_metadata'))

  test('oidcc-userinfo-rs256: a JWT for this application, from this issuer', async () => {
    const application = await register(suite, 'private_key_jwt', { userinfo_signed_response_alg: 'RS256' })
    const request = requestOf(application)
    const { page } = await visit(suite.browser(), addressOf(suite, request))
    const code = checkCallback(suite, callbackOf(application, page), request['state'])
    const tokens = await checkTokenAnswer(await callToken(suite, application, redemption(application, code)))
    const { sub } = await checkIdToken(suite, application, tokens, request['nonce'])
    const answer = await userInfo(suite, tokens.access_token)
    assert.match(answer.headers.get('content-type') ?? '', /^application\/jwt/)
    const jwks = importJwks(await (await suite.get(String(suite.metadata['jwks_uri']))).json())
    const token = await answer.text()
    const verified = verifyJws(token, jwks)
    assert.ok(verified.ok && verified.header.alg === 'RS256')
    const claims = JSON.parse(verified.payload.toString()) as Record<string, unknown>
    assert.deepEqual(
      [claims['iss'], claims['aud'], claims['sub'], claims['nonce']],
      [suite.metadata.issuer, application.client_id, sub, undefined],
    )
    // OIDC Core §3.1.2.1: it is no ID token, and hints at nobody.
    const hint = requestOf(application, { prompt: 'none', id_token_hint: token })
    const back = await suite.browser().open(addressOf(suite, hint))
    checkErrorCallback(suite, callbackOf(application, back), {
      state: hint['state'],
      error: ['invalid_request'],
    })
  })

  test('oidcc-ensure-redirect-uri-in-authorization-request: a page that says so', async () => {
    const application = await register(suite, 'private_key_jwt', {
      redirect_uris: [`${suite.site.origin}/callback`, `${suite.site.origin}/other`],
    })
    const page = await suite
      .browser()
      .open(addressOf(suite, requestOf(application, { redirect_uri: undefined })))
    assert.equal(page.status, 400)
  })

  test('oidcc-redirect-uri-query-OK, -query-mismatch, -query-added', async () => {
    const registered = `${suite.site.origin}/callback?foo=bar`
    const application = await register(suite, 'private_key_jwt', { redirect_uris: [registered] })
    const { page } = await run(suite, application)
    assert.equal(callbackOf(application, page).get('foo'), 'bar')
    const plain = await register(suite, 'private_key_jwt')
    for (const [one, redirect_uri] of [
      [application, `${suite.site.origin}/callback?bar=foo`],
      [plain, registered],
    ] as const) {
      const shown = await suite.browser().open(addressOf(suite, requestOf(one, { redirect_uri })))
      assert.equal(shown.status, 400)
    }
  })

  test('oidcc-redirect-uri-regfrag: a redirect URI with a fragment is not registered', () =>
    refused({ redirect_uris: [`${suite.site.origin}/callback#foobar`] }, 'invalid_redirect_uri'))

  test('oidcc-registration-logo-uri: the page to sign in shows the picture, and asks nobody else for it', async () => {
    suite.site.files.set('/logo.png', { type: 'image/png', body: picture })
    const application = await register(suite, 'private_key_jwt', {
      logo_uri: `${suite.site.origin}/logo.png`,
    })
    const page = await suite.browser().open(addressOf(suite, requestOf(application)))
    assert.ok(page.path.startsWith('/login'))
    assert.ok(page.html.includes(`src="data:image/png;base64,${picture.toString('base64')}"`))
    assert.match(page.headers.get('content-security-policy') ?? '', /img-src 'self' data:;/)
  })

  for (const [module, member, label] of [
    ['oidcc-registration-policy-uri', 'policy_uri', 'Privacy policy'],
    ['oidcc-registration-tos-uri', 'tos_uri', 'Terms of service'],
  ] as const) {
    test(`${module}: the page to sign in leads there`, async () => {
      const uri = `${suite.site.origin}/${member}`
      const application = await register(suite, 'private_key_jwt', { [member]: uri })
      const page = await suite.browser().open(addressOf(suite, requestOf(application)))
      assert.match(page.html, new RegExp(`<a href="${uri}"[^>]*>${label}</a>`))
    })
  }

  test('oidcc-3rd_party-init-login: where a sign-in is begun is told again, also later', async () => {
    const initiate_login_uri = `${suite.site.origin}/initiate_login`
    const { registration } = await register(suite, 'client_secret_basic', { initiate_login_uri })
    const authorization = `Bearer ${String(registration['registration_access_token'])}`
    const answer = await suite.get(String(registration['registration_client_uri']), { authorization })
    assert.equal(answer.status, 200)
    assert.match(answer.headers.get('content-type') ?? '', /^application\/json/)
    assert.equal(((await answer.json()) as typeof registration)['initiate_login_uri'], initiate_login_uri)
  })

  test('oidcc-3rd_party-init-login-nohttps: and is refused without TLS', () =>
    refused(
      { initiate_login_uri: `${suite.site.origin.replace('https:', 'http:')}/initiate_login` },
      'invalid_client_metadata',
    ))

  test('oidcc-registration-jwks-uri: the keys are where it says', async () => {
    const key = clientKey('RS256', random())
    const jwks_uri = suite.site.serve(`/${random()}/jwks`, { keys: [key.jwk] })
    await run(suite, await register(suite, 'private_key_jwt', { jwks: undefined, jwks_uri }, key))
  })

  test('oidcc-registration-sector-uri: several sites that say that they belong together', async () => {
    const redirect_uris = [`${suite.site.origin}/callback`, 'https://app.example/callback']
    const sector_identifier_uri = suite.site.serve('/redirect_uris.json', redirect_uris)
    const change = { subject_type: 'pairwise', sector_identifier_uri, redirect_uris }
    const [one, same] = [
      await register(suite, 'private_key_jwt', change),
      await register(suite, 'private_key_jwt', change),
    ]
    const first = await run(suite, one)
    assert.equal(
      (await run(suite, same)).claims.sub,
      first.claims.sub,
      'OIDC Core §8.1: one sector, one name',
    )
    const alone = await register(suite, 'private_key_jwt')
    assert.notEqual((await run(suite, alone)).claims.sub, first.claims.sub)
  })

  test('oidcc-registration-sector-bad: a document that does not name the redirect URI (CA-19)', async () => {
    const sector_identifier_uri = suite.site.serve('/bad.json', ['https://example.com/callback'])
    await refused({ subject_type: 'pairwise', sector_identifier_uri }, 'invalid_client_metadata')
  })

  test('oidcc-refresh-token-rp-key-rotation: a new key of the application is found', async () => {
    const key = clientKey('RS256', random())
    const path = `/${random()}/jwks`
    const jwks_uri = suite.site.serve(path, { keys: [key.jwk] })
    const change = { jwks: undefined, jwks_uri, grant_types: ['authorization_code', 'refresh_token'] }
    const application = await register(suite, 'private_key_jwt', change, key)
    const { tokens } = await run(suite, application, { scope: 'openid offline_access', prompt: 'consent' })
    const next = clientKey('RS256', random())
    suite.site.serve(path, { keys: [next.jwk] })
    suite.wait(60)
    const assertion = assertionOf(suite, application, { aud: String(suite.metadata['token_endpoint']) }, next)
    const fields = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token ?? '', ...assertion }
    const again = await checkTokenAnswer(await suite.post(String(suite.metadata['token_endpoint']), fields))
    assert.equal((await userInfo(suite, again.access_token)).status, 200)
  })

  test('oidcc-request-uri-unsigned, oidcc-request-uri-signed-rs256: request_uri is not offered, and not fetched', async () => {
    assert.equal(suite.metadata['request_uri_parameter_supported'], false)
    const request_uris = [`${suite.site.origin}/${random()}`]
    const application = await register(suite, 'private_key_jwt', { request_uris })
    const request = requestOf(application, { request_uri: request_uris[0] })
    const page = await suite.browser().open(addressOf(suite, request))
    checkErrorCallback(suite, callbackOf(application, page), {
      state: request['state'],
      error: ['request_uri_not_supported'],
    })
    assert.ok(!suite.site.received.some(({ path }) => request_uris[0]?.endsWith(path)))
  })

  test('oidcc-ensure-request-object-with-redirect-uri: of a signed one', async () => {
    const application = await register(suite, 'private_key_jwt', { request_object_signing_alg: 'RS256' })
    const request = requestOf(application)
    const said = { ...request, iss: application.client_id, aud: suite.metadata.issuer }
    const object = jwtOf(application.key, said, { kid: undefined })
    const { client_id, scope, response_type } = request
    const beside = { redirect_uri: `${application.redirect_uri}${random()}`, request: object }
    const asked = { client_id, scope, response_type, ...beside } as Record<string, string>
    const { page } = await visit(suite.browser(), addressOf(suite, asked))
    checkCallback(suite, callbackOf(application, page), request['state'])
  })

  test('oidcc-ensure-client-assertion-with-iss-aud-succeeds', async () => {
    const application = await register(suite, 'private_key_jwt')
    const request = requestOf(application)
    const { page } = await visit(suite.browser(), addressOf(suite, request))
    const code = checkCallback(suite, callbackOf(application, page), request['state'])
    const assertion = assertionOf(suite, application, { aud: suite.metadata.issuer })
    const fields = { ...redemption(application, code), ...assertion }
    await checkTokenAnswer(await suite.post(String(suite.metadata['token_endpoint']), fields))
  })
})
