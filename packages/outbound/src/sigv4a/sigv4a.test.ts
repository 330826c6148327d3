import assert from 'node:assert/strict'
import { createPublicKey, verify } from 'node:crypto'
import { describe, test } from 'node:test'
import type { Outgoing } from '../credential.ts'
import { rulesOf } from '../sigv4/prepare.ts'
import { deriveKey } from './derive-key.ts'
import { signHeadersA } from './sign-headers.ts'
import { sigv4a } from './sigv4a.ts'

const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' }
const date = '20150830T123600Z'
const plan = { service: 'service', rules: rulesOf('service'), payload: 'auto' } as const
const request = (path = '/'): Outgoing => ({
  method: 'GET',
  url: new URL(`https://example.amazonaws.com${path}`),
  headers: new Headers(),
  body: null,
})
const signatureOf = (outgoing: Outgoing) =>
  /Signature=(\w+)$/.exec(outgoing.headers.get('authorization') ?? '')?.[1] ?? ''
const isSigned = (text: string, hex: string) =>
  verify('sha256', Buffer.from(text), createPublicKey(deriveKey(keys)), Buffer.from(hex, 'hex'))

describe('OC-10 AWS Signature Version 4A', () => {
  test('the key that aws-c-auth, the Go SDK and AWS itself derive', () => {
    const { x = '', y = '' } = deriveKey({
      accessKeyId: 'AKISORANDOMAASORANDOM',
      secretAccessKey: 'q+jcrXGc+0zWN6uzclKVhvMmUsIfRPa4rlRandom',
    }).export({ format: 'jwk' })
    const hex = (part: string) => Buffer.from(part, 'base64url').toString('hex')
    assert.equal(hex(x), '15d242ceebf8d8169fd6a8b5a746c41140414c3b07579038da06af89190fffcb')
    assert.equal(hex(y), '0515242cedd82e94799482e4c0514b505afccf2c0c98d6a553bf539f424c5ec0')
  })

  // oxfmt-ignore
  const published: [name: string, path: string, sessionToken: string | undefined, signature: string][] = [
    ['get-slash-normalized',            '//',                                             undefined,                                                          '3044022003bf7da31910cc7f39f88ffb93a2a1319057bc3b981d10dd7da0754be86b713202206a05f6f2fdd3e7e4f49bc2b429a021fdc64a64462806befbed9f66dd0f30b1c9'],
    ['get-vanilla-query-order-encoded', '/?Param-3=Value3&Param=Value2&%E1%88%B4=Value1', undefined,                                                          '3044022041ffa05b60e2cc9bac499a22148bb69825873b913cabdcf8b3f97c75ba28f81a0220492937cb6eccb784d5fcf1969e4493ad9417ac3409496ef74f281aa13e279739'],
    ['get-vanilla-with-session-token',  '/',                                              '6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267', '3044021f7cfd51af2b722f8d1fa1afb65b4d5486ed59a67bcf9f3acc62aad6ddd37db10221009d4c9f9a37104fc01a8daffc9a6bd1056b7b43c1196edde0b52878b759628f8c'],
  ]
  for (const [name, path, sessionToken, signature] of published) {
    test(`${name} of aws-c-auth: the published signature fits our text, and so does ours`, () => {
      const outgoing = request(path)
      const { string_to_sign } = signHeadersA(outgoing, plan, 'us-east-1', { ...keys, sessionToken }, date)
      assert.ok(isSigned(string_to_sign, signature))
      assert.ok(isSigned(string_to_sign, signatureOf(outgoing)))
      assert.ok(!isSigned(`${string_to_sign} `, signatureOf(outgoing)))
      assert.match(
        outgoing.headers.get('authorization') ?? '',
        /^AWS4-ECDSA-P256-SHA256 Credential=AKIDEXAMPLE\/20150830\/service\/aws4_request, SignedHeaders=host;x-amz-date;x-amz-region-set/,
      )
    })
  }

  test('the regions are said, and signed', async () => {
    const outgoing = request()
    const credential = sigv4a({ service: 's3', regions: ['us-east-1', 'eu-*'], credentials: keys })
    await credential.apply(outgoing, { clock: () => 0, signal: undefined })
    assert.equal(outgoing.headers.get('x-amz-region-set'), 'us-east-1,eu-*')
    assert.match(outgoing.headers.get('authorization') ?? '', /SignedHeaders=[^,]*x-amz-region-set/)
  })

  for (const regions of [[], ['us east'], ['a,b'], ['a\r\nb']]) {
    test(`refused: ${JSON.stringify(regions)} for regions`, () => {
      assert.throws(() => sigv4a({ service: 's3', regions, credentials: keys }), { code: 'CONFIG_INVALID' })
    })
  }
})
