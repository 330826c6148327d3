import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { random } from '../support/application.ts'
import {
  answerOnPhone,
  ask,
  checkAsked,
  checkNotAsked,
  cibaClient,
  cibaCredentials,
  cibaPlanOf,
  cibaRequest,
  cibaRun,
  cibaSettings,
  cibaVariants,
  tokenFor,
  usualOf,
  weakKey,
  type Change,
  type CibaClient,
  type Claims,
} from '../support/ciba.ts'
import { checkTokenError } from '../support/checks.ts'
import { startSuite, type Suite } from '../support/suite.ts'

const minute = 60

for (const variant of cibaVariants)
  describe(`${cibaPlanOf(variant)}: requests`, () => {
    let suite: Suite
    let first: CibaClient
    let second: CibaClient
    before(async () => {
      suite = await startSuite(cibaSettings, { certificates: true })
      first = await cibaClient(suite, variant, `${suite.site.origin}/answered`)
      second = await cibaClient(suite, variant, `${suite.site.origin}/answered`)
    })
    after(() => suite.stop())

    test('fapi-ciba-id1-discovery-end-point-verification', () => {
      const { metadata } = suite
      const includes = (name: string, ...some: string[]) => {
        const list = metadata[name] as string[]
        assert.ok(
          some.some((one) => list.includes(one)),
          name,
        )
      }
      const strong = ['PS256', 'ES256']
      assert.match(String(metadata['backchannel_authentication_endpoint']), /^https:/)
      includes('backchannel_token_delivery_modes_supported', variant.ciba_mode)
      includes('backchannel_authentication_request_signing_alg_values_supported', ...strong)
      assert.equal(typeof metadata['backchannel_user_code_parameter_supported'], 'boolean')
      includes('grant_types_supported', 'urn:openid:params:grant-type:ciba')
      assert.equal(metadata['tls_client_certificate_bound_access_tokens'], true)
      includes('id_token_signing_alg_values_supported', ...strong)
      includes('token_endpoint_auth_signing_alg_values_supported', ...strong)
      includes('userinfo_signing_alg_values_supported', ...strong)
      includes(
        'token_endpoint_auth_methods_supported',
        variant.client_auth_type === 'mtls' ? 'tls_client_auth' : 'private_key_jwt',
      )
    })

    // oxfmt-ignore
    const successes: [module: string, asks: Claims][] = [
      ['ensure-authorization-request-with-binding-message-succeeds', { binding_message: '1234' }],
      ['ensure-other-scope-order-succeeds',                          { scope: 'email openid' }],
      ['ensure-requested-expiry-as-string-succeeds',                 { requested_expiry: '30' }],
    ]
    for (const [module, asks] of successes)
      test(`fapi-ciba-id1-${module}`, async () => void (await cibaRun(suite, first, asks)))

    test('fapi-ciba-id1-ensure-authorization-request-with-potentially-bad-binding-message: it is told so', async () => {
      const binding_message = `1234 \u{1f44d}\u{1f3ff} \u54c1\u5ddd ${'Something to read on a small display. '.repeat(12)}`
      await checkNotAsked(await ask(suite, first, { binding_message }), 'invalid_binding_message')
    })

    // oxfmt-ignore
    const refused: [module: string, change: (now: number) => Change][] = [
      ['ensure-request-object-missing-aud-fails',                   () => ({ claims: { aud: undefined } })],
      ['ensure-request-object-bad-aud-fails',                       () => ({ claims: { aud: `${suite.metadata.issuer}1` } })],
      ['ensure-request-object-missing-iss-fails',                   () => ({ claims: { iss: undefined } })],
      ['ensure-request-object-bad-iss-fails',                       () => ({ claims: { iss: second.client_id } })],
      ['ensure-request-object-missing-exp-fails',                   () => ({ claims: { exp: undefined } })],
      ['ensure-request-object-expired-exp-fails',                   (now) => ({ claims: { exp: now - 5 * minute } })],
      ['ensure-request-object-exp-is-70-minutes-in-future-fails',   (now) => ({ claims: { exp: now + 70 * minute } })],
      ['ensure-request-object-missing-iat-fails',                   () => ({ claims: { iat: undefined } })],
      ['ensure-request-object-missing-nbf-fails',                   () => ({ claims: { nbf: undefined } })],
      ['ensure-request-object-nbf-is-10-minutes-in-future-fails',   (now) => ({ claims: { nbf: now + 10 * minute } })],
      ['ensure-request-object-nbf-is-70-minutes-in-past-fails',     (now) => ({ claims: { nbf: now - 70 * minute } })],
      ['ensure-request-object-missing-jti-fails',                   () => ({ claims: { jti: undefined } })],
      ['ensure-request-object-signature-algorithm-is-none-fails',   () => ({ header: { alg: 'none' } })],
      ['ensure-request-object-signature-algorithm-is-RS256-fails',  () => ({ signer: weakKey(first) })],
      ['ensure-request-object-signed-by-other-client-fails',        () => ({ signer: second.key })],
      ['ensure-authorization-request-with-multiple-hints-fails',    () => ({ claims: { login_hint_token: 'x'.repeat(20) } })],
    ]
    for (const [module, change] of refused)
      test(`fapi-ciba-id1-${module}`, async () => {
        await checkNotAsked(await ask(suite, first, {}, change(suite.now())), 'invalid_request')
        await checkAsked(await ask(suite, first))
      })

    test('fapi-ciba-id1-ensure-request-object-signature-algorithm-is-bad-fails: its signature is altered', async () => {
      const [header, payload, signature = ''] = cibaRequest(suite, first, {}).split('.')
      const request = [header, payload, (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1)].join(
        '.',
      )
      await checkNotAsked(await ask(suite, first, {}, {}, { form: { request } }), 'invalid_request')
    })

    test('fapi-ciba-id1-ensure-unsigned-backchannel-authorization-request-fails', async () => {
      await checkNotAsked(await ask(suite, first, {}, {}, { form: usualOf(first) }), 'invalid_request')
    })

    test('CIBA Core §7.1.1 what stands beside a signed request, or was sent before, is refused', async () => {
      const request = cibaRequest(suite, first, {})
      for (const beside of [{ scope: 'openid' }, { login_hint: 'bob@example.com' }, { acr_values: 'a' }])
        await checkNotAsked(
          await ask(suite, first, {}, {}, { form: { request, ...beside } }),
          'invalid_request',
        )
      await checkAsked(await ask(suite, first, {}, {}, { form: { request } }))
      await checkNotAsked(await ask(suite, first, {}, {}, { form: { request } }), 'invalid_request')
    })

    if (variant.client_auth_type === 'mtls')
      describe('mtls', () => {
        test('fapi-ciba-id1-ensure-different-client-id-and-issuer-in-, -ensure-wrong-client-id-in-backchannel-authorization-request', async () => {
          const assertion = { client_id: second.client_id }
          for (const client of [first, { ...second, certificate: first.certificate }])
            await checkNotAsked(await ask(suite, client, {}, {}, { assertion }), 'invalid_client')
        })

        test('fapi-ciba-id1-ensure-wrong-client-id-in-token-endpoint-request', async () => {
          const asked = await checkAsked(await ask(suite, first))
          const assertion = { client_id: second.client_id }
          await checkTokenError(await tokenFor(suite, first, asked, { assertion }), 'invalid_client')
        })
      })
    else
      describe('private_key_jwt', () => {
        const at = (name: string) => String(suite.metadata[name])

        test('CIBA Core §7.1 each of the three names of the server is an audience', async () => {
          for (const aud of [at('issuer'), at('token_endpoint'), at('backchannel_authentication_endpoint')])
            await checkAsked(
              await ask(suite, first, {}, {}, { assertion: cibaCredentials(suite, first, aud) }),
            )
        })

        test('fapi-ciba-id1-ensure-client-assertion-with-iss-aud-to-token-endpoint-succeeds', async () => {
          const asked = await checkAsked(await ask(suite, first))
          const assertion = cibaCredentials(suite, first, at('issuer'))
          await checkTokenError(await tokenFor(suite, first, asked, { assertion }), 'authorization_pending')
        })

        test('fapi-ciba-id1-ensure-without-client-assertion-in-backchannel-authorization-request, -in-token-endpoint', async () => {
          const assertion = { client_id: first.client_id }
          await checkNotAsked(await ask(suite, first, {}, {}, { assertion }), 'invalid_client')
          const asked = await checkAsked(await ask(suite, first))
          await checkTokenError(await tokenFor(suite, first, asked, { assertion }), 'invalid_client')
        })

        const module =
          'fapi-ciba-id1-ensure-invalid-client-assertions-in-backchannel-authorization-request-fail'
        // oxfmt-ignore
        const claims: [what: string, change: (now: number) => Claims][] = [
          ['sub is missing',   () => ({ sub: undefined })],
          ['sub is another',   () => ({ sub: second.client_id })],
          ['iss is missing',   () => ({ iss: undefined })],
          ['iss is another',   () => ({ iss: second.client_id })],
          ['aud is missing',   () => ({ aud: undefined })],
          ['aud is unrelated', () => ({ aud: 'https://www.example.com/' })],
          ['exp is past',      (now) => ({ exp: now - 300 })],
        ]
        for (const [what, change] of claims)
          test(`${module}: ${what}`, async () => {
            const assertion = cibaCredentials(suite, first, at('issuer'), change(suite.now()))
            await checkNotAsked(await ask(suite, first, {}, {}, { assertion }), 'invalid_client')
          })

        test(`${module}: its type is missing or another, or its signature is none, altered or RS256`, async () => {
          const good = () => cibaCredentials(suite, first, at('issuer')) as Record<string, string>
          const { client_assertion = '' } = good()
          const [header, payload, signature = ''] = client_assertion.split('.')
          const none = Buffer.from('{"alg":"none"}').toString('base64url')
          const altered = (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1)
          const rs256 = { ...first, key: weakKey(first) }
          for (const assertion of [
            { client_assertion },
            { client_assertion, client_assertion_type: random() },
            { ...good(), client_assertion: `${none}.${payload}.` },
            { ...good(), client_assertion: `${header}.${payload}.${altered}` },
            cibaCredentials(suite, rs256, at('issuer')),
          ])
            await checkNotAsked(await ask(suite, first, {}, {}, { assertion }), 'invalid_client')
          await cibaRun(suite, first)
        })

        test('fapi-ciba-id1-ensure-client-assertion-signature-algorithm-in-token-endpoint-request-is-RS256-fails', async () => {
          const asked = await checkAsked(await ask(suite, first))
          await answerOnPhone(suite, 'allow')
          const rs256 = { ...first, key: weakKey(first) }
          const assertion = cibaCredentials(suite, rs256, at('issuer'))
          await checkTokenError(await tokenFor(suite, first, asked, { assertion }), 'invalid_client')
        })
      })
  })
