import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { visit } from '../support/application.ts'
import { checkCallback } from '../support/checks.ts'
import {
  addressFor,
  answerOf,
  checkParError,
  fapiClient,
  fapiRequest,
  messageSigning,
  planOf,
  push,
  pushed,
  requestObject,
  type FapiClient,
} from '../support/fapi.ts'
import { startSuite, type Suite } from '../support/suite.ts'

type Change = { claims?: Record<string, unknown>; header?: Record<string, unknown> }
const minute = 60

/** The modules that are not for the variant `fapi_request_method=unsigned`. Those for both are in the other files. */
describe(`${planOf(messageSigning)}: request objects`, () => {
  let suite: Suite
  let first: FapiClient
  let second: FapiClient
  before(async () => {
    suite = await startSuite()
    first = await fapiClient(suite, {}, messageSigning)
    second = await fapiClient(suite, {}, messageSigning)
  })
  after(() => suite.stop())

  const sent = async (change: Change = {}, signer = first.key) => {
    const { params } = fapiRequest(first)
    return {
      params,
      answer: await push(suite, first, {
        request: requestObject(suite, first, params, { ...change, signer }),
      }),
    }
  }

  // oxfmt-ignore
  const successes: [module: string, change: (now: number) => Change][] = [
    ['happy-flow: as the second client signs',                               (now) => ({ claims: { iat: now }, header: { typ: 'oauth-authz-req+jwt' } })],
    ['ensure-request-object-with-multiple-aud-succeeds',                     () => ({ claims: { aud: [suite.metadata.issuer, 'https://other1.example.com', 'https://other2.example.com'] } })],
    ['ensure-request-object-with-nbf-8-seconds-in-the-future-is-accepted',   (now) => ({ claims: { iat: now + 8, nbf: now + 8, exp: now + 308 } })],
  ]
  for (const [module, change] of successes)
    test(`fapi2-security-profile-final-${module}`, async () => {
      const { params, answer } = await sent(change(suite.now()))
      const address = addressFor(suite, await pushed(answer), { client_id: first.client_id })
      const { page } = await visit(suite.browser(), address)
      checkCallback(suite, await answerOf(suite, first, page), params['state'])
    })

  // oxfmt-ignore
  const refused: [module: string, change: (now: number) => Change][] = [
    ['ensure-request-object-without-exp-fails',                       () => ({ claims: { exp: undefined } })],
    ['ensure-request-object-without-nbf-fails',                       () => ({ claims: { nbf: undefined } })],
    ['ensure-expired-request-object-fails',                           (now) => ({ claims: { iat: now - 10 * minute, nbf: now - 10 * minute, exp: now - 5 * minute } })],
    ['ensure-request-object-with-bad-aud-fails',                      () => ({ claims: { aud: `${suite.metadata.issuer}1` } })],
    ['ensure-request-object-with-exp-over-60-fails',                  (now) => ({ claims: { exp: now + 70 * minute } })],
    ['ensure-request-object-with-nbf-over-60-fails',                  (now) => ({ claims: { nbf: now - 70 * minute } })],
    ['ensure-signed-request-object-with-RS256-fails',                 () => ({ header: { alg: 'RS256' } })],
    ['ensure-request-object-signature-algorithm-is-not-none',         () => ({ header: { alg: 'none' } })],
    ['ensure-request-object-without-redirect-uri-fails',              () => ({ claims: { redirect_uri: undefined } })],
    ['par-authorization-request-containing-request_uri',              () => ({ claims: { request_uri: 'urn:ietf:params:oauth:request_uri:x' } })],
  ]
  for (const [module, change] of refused)
    test(`fapi2-security-profile-final-${module}`, async () => {
      const { answer } = await sent(change(suite.now()))
      await checkParError(answer, 'invalid_request', 'invalid_request_object')
      assert.equal((await sent()).answer.status, 201)
    })

  test('fapi2-security-profile-final-ensure-request-object-with-invalid-signature-fails', async () => {
    const object = requestObject(suite, first, fapiRequest(first).params)
    const [header, payload, signature = ''] = object.split('.')
    const request = [header, payload, (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1)].join('.')
    await checkParError(await push(suite, first, { request }), 'invalid_request_object')
  })

  test('fapi2-security-profile-final-ensure-matching-key-in-authorization-request: not that of the other client', async () => {
    const { answer } = await sent({}, second.key)
    await checkParError(answer, 'invalid_request', 'invalid_request_object')
  })

  test('fapi2-security-profile-final-ensure-unsigned-request-at-par-endpoint-fails', async () => {
    const { params } = fapiRequest(first)
    const plain = { ...first, variant: { ...first.variant, signed: false } }
    await checkParError(await push(suite, plain, params), 'invalid_request')
  })

  test('an hour is not over sixty minutes', async () => {
    const now = suite.now()
    const { answer } = await sent({ claims: { nbf: now - 59 * minute, exp: now + minute } })
    assert.equal(answer.status, 201)
  })
})
