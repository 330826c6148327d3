import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { clientKey } from '../../../support/oauth-clients/keys.ts'
import { checkTokenAnswer, checkTokenError } from '../support/checks.ts'
import {
  checkParError,
  codeFor,
  endpointOf,
  fapiClient,
  fapiRedemption,
  fapiRequest,
  fapiRun,
  fapiToken,
  planOf,
  proofFor,
  push,
  resource,
  variants,
  type FapiClient,
} from '../support/fapi.ts'
import { jwtOf } from '../support/jwt.ts'
import { startSuite, type Suite } from '../support/suite.ts'

type Change = { claims?: Record<string, unknown>; header?: Record<string, unknown> }

for (const variant of variants.filter(({ sender_constrain }) => sender_constrain === 'dpop'))
  describe(`${planOf(variant)}: DPoP`, () => {
    let suite: Suite
    let client: FapiClient
    let access_token: string
    before(async () => {
      suite = await startSuite({}, { certificates: true })
      client = await fapiClient(suite, {}, variant)
      access_token = (await fapiRun(suite, client)).tokens.access_token
    })
    after(() => suite.stop())

    const proof = (change: Change = {}, by = client) =>
      proofFor(suite, by, 'userinfo_endpoint', change, { method: 'GET', access_token })
    const called = async (dpop: string) => (await resource(suite, client, access_token, { dpop })).status

    const negative = 'fapi2-security-profile-final-dpop-negative-tests'

    // oxfmt-ignore
    const wrong: [what: string, change: () => Change][] = [
    ['typ is missing',                     () => ({ header: { typ: undefined } })],
    ['typ is another',                     () => ({ header: { typ: 'JWT' } })],
    ['alg is missing',                     () => ({ header: { alg: undefined } })],
    ['alg is none',                        () => ({ header: { alg: 'none' } })],
    ['jwk is missing',                     () => ({ header: { jwk: undefined } })],
    ['jwk holds the private key',          () => ({ header: { jwk: client.dpop.privateKey.export({ format: 'jwk' }) } })],
    ['jti is missing',                     () => ({ claims: { jti: undefined } })],
    ['htm is missing',                     () => ({ claims: { htm: undefined } })],
    ['htm is of another method',           () => ({ claims: { htm: 'PUT' } })],
    ['htu is missing',                     () => ({ claims: { htu: undefined } })],
    ['htu is another address',             () => ({ claims: { htu: 'https://www.example.com/resource' } })],
    ['iat is missing',                     () => ({ claims: { iat: undefined } })],
    ['iat is an hour in the future',       () => ({ claims: { iat: suite.now() + 3600 } })],
    ['iat is an hour in the past',         () => ({ claims: { iat: suite.now() - 3600 } })],
    ['ath is missing',                     () => ({ claims: { ath: undefined } })],
    ['ath is of another token',            () => ({ claims: { ath: 'x'.repeat(43) } })],
  ]
    for (const [what, change] of wrong) {
      test(`${negative}: ${what}`, async () => {
        assert.equal(await called(proof(change())), 401)
        assert.equal(await called(proof()), 200)
      })
    }

    test(`${negative}: not well-formed, badly signed, of another key, sent twice, used twice, or none at all`, async () => {
      const good = proof()
      const [header, payload, signature = ''] = good.split('.')
      const altered = [header, payload, (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1)].join(
        '.',
      )
      for (const bad of [`${header}.${payload}`, altered, `${good}, ${proof()}`])
        assert.equal(await called(bad), 401)
      assert.equal(await called(proof({}, { ...client, dpop: clientKey('ES256') })), 401)
      const jti = randomUUID()
      assert.equal(await called(proof({ claims: { jti } })), 200)
      assert.equal(await called(proof({ claims: { jti } })), 401)
      assert.equal((await resource(suite, client, access_token, { scheme: 'Bearer' })).status, 401)
    })

    // oxfmt-ignore
    const right: [what: string, change: () => Change][] = [
    ['htu with a query and a fragment',    () => ({ claims: { htu: `${endpointOf(suite, client, 'userinfo_endpoint')}?a=b#c` } })],
    ['htu in another spelling',            () => ({ claims: { htu: endpointOf(suite, client, 'userinfo_endpoint').replace('https://localhost', 'HTTPS://LOCALHOST') } })],
    ['claims and header members that nobody knows', () => ({ claims: { extra: 'a' }, header: { extra: 'b' } })],
  ]
    for (const [what, change] of right) {
      test(`${negative}: ${what} is accepted`, async () => assert.equal(await called(proof(change())), 200))
    }

    test(`${negative}: a key for PS256 does not sign a proof with RS256`, async () => {
      const rsa = { ...client, dpop: clientKey('PS256') }
      const { tokens } = await fapiRun(suite, rsa)
      access_token = tokens.access_token
      const claims = () =>
        JSON.parse(Buffer.from(proof({}, rsa).split('.')[1] ?? '', 'base64url').toString()) as object
      const { kty, n, e } = rsa.dpop.jwk
      const head = (alg: string) => ({ typ: 'dpop+jwt', alg, kid: undefined, jwk: { kty, n, e } })
      assert.equal(await called(jwtOf(rsa.dpop, claims(), head('RS256'))), 401)
      assert.equal(await called(jwtOf(rsa.dpop, claims(), head('PS256'))), 200)
      access_token = (await fapiRun(suite, client)).tokens.access_token
      const weak = (endpoint: string) => proofFor(suite, rsa, endpoint, { header: { alg: 'RS256' } })
      const request = fapiRequest(rsa)
      const atPar = weak('pushed_authorization_request_endpoint')
      await checkParError(await push(suite, rsa, request.params, { dpop: atPar }), 'invalid_dpop_proof')
      const fields = fapiRedemption(rsa, await codeFor(suite, rsa, request), request)
      const answer = await fapiToken(suite, rsa, fields, { dpop: weak('token_endpoint') })
      await checkTokenError(answer, 'invalid_dpop_proof')
    })

    // oxfmt-ignore
    const times: [module: string, claims: (now: number) => Record<string, unknown>][] = [
    ['check-dpop-proof-nbf-exp',                             (now) => ({ nbf: now, exp: now + 300 })],
    ['ensure-dpopproof-with-iat-10seconds-before-succeeds',  (now) => ({ iat: now - 10 })],
    ['ensure-dpopproof-with-iat-10seconds-after-succeeds',   (now) => ({ iat: now + 10 })],
  ]
    for (const [module, claims] of times) {
      test(`fapi2-security-profile-final-${module}`, async () => {
        const request = fapiRequest(client)
        const code = await codeFor(suite, client, request)
        const dpop = proofFor(suite, client, 'token_endpoint', { claims: claims(suite.now()) })
        const tokens = await checkTokenAnswer(
          await fapiToken(suite, client, fapiRedemption(client, code, request), { dpop }),
        )
        access_token = tokens.access_token
        assert.equal(await called(proof({ claims: claims(suite.now()) })), 200)
      })
    }
  })

describe(`${planOf(variants[0] ?? assert.fail())}: a server that asks for a nonce`, () => {
  let suite: Suite
  let client: FapiClient
  before(async () => {
    suite = await startSuite({ dpop_nonce: 'required' })
    client = await fapiClient(suite)
  })
  after(() => suite.stop())

  test('RFC 9449 §8 and §9 fapi2-security-profile-final-happy-flow: at PAR, the token endpoint and the resource one is told, and accepted', async () => {
    const request = fapiRequest(client)
    const par = 'pushed_authorization_request_endpoint'
    const asked = await push(suite, client, request.params, { dpop: proofFor(suite, client, par) })
    const nonce = asked.headers.get('dpop-nonce') ?? ''
    await checkParError(asked, 'use_dpop_nonce')
    const claims = { nonce }
    const code = await codeFor(suite, client, request, { dpop: proofFor(suite, client, par, { claims }) })
    const fields = fapiRedemption(client, code, request)
    const refused = await fapiToken(suite, client, fields)
    assert.equal(refused.headers.get('dpop-nonce'), nonce)
    await checkTokenError(refused, 'use_dpop_nonce')
    const dpop = proofFor(suite, client, 'token_endpoint', { claims })
    const { access_token } = await checkTokenAnswer(await fapiToken(suite, client, fields, { dpop }))
    const unbelieved = await resource(suite, client, access_token)
    assert.equal(unbelieved.status, 401)
    assert.match(unbelieved.headers.get('www-authenticate') ?? '', /^DPoP .*error="use_dpop_nonce"/)
    assert.equal(unbelieved.headers.get('dpop-nonce'), nonce)
    const proof = proofFor(suite, client, 'userinfo_endpoint', { claims }, { method: 'GET', access_token })
    assert.equal((await resource(suite, client, access_token, { dpop: proof })).status, 200)
  })
})
