import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { clientKey } from '../../../support/oauth-clients/keys.ts'
import { certify } from '../../../support/passkeys/certificate.ts'
import { random } from '../support/application.ts'
import { checkIdToken, checkTokenAnswer, checkTokenError } from '../support/checks.ts'
import {
  checkParError,
  codeFor,
  fapiAssertion,
  fapiClient,
  fapiRedemption,
  fapiRequest,
  fapiRun,
  fapiToken,
  planOf,
  proofFor,
  push,
  pushed,
  resource,
  variants,
  type FapiClient,
} from '../support/fapi.ts'
import { jwtOf } from '../support/jwt.ts'
import { startSuite, type Suite } from '../support/suite.ts'

for (const variant of variants)
  describe(`${planOf(variant)}: codes, assertions and refresh tokens`, () => {
    let suite: Suite
    let first: FapiClient
    let second: FapiClient
    before(async () => {
      suite = await startSuite({ authorization_code_ttl: '10m' }, { certificates: true })
      first = await fapiClient(suite, {}, variant)
      second = await fapiClient(suite, {}, variant)
    })
    after(() => suite.stop())

    const asserts = variant.client_auth_type === 'private_key_jwt'
    const byKey = variant.sender_constrain === 'dpop'

    const withoutKey = byKey ? { dpop: null } : { shown: null }
    const coded = async (client = first, change = {}) => {
      const request = fapiRequest(client, change)
      return { request, fields: fapiRedemption(client, await codeFor(suite, client, request), request) }
    }

    test('fapi2-security-profile-final-ensure-client-id-in-token-endpoint: of another, with a key that is not its own', async () => {
      const { fields } = await coded()
      const assertion = asserts ? fapiAssertion(suite, second, {}, first.key) : {}
      const answer = await fapiToken(suite, first, { ...fields, client_id: second.client_id }, { assertion })
      await checkTokenError(answer, 'invalid_client', 'invalid_grant')
    })

    test('fapi2-security-profile-final-ensure-holder-of-key-required', async () => {
      const { fields } = await coded()
      const errors = asserts
        ? ['invalid_request', 'invalid_grant', 'invalid_dpop_proof']
        : ['invalid_client', 'invalid_request']
      await checkTokenError(await fapiToken(suite, first, fields, withoutKey), ...errors)
    })

    test('fapi2-security-profile-final-ensure-authorization-code-is-bound-to-client', async () => {
      const { fields } = await coded()
      await checkTokenError(await fapiToken(suite, second, fields), 'invalid_grant')
    })

    test('fapi2-security-profile-final-attempt-reuse-authorization-code-after-one-second: and what it gave ends', async () => {
      const { fields } = await coded()
      const { access_token } = await checkTokenAnswer(await fapiToken(suite, first, fields))
      suite.wait(1)
      await checkTokenError(await fapiToken(suite, first, fields), 'invalid_grant')
      assert.equal((await resource(suite, first, access_token)).status, 401)
    })

    test('fapi2-security-profile-final-ensure-token-endpoint-fails-with-expired-auth-code: a minute at most', async () => {
      const { fields } = await coded()
      suite.wait(61)
      await checkTokenError(await fapiToken(suite, first, fields), 'invalid_grant')
    })

    test('fapi2-security-profile-final-refresh-token: goes on, for its own client with a proof of any key', async () => {
      const scope = 'openid offline_access'
      for (const client of [first, second]) {
        const { tokens } = await fapiRun(suite, client, { scope, prompt: 'consent' })
        const { refresh_token = '' } = tokens
        assert.match(refresh_token, /^[\x20-\x7e]{22,}$/)
        suite.wait(1)
        const fields = { grant_type: 'refresh_token', refresh_token }
        // A client that authenticates may change its key.
        const certificate = asserts ? certify({ name: 'Renewed' }) : client.certificate
        const renewed = { ...client, dpop: clientKey('ES256'), certificate }
        const again = await checkTokenAnswer(
          await fapiToken(suite, renewed, client === first ? { ...fields, scope } : fields),
        )
        assert.equal(again.token_type, byKey ? 'DPoP' : 'Bearer')
        assert.equal(again.refresh_token, undefined, 'FAPI 2.0 Security Profile §5.3.2.1: no rotation')
        await checkIdToken(suite, client, again, undefined)
        assert.equal((await resource(suite, renewed, again.access_token)).status, 200)
        const errors = ['invalid_client', 'invalid_grant', 'invalid_request']
        await checkTokenError(await fapiToken(suite, client, fields, withoutKey), ...errors)
        const other = client === first ? second : first
        await checkTokenError(await fapiToken(suite, other, fields), 'invalid_grant')
        assert.equal((await resource(suite, other, again.access_token)).status, 401)
      }
    })

    if (asserts)
      describe('private_key_jwt', () => {
        test('fapi2-security-profile-final-ensure-signed-client-assertion-with-RS256-fails', async () => {
          const { key } = first
          const now = suite.now()
          const claims = { iss: first.client_id, sub: first.client_id, aud: suite.metadata.issuer }
          const times = { jti: random(), iat: now, exp: now + 60 }
          const weak = jwtOf(key, { ...claims, ...times }, { alg: 'RS256' })
          const { fields } = await coded()
          const assertion = { ...fapiAssertion(suite, first), client_assertion: weak }
          await checkTokenError(await fapiToken(suite, first, fields, { assertion }), 'invalid_client')
        })

        test('fapi2-security-profile-final-ensure-client-assertion-in-token-endpoint: not without', async () => {
          const { fields } = await coded()
          const bare = { ...fields, client_id: first.client_id }
          await checkTokenError(await fapiToken(suite, first, bare, { assertion: {} }), 'invalid_client')
        })

        // oxfmt-ignore
        const assertions: [module: string, change: (now: number) => Record<string, unknown>][] = [
    ['ensure-client-assertion-with-exp-is-5-minutes-in-past-fails', (now) => ({ iat: now - 360, nbf: now - 360, exp: now - 300 })],
    ['ensure-client-assertion-with-wrong-aud-fails',                () => ({ aud: 'https://www.example.com/' })],
    ['ensure-client-assertion-with-no-sub-fails',                   () => ({ sub: undefined })],
    ['par-ensure-jwt-client-assertion-with-iat-nbf-over-60-seconds-in-the-future-fails', (now) => ({ iat: now + 90, nbf: now + 90, exp: now + 150 })],
    ['par-test-array-as-audience-fails',                            () => ({ aud: [suite.metadata.issuer, String(suite.metadata['pushed_authorization_request_endpoint'])] })],
    ['par-test-par-endpoint-url-as-audience-fails',                 () => ({ aud: suite.metadata['pushed_authorization_request_endpoint'] })],
    ['par-test-token-endpoint-url-as-audience-fails',               () => ({ aud: suite.metadata['token_endpoint'] })],
  ]
        for (const [module, change] of assertions) {
          test(`fapi2-security-profile-final-${module}`, async () => {
            const { fields } = await coded()
            const assertion = () => fapiAssertion(suite, first, change(suite.now()))
            await checkTokenError(
              await fapiToken(suite, first, fields, { assertion: assertion() }),
              'invalid_client',
            )
            const answer = await push(suite, first, fapiRequest(first).params, { assertion: assertion() })
            await checkParError(answer, 'invalid_client')
          })
        }

        test('fapi2-security-profile-final-par-ensure-jwt-client-assertion-with-iat-nbf-8-seconds-in-the-future-is-accepted', async () => {
          const soon = suite.now() + 8
          const assertion = fapiAssertion(suite, first, { iat: soon, nbf: soon })
          await pushed(await push(suite, first, fapiRequest(first).params, { assertion }))
        })
      })

    if (byKey)
      describe('binding of codes to a key', () => {
        const binding = async (
          dpop_jkt: string | undefined,
          atPar: FapiClient | undefined,
          by: FapiClient,
        ) => {
          const request = fapiRequest(first, { dpop_jkt })
          const dpop = atPar && proofFor(suite, atPar, 'pushed_authorization_request_endpoint')
          const code = await codeFor(suite, first, request, dpop === undefined ? {} : { dpop })
          const proof = proofFor(suite, by, 'token_endpoint')
          return fapiToken(suite, first, fapiRedemption(first, code, request), { dpop: proof })
        }

        test('fapi2-security-profile-final-ensure-mismatched-dpop-jkt-fails: two keys in one request', async () => {
          const { params } = fapiRequest(first, { dpop_jkt: second.dpop.thumbprint })
          const dpop = proofFor(suite, first, 'pushed_authorization_request_endpoint')
          await checkParError(
            await push(suite, first, params, { dpop }),
            'invalid_request',
            'invalid_dpop_proof',
          )
        })

        test('fapi2-security-profile-final-ensure-token-endpoint-fails-with-mismatched-dpop-proof-jkt', async () =>
          checkTokenError(await binding(undefined, first, second), 'invalid_grant', 'invalid_dpop_proof'))

        test('fapi2-security-profile-final-ensure-token-endpoint-fails-with-mismatched-dpop-jkt', async () =>
          checkTokenError(
            await binding(first.dpop.thumbprint, undefined, second),
            'invalid_grant',
            'invalid_dpop_proof',
          ))

        test('fapi2-security-profile-final-ensure-dpopproof-at-par-endpoint-binding-success', async () =>
          void (await checkTokenAnswer(await binding(undefined, first, first))))

        test('fapi2-security-profile-final-ensure-dpop-auth-code-binding-success', async () =>
          void (await checkTokenAnswer(await binding(first.dpop.thumbprint, undefined, first))))
      })
  })
