import assert from 'node:assert/strict'
import { createPublicKey } from 'node:crypto'
import { describe, test } from 'node:test'
import type { SignedRequest } from './components.ts'
import { isContentDigest } from './content-digest.ts'
import { signatureBase } from './signature-base.ts'
import { parseSignatures, verifySignature, type SignatureKey } from './verify-signature.ts'

/** RFC 9421 §B.1: public keys of the standard's own examples, and a secret that everybody knows. */
const keys: Record<string, SignatureKey> = {
  'test-key-rsa-pss': {
    algorithm: 'rsa-pss-sha512',
    publicKey: createPublicKey({
      format: 'jwk',
      key: {
        kty: 'RSA',
        e: 'AQAB',
        n: 'r4tmm3r20Wd_PbqvP1s2-QEtvpuRaV8Yq40gjUR8y2Rjxa6dpG2GXHbPfvMs8ct-Lh1GH45x28Rw3Ry53mm-oAXjyQ86OnDkZ5N8lYbggD4O3w6M6pAvLkhk95AndTrifbIFPNU8PPMO7OyrFAHqgDsznjPFmTOtCEcN2Z1FpWgchwuYLPL-Wokqltd11nqqzi-bJ9cvSKADYdUAAN5WUtzdpiy6LbTgSxP7ociU4Tn0g5I6aDZJ7A8Lzo0KSyZYoA485mqcO0GVAdVw9lq4aOT9v6d-nb4bnNkQVklLQ3fVAvJm-xdDOp9LCNCN48V2pnDOkFV6-U9nV5oyc6XI2w',
      },
    }),
  },
  'test-key-ed25519': {
    algorithm: 'ed25519',
    publicKey: createPublicKey({
      format: 'jwk',
      key: { kty: 'OKP', crv: 'Ed25519', x: 'JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs' },
    }),
  },
  'test-shared-secret': {
    algorithm: 'hmac-sha256',
    secret: Buffer.from(
      'uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==',
      'base64',
    ),
  },
}

const requestOf = (
  method: string,
  authority: string,
  path: string,
  query: string,
  headers: Record<string, string>,
): SignedRequest => ({
  method,
  scheme: 'https',
  authority,
  path,
  query,
  header: (name) => headers[name] ?? null,
})

/** RFC 9421 §B.2: the request that is signed in five ways. */
const request = requestOf('POST', 'example.com', '/foo', 'param=Value&Pet=dog', {
  host: 'example.com',
  date: 'Tue, 20 Apr 2021 02:07:55 GMT',
  'content-type': 'application/json',
  'content-digest':
    'sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:',
  'content-length': '18',
})

// oxfmt-ignore
const vectors: [section: string, input: string, signature: string][] = [
  ['§B.2.1', 'sig-b21=();created=1618884473;keyid="test-key-rsa-pss";nonce="b3k2pp5k7z-50gnwp.yemd"',
    'sig-b21=:d2pmTvmbncD3xQm8E9ZV2828BjQWGgiwAaw5bAkgibUopemLJcWDy/lkbbHAve4cRAtx31Iq786U7it++wgGxbtRxf8Udx7zFZsckzXaJMkA7ChG52eSkFxykJeNqsrWH5S+oxNFlD4dzVuwe8DhTSja8xxbR/Z2cOGdCbzR72rgFWhzx2VjBqJzsPLMIQKhO4DGezXehhWwE56YCE+O6c0mKZsfxVrogUvA4HELjVKWmAvtl6UnCh8jYzuVG5WSb/QEVPnP5TmcAnLH1g+s++v6d4s8m0gCw1fV5/SITLq9mhho8K3+7EPYTU8IU1bLhdxO5Nyt8C8ssinQ98Xw9Q==:'],
  ['§B.2.2', 'sig-b22=("@authority" "content-digest" "@query-param";name="Pet");created=1618884473;keyid="test-key-rsa-pss";tag="header-example"',
    'sig-b22=:LjbtqUbfmvjj5C5kr1Ugj4PmLYvx9wVjZvD9GsTT4F7GrcQEdJzgI9qHxICagShLRiLMlAJjtq6N4CDfKtjvuJyE5qH7KT8UCMkSowOB4+ECxCmT8rtAmj/0PIXxi0A0nxKyB09RNrCQibbUjsLS/2YyFYXEu4TRJQzRw1rLEuEfY17SARYhpTlaqwZVtR8NV7+4UKkjqpcAoFqWFQh62s7Cl+H2fjBSpqfZUJcsIk4N6wiKYd4je2U/lankenQ99PZfB4jY3I5rSV2DSBVkSFsURIjYErOs0tFTQosMTAoxk//0RoKUqiYY8Bh0aaUEb0rQl3/XaVe4bXTugEjHSw==:'],
  ['§B.2.3', 'sig-b23=("date" "@method" "@path" "@query" "@authority" "content-type" "content-digest" "content-length");created=1618884473;keyid="test-key-rsa-pss"',
    'sig-b23=:bbN8oArOxYoyylQQUU6QYwrTuaxLwjAC9fbY2F6SVWvh0yBiMIRGOnMYwZ/5MR6fb0Kh1rIRASVxFkeGt683+qRpRRU5p2voTp768ZrCUb38K0fUxN0O0iC59DzYx8DFll5GmydPxSmme9v6ULbMFkl+V5B1TP/yPViV7KsLNmvKiLJH1pFkh/aYA2HXXZzNBXmIkoQoLd7YfW91kE9o/CCoC1xMy7JA1ipwvKvfrs65ldmlu9bpG6A9BmzhuzF8Eim5f8ui9eH8LZH896+QIF61ka39VBrohr9iyMUJpvRX2Zbhl5ZJzSRxpJyoEZAFL2FUo5fTIztsDZKEgM4cUA==:'],
  ['§B.2.5', 'sig-b25=("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"',
    'sig-b25=:pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=:'],
  ['§B.2.6', 'sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"',
    'sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:'],
]

function verified(message: SignedRequest, input: string, signature: string): boolean {
  const [presented] = parseSignatures(input, signature) ?? []
  assert.ok(presented)
  const key = keys[presented.keyid ?? '']
  assert.ok(key)
  return verifySignature(message, presented, key)
}

describe('RFC 9421 §B.2 the examples of the standard', () => {
  for (const [section, input, signature] of vectors) {
    test(`RFC 9421 ${section} verifies, and not with another byte`, () => {
      assert.equal(verified(request, input, signature), true)
      const changed = signature.replace(/=:(.)/, (_, first: string) => `=:${first === 'A' ? 'B' : 'A'}`)
      assert.equal(verified(request, input, changed), false)
      if (input.includes('"date"')) {
        const header = (name: string) => (name === 'date' ? 'x' : request.header(name))
        assert.equal(verified({ ...request, header }, input, signature), false)
      }
    })
  }

  test('RFC 9421 §2.5 the base of §B.2.2 is these lines', () => {
    const [, input = '', signature = ''] = vectors[1] ?? []
    const [presented] = parseSignatures(input, signature) ?? []
    assert.ok(presented)
    assert.equal(
      signatureBase(request, presented.input),
      [
        '"@authority": example.com',
        `"content-digest": ${request.header('content-digest')}`,
        '"@query-param";name="Pet": dog',
        '"@signature-params": ("@authority" "content-digest" "@query-param";name="Pet");created=1618884473;keyid="test-key-rsa-pss";tag="header-example"',
      ].join('\n'),
    )
  })

  test('RFC 9530 §2 the digest of its body fits, and of no other', () => {
    const field = request.header('content-digest') ?? ''
    assert.equal(isContentDigest(field, Buffer.from('{"hello": "world"}')), true)
    assert.equal(isContentDigest(field, Buffer.from('{"hello": "World"}')), false)
  })
})

describe('RFC 9421 §B.4 what may happen on the way', () => {
  const input =
    'transform=("@method" "@path" "@authority" "accept");created=1618884473;keyid="test-key-ed25519"'
  const signature =
    'transform=:ZT1kooQsEHpZ0I1IjCqtQppOmIqlJPeo7DHR3SoMn0s5JZ1eRGS0A+vyYP9t/LXlh5QMFFQ6cpLt2m0pmj3NDA==:'
  const demo = (
    method = 'GET',
    authority = 'example.org',
    accept = 'application/json, */*',
    query = 'name1=Value1',
  ) => requestOf(method, authority, '/demo', query, { accept, 'accept-language': 'en-US,en;q=0.5' })

  // oxfmt-ignore
  const table: [what: string, message: SignedRequest, verifies: boolean][] = [
    ['nothing',                                 demo(),                                              true],
    ['another query, which is not covered',     demo('GET', 'example.org', undefined, 'x=1'),        true],
    ['another method and host',                 demo('POST', 'example.com'),                         false],
    ['the values of a field in another order',  demo('GET', 'example.org', '*/*, application/json'), false],
  ]
  for (const [what, message, verifies] of table) {
    test(`${what} ${verifies ? 'keeps' : 'breaks'} the signature`, () =>
      assert.equal(verified(message, input, signature), verifies))
  }
})
