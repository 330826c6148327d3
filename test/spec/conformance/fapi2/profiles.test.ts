import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { guard, type Guard } from '../../../../packages/guard/src/index.ts'
import { proofOf } from '../../../support/oauth-clients/keys.ts'
import { visit } from '../support/application.ts'
import { checkErrorCallback, checkTokenAnswer, checkTokenError, type TokenAnswer } from '../support/checks.ts'
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
  messageSigning,
  planOf,
  proofFor,
  push,
  pushed,
  variants,
  type FapiClient,
  type Variant,
} from '../support/fapi.ts'
import { startSuite, type Suite } from '../support/suite.ts'

const api = 'https://api.example/accounts'
const plain = variants.filter(({ signed }) => !signed)

/** The API of the plan, which knows by a library who calls. */
const apiOf = (suite: Suite): Guard =>
  guard({
    issuer: suite.metadata.issuer,
    audience: api,
    clock: { now: suite.now, elapsed: () => performance.now() / 1000 },
    certificate: (request) => request.headers.get('x-certificate') ?? undefined,
    log: () => undefined,
  })

/** `CallProtectedResource`, at an API of its own. */
async function accounts(
  suite: Suite,
  guarded: Guard,
  client: FapiClient,
  access_token: string,
  scheme?: string,
) {
  const byKey = client.variant.sender_constrain === 'dpop'
  const named = { authorization: `${scheme ?? (byKey ? 'DPoP' : 'Bearer')} ${access_token}` }
  const proof = { method: 'GET', url: api, now: suite.now(), access_token }
  const bound = byKey
    ? { dpop: proofOf(client.dpop, proof) }
    : { 'x-certificate': `:${client.certificate.certificate.raw.toString('base64')}:` }
  return guarded.authenticate(new Request(api, { headers: { ...named, ...bound } }))
}

for (const variant of plain)
  describe(`${planOf(variant)}[openid=plain_oauth]`, () => {
    let suite: Suite
    let guarded: Guard
    before(async () => {
      suite = await startSuite({ authorization_details_types: 'payment[amount]' }, { certificates: true })
      guarded = apiOf(suite)
    })
    after(async () => {
      guarded.close()
      await suite.stop()
    })
    const scope = 'accounts offline_access'
    const client = () => fapiClient(suite, { scope, resources: [api] }, variant)

    test('fapi2-security-profile-final-discovery-end-point-verification', async () => {
      const answer = await suite.get(`${suite.metadata.issuer}/.well-known/oauth-authorization-server`)
      assert.equal(answer.status, 200)
      assert.equal(answer.headers.get('content-type'), 'application/json')
      assert.deepEqual(await answer.json(), suite.metadata)
    })

    test('fapi2-security-profile-final-happy-flow, -refresh-token: no ID token is among what two clients get', async () => {
      const [first, second] = [await client(), await client()]
      for (const one of [first, second]) {
        const request = fapiRequest(one, { scope, nonce: undefined, prompt: 'consent' })
        const code = await codeFor(suite, one, request)
        const tokens = await checkTokenAnswer(await fapiToken(suite, one, fapiRedemption(one, code, request)))
        const { refresh_token = '' } = tokens
        const fields = { grant_type: 'refresh_token', refresh_token }
        const again = await checkTokenAnswer(await fapiToken(suite, one, fields))
        const other = one === first ? second : first
        for (const { id_token, access_token } of [tokens, again]) {
          assert.equal(id_token, undefined)
          assert.ok((await accounts(suite, guarded, one, access_token)).ok)
          assert.ok(!(await accounts(suite, guarded, other, access_token)).ok)
        }
      }
    })

    test('[authorization_request_type=rar] fapi2-security-profile-final-happy-flow: what was granted in detail is told', async () => {
      const one = await fapiClient(
        suite,
        { scope: 'accounts', resources: [api], authorization_details_types: ['payment'] },
        variant,
      )
      const details = [{ type: 'payment', amount: '20' }]
      const asked = { scope: 'accounts', nonce: undefined, authorization_details: JSON.stringify(details) }
      const request = fapiRequest(one, asked)
      const code = await codeFor(suite, one, request)
      const answer = await fapiToken(suite, one, fapiRedemption(one, code, request))
      const tokens = (await checkTokenAnswer(answer)) as TokenAnswer & { authorization_details: unknown }
      assert.deepEqual(tokens.authorization_details, details)
    })
  })

for (const variant of plain)
  describe(`fapi2-security-profile-final-client-credentials-grant-test-plan[client_auth_type=${variant.client_auth_type}][sender_constrain=${variant.sender_constrain}]`, () => {
    let suite: Suite
    let guarded: Guard
    let first: FapiClient
    let second: FapiClient
    const byKey = variant.sender_constrain === 'dpop'
    const asserts = variant.client_auth_type === 'private_key_jwt'
    const machine = { type: 'machine', redirect_uris: [], scope: 'accounts', resources: [api] }
    before(async () => {
      suite = await startSuite({}, { certificates: true })
      guarded = apiOf(suite)
      first = await fapiClient(suite, machine, variant)
      second = await fapiClient(suite, machine, variant)
    })
    after(async () => {
      guarded.close()
      await suite.stop()
    })
    const fields = { grant_type: 'client_credentials', scope: 'accounts' }
    const refused = async (how: Parameters<typeof fapiToken>[3], ...errors: string[]) =>
      checkTokenError(await fapiToken(suite, first, fields, how), ...errors)

    test('fapi2-security-profile-final-happy-flow, -access-token-type-header-case-sensitivity', async () => {
      assert.ok((suite.metadata['grant_types_supported'] as string[]).includes('client_credentials'))
      const tokens = await checkTokenAnswer(await fapiToken(suite, first, fields))
      assert.deepEqual([tokens.refresh_token, tokens.id_token], [undefined, undefined])
      for (const scheme of byKey ? ['DPoP', 'dpop', 'DPOP'] : ['Bearer', 'bearer', 'BEARER'])
        assert.ok((await accounts(suite, guarded, first, tokens.access_token, scheme)).ok, scheme)
      const theirs = await checkTokenAnswer(await fapiToken(suite, second, fields))
      assert.ok(!(await accounts(suite, guarded, first, theirs.access_token)).ok)
    })

    test('fapi2-security-profile-final-ensure-holder-of-key-required', async () => {
      const errors =
        asserts || byKey ? ['invalid_request', 'invalid_grant', 'invalid_dpop_proof'] : ['invalid_client']
      await refused(byKey ? { dpop: null } : { shown: null }, ...errors)
    })

    test('fapi2-security-profile-final-ensure-client-id-in-token-endpoint: of another, with a key that is not its own', async () => {
      const client_id = second.client_id
      const assertion = asserts ? fapiAssertion(suite, second, {}, first.key) : { client_id }
      await refused({ assertion }, 'invalid_client')
    })

    if (byKey)
      test('fapi2-security-profile-final-check-dpop-proof-nbf-exp, -iat-10seconds-before-, -after-succeeds', async () => {
        const now = suite.now()
        for (const claims of [{ nbf: now, exp: now + 300 }, { iat: now - 10 }, { iat: now + 10 }]) {
          const dpop = proofFor(suite, first, 'token_endpoint', { claims })
          await checkTokenAnswer(await fapiToken(suite, first, fields, { dpop }))
        }
      })

    if (asserts) {
      // oxfmt-ignore
      const assertions: [module: string, change: (now: number) => Record<string, unknown>][] = [
        ['ensure-client-assertion-with-exp-is-5-minutes-in-past-fails', (now) => ({ iat: now - 360, nbf: now - 360, exp: now - 300 })],
        ['ensure-client-assertion-with-wrong-aud-fails',                () => ({ aud: 'https://www.example.com/' })],
        ['ensure-client-assertion-with-no-sub-fails',                   () => ({ sub: undefined })],
      ]
      for (const [module, change] of assertions)
        test(`fapi2-security-profile-final-${module}`, async () =>
          refused({ assertion: fapiAssertion(suite, first, change(suite.now())) }, 'invalid_client'))

      test('fapi2-security-profile-final-ensure-client-assertion-in-token-endpoint, -ensure-signed-client-assertion-with-RS256-fails', async () => {
        await refused({ assertion: { client_id: first.client_id } }, 'invalid_client')
        const weak = { ...first.key, alg: 'RS256' as const }
        await refused({ assertion: fapiAssertion(suite, first, {}, weak) }, 'invalid_client')
      })
    }
  })

/** What is not the variant of the other files. */
const certified = plain
  .filter((one) => one.client_auth_type === 'mtls' || one.sender_constrain === 'mtls')
  .map((one): Variant => ({ ...one, signed: true }))

for (const variant of certified)
  describe(`${planOf(variant)}[fapi_response_mode=jarm]`, () => {
    let suite: Suite
    let client: FapiClient
    before(async () => {
      suite = await startSuite({ authorization_details_types: 'payment[amount]' }, { certificates: true })
      // Its requests are signed with a key, however it authenticates.
      const { key } = await fapiClient(suite, {}, messageSigning)
      const jwks = { keys: [key.jwk] }
      client = {
        ...(await fapiClient(suite, { jwks, authorization_details_types: ['payment'] }, variant)),
        key,
      }
    })
    after(() => suite.stop())

    test('fapi2-security-profile-final-happy-flow', async () => void (await fapiRun(suite, client)))

    test('[authorization_request_type=rar] fapi2-security-profile-final-happy-flow', async () => {
      const authorization_details = JSON.stringify([{ type: 'payment', amount: '20' }])
      await fapiRun(suite, client, { authorization_details })
    })

    test('fapi2-security-profile-final-user-rejects-authentication', async () => {
      // What was allowed within this second would count as allowed for this request.
      suite.wait(1)
      const { params } = fapiRequest(client, { prompt: 'consent' })
      const address = addressFor(suite, await pushed(await push(suite, client, params)), params)
      const { page } = await visit(suite.browser(), address, 'deny')
      const answer = await answerOf(suite, client, page)
      checkErrorCallback(suite, answer, { state: params['state'], error: ['access_denied'] })
    })

    test('fapi2-security-profile-final-ensure-unsigned-request-at-par-endpoint-fails', async () => {
      const unsigned = { ...client, variant: { ...variant, signed: false } }
      await checkParError(await push(suite, unsigned, fapiRequest(client).params), 'invalid_request')
    })
  })
