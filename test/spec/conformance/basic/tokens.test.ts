import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import {
  addressOf,
  callToken,
  random,
  redemption,
  register,
  requestOf,
  unregister,
  visit,
  type Application,
} from '../support/application.ts'
import {
  callbackOf,
  checkCallback,
  checkTokenAnswer,
  checkTokenError,
  checkIdToken,
  run,
  userInfo,
} from '../support/checks.ts'
import { startSuite, type Suite } from '../support/suite.ts'
import { pkce } from '../support/pkce.ts'
import { headerOf } from '../support/jwt.ts'

describe('oidcc-basic-certification-test-plan: codes and tokens', () => {
  let suite: Suite
  let application: Application
  before(async () => {
    suite = await startSuite()
    application = await register(suite)
  })
  after(() => suite.stop())

  test('oidcc-server: a whole run, and the application goes again', async () => {
    const own = await register(suite)
    const { signedIn, asked, tokens } = await run(suite, own)
    assert.ok(signedIn && asked)
    assert.equal(tokens.refresh_token, undefined)
    await unregister(own)
    assert.equal((await userInfo(suite, tokens.access_token)).status, 401)
  })

  test('oidcc-server-client-secret-post: the secret in the body', async () => {
    assert.ok(
      (suite.metadata['token_endpoint_auth_methods_supported'] as string[]).includes('client_secret_post'),
    )
    await run(suite, await register(suite, 'client_secret_post'))
  })

  test('oidcc-idtoken-signature: RS256 with a kid of the key set', async () => {
    const { tokens } = await run(suite, application)
    const { alg, kid } = headerOf(tokens.id_token ?? '')
    assert.equal(alg, 'RS256')
    const keys = (await (await suite.get(String(suite.metadata['jwks_uri']))).json()) as {
      keys: { kid: string; alg: string }[]
    }
    assert.equal(keys.keys.find((key) => key.kid === kid)?.alg, 'RS256')
  })

  test('oidcc-idtoken-unsigned: skipped by the suite, since none is not offered; and refused', async () => {
    assert.ok(!(suite.metadata['id_token_signing_alg_values_supported'] as string[]).includes('none'))
    await assert.rejects(
      register(suite, 'client_secret_basic', { id_token_signed_response_alg: 'none' }),
      /invalid_client_metadata/,
    )
  })

  test('oidcc-codereuse: a code that was used is invalid_grant', async () => {
    const { code } = await run(suite, application)
    await checkTokenError(await callToken(suite, application, redemption(application, code)), 'invalid_grant')
  })

  test('oidcc-codereuse-30seconds: and ends what it gave', async () => {
    const { code, tokens } = await run(suite, application)
    assert.equal((await userInfo(suite, tokens.access_token)).status, 200)
    suite.wait(30)
    await checkTokenError(await callToken(suite, application, redemption(application, code)), 'invalid_grant')
    assert.equal((await userInfo(suite, tokens.access_token)).status, 401)
  })

  test('oidcc-refresh-token: is rotated, names the same sign-in, and is of one application', async () => {
    assert.ok((suite.metadata['grant_types_supported'] as string[]).includes('refresh_token'))
    const grants = { grant_types: ['authorization_code', 'refresh_token'] }
    const [first, second] = [
      await register(suite, 'client_secret_basic', grants),
      await register(suite, 'client_secret_basic', grants),
    ]
    const scope = 'openid offline_access'
    for (const one of [first, second]) {
      // The second has a nonce of another length.
      const nonce = one === first ? random() : random(22).slice(1)
      const { tokens, claims } = await run(suite, one, { scope, prompt: 'consent', nonce })
      const { refresh_token = '' } = tokens
      assert.match(refresh_token, /^[\x20-\x7e]{22,}$/)
      suite.wait(1)
      const fields = { grant_type: 'refresh_token', refresh_token, ...(one === first && { scope }) }
      const again = await checkTokenAnswer(await callToken(suite, one, fields))
      assert.notEqual(again.access_token, tokens.access_token)
      assert.ok(again.refresh_token)
      const after = await checkIdToken(suite, one, again, undefined)
      // OIDC Core §12.2.
      for (const name of ['iss', 'sub', 'aud', 'auth_time']) assert.deepEqual(after[name], claims[name], name)
      assert.deepEqual(after['azp'], claims['azp'])
      assert.ok(after.iat > claims.iat)
      assert.equal((await userInfo(suite, again.access_token)).status, 200)
      const other = one === first ? second : first
      const stolen = { grant_type: 'refresh_token', refresh_token: again.refresh_token }
      await checkTokenError(await callToken(suite, other, stolen), 'invalid_grant')
    }
  })

  test('oidcc-ensure-request-with-valid-pkce-succeeds', async () => {
    assert.deepEqual(suite.metadata['code_challenge_methods_supported'], ['S256'])
    const { verifier, challenge } = pkce()
    const state = random()
    const asked = { state, code_challenge: challenge, code_challenge_method: 'S256' }
    const address = addressOf(suite, requestOf(application, asked))
    const code = checkCallback(
      suite,
      callbackOf(application, (await visit(suite.browser(), address)).page),
      state,
    )
    const fields = { ...redemption(application, code), code_verifier: verifier }
    await checkTokenAnswer(await callToken(suite, application, fields))
  })

  test('oidcc-userinfo-get, oidcc-userinfo-post-header, oidcc-userinfo-post-body: the token wherever it is sent', async () => {
    const { tokens, claims } = await run(suite, application)
    const { access_token } = tokens
    const address = String(suite.metadata['userinfo_endpoint'])
    const answers = [
      await userInfo(suite, access_token),
      await suite.post(address, {}, { authorization: `Bearer ${access_token}` }),
      await suite.post(address, { access_token }),
    ]
    for (const answer of answers) {
      assert.equal(answer.status, 200)
      assert.equal(((await answer.json()) as { sub: string }).sub, claims.sub)
    }
  })
})
