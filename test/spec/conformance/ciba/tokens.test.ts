import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { removeExpired } from '../../../../packages/warder/src/store/expired.ts'
import { random } from '../support/application.ts'
import { checkIdToken, checkTokenAnswer, checkTokenError } from '../support/checks.ts'
import {
  answerOnPhone,
  ask,
  checkAsked,
  checkCibaTokens,
  cibaClient,
  cibaCredentials,
  cibaPlanOf,
  cibaRun,
  cibaSettings,
  cibaVariants,
  tokenFor,
  type CibaClient,
} from '../support/ciba.ts'
import { endpointOf, fapiToken, resource } from '../support/fapi.ts'
import { headerOf } from '../support/jwt.ts'
import { startSuite, type Suite } from '../support/suite.ts'

for (const variant of cibaVariants)
  describe(`${cibaPlanOf(variant)}: answers and tokens`, () => {
    let suite: Suite
    let first: CibaClient
    let second: CibaClient
    before(async () => {
      suite = await startSuite(cibaSettings, { certificates: true })
      first = await cibaClient(suite, variant, `${suite.site.origin}/answered`)
      second = await cibaClient(suite, variant, `${suite.site.origin}/answered`)
    })
    after(() => suite.stop())

    const pending = async (client: CibaClient, asked: { auth_req_id: string }) =>
      checkTokenError(await tokenFor(suite, client, asked), 'authorization_pending', 'slow_down')

    test('fapi-ciba-id1: two clients, each with tokens of its own', async () => {
      const asked = await checkAsked(await ask(suite, first))
      await pending(first, asked)
      suite.wait(5)
      await pending(first, asked)
      await answerOnPhone(suite, 'allow')
      // Who is told of the answer, or waits for five seconds, may be there at once.
      const tokens = await checkCibaTokens(suite, first, await tokenFor(suite, first, asked))
      assert.equal(headerOf(tokens.id_token ?? '').alg, 'PS256')
      for (const accept of ['application/json', 'application/json, application/*+json, */*'])
        assert.equal((await resource(suite, first, tokens.access_token, { accept })).status, 200)
      const inQuery = `${String(suite.metadata['userinfo_endpoint'])}?access_token=${tokens.access_token}`
      assert.equal((await suite.get(inQuery)).status, 401)

      const more = {
        acr_values: 'urn:warder:aal1',
        requested_expiry: 300,
        ...(variant.ciba_mode === 'ping' && { client_notification_token: random(512) }),
      }
      suite.wait(1)
      const other = await checkAsked(
        await ask(suite, second, more, { header: { typ: 'oauth-authz-req+jwt' } }),
      )
      assert.equal(other.expires_in, 300)
      await answerOnPhone(suite, 'allow')
      const theirs = await checkCibaTokens(suite, second, await tokenFor(suite, second, other))
      const claims = await checkIdToken(suite, second, theirs, undefined)
      assert.equal(claims['acr'], 'urn:warder:aal1')
      assert.equal((await resource(suite, first, theirs.access_token)).status, 401)
      await checkTokenError(await tokenFor(suite, second, other), 'invalid_grant')
    })

    test('fapi-ciba-id1-user-rejects-authentication', async () => {
      suite.wait(1)
      const asked = await checkAsked(await ask(suite, first))
      await pending(first, asked)
      await answerOnPhone(suite, 'deny')
      await checkTokenError(await tokenFor(suite, first, asked), 'access_denied')
    })

    test('fapi-ciba-id1-multiple-call-to-token-endpoint', async () => {
      const asked = await checkAsked(await ask(suite, first))
      for (let call = 0; call < 20; call++) await pending(first, asked)
    })

    test('fapi-ciba-id1-auth-req-id-expired: also after the clean-up', async () => {
      const asked = await checkAsked(await ask(suite, first, { requested_expiry: 30 }))
      assert.equal(asked.expires_in, 30)
      suite.wait(asked.expires_in + 5)
      await removeExpired(suite.warder.app.db, 'one_time_token', suite.now(), 1000)
      await checkTokenError(await tokenFor(suite, first, asked), 'expired_token')
    })

    test('fapi-ciba-id1-ensure-wrong-auth-req-id-in-token-endpoint-request: of the other client', async () => {
      const asked = await checkAsked(await ask(suite, first))
      await checkTokenError(await tokenFor(suite, second, asked), 'invalid_grant')
    })

    test('fapi-ciba-id1-ensure-mtls-holder-of-key-required', async () => {
      suite.wait(1)
      const asked = await checkAsked(await ask(suite, first))
      await answerOnPhone(suite, 'allow')
      const errors =
        variant.client_auth_type === 'mtls' ? ['invalid_client'] : ['invalid_request', 'invalid_grant']
      await checkTokenError(await tokenFor(suite, first, asked, { shown: null }), ...errors)
      await checkCibaTokens(suite, first, await tokenFor(suite, first, asked))
    })

    test('fapi-ciba-id1-refresh-token', async () => {
      for (const client of [first, second]) {
        const { refresh_token = '' } = await cibaRun(suite, client, { scope: 'openid offline_access' })
        assert.match(refresh_token, /^[\x20-\x7e]{22,}$/)
        const refresh = (by: CibaClient) => {
          const assertion = cibaCredentials(suite, by, endpointOf(suite, by, 'token_endpoint'))
          return fapiToken(suite, by, { grant_type: 'refresh_token', refresh_token }, { assertion })
        }
        const other = client === first ? second : first
        await checkTokenError(await refresh(other), 'invalid_grant')
        const again = await checkTokenAnswer(await refresh(client))
        await checkIdToken(suite, client, again, undefined)
        assert.equal((await resource(suite, client, again.access_token)).status, 200)
        assert.equal((await resource(suite, other, again.access_token)).status, 401)
      }
    })
  })
