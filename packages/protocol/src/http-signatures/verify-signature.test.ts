import assert from 'node:assert/strict'
import { constants, createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { describe, test } from 'node:test'
import type { SignedRequest } from './components.ts'
import { contentDigest, isContentDigest } from './content-digest.ts'
import { parseSignatures, verifySignature, type SignatureKey } from './verify-signature.ts'

const request: SignedRequest = {
  method: 'GET',
  scheme: 'https',
  authority: 'example.com',
  path: '/',
  query: undefined,
  header: (name) => (name === 'x-lines' ? 'a\nb' : null),
}
const secret = Buffer.alloc(32, 7)

type Made = { key: SignatureKey; make: (base: Buffer) => Buffer }

const ec = (
  namedCurve: string,
  digest: string,
  algorithm: 'ecdsa-p256-sha256' | 'ecdsa-p384-sha384',
): Made => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve })
  return {
    key: { algorithm, publicKey },
    make: (base) => sign(digest, base, { key: privateKey, dsaEncoding: 'ieee-p1363' }),
  }
}
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pss = (saltLength: number) => ({
  key: rsa.privateKey,
  padding: constants.RSA_PKCS1_PSS_PADDING,
  saltLength,
})
const edwards = generateKeyPairSync('ed25519')

/** RFC 9421 §3.3: every algorithm, by node:crypto alone. */
const algorithms: Made[] = [
  {
    key: { algorithm: 'hmac-sha256', secret },
    make: (base) => createHmac('sha256', secret).update(base).digest(),
  },
  {
    key: { algorithm: 'ed25519', publicKey: edwards.publicKey },
    make: (base) => sign(null, base, edwards.privateKey),
  },
  ec('P-256', 'sha256', 'ecdsa-p256-sha256'),
  ec('P-384', 'sha384', 'ecdsa-p384-sha384'),
  {
    key: { algorithm: 'rsa-v1_5-sha256', publicKey: rsa.publicKey },
    make: (base) => sign('sha256', base, rsa.privateKey),
  },
  {
    key: { algorithm: 'rsa-pss-sha512', publicKey: rsa.publicKey },
    make: (base) => sign('sha512', base, pss(64)),
  },
]

const input = '("@method");created=1;keyid="k"'

function presented(signature: Buffer, of = input) {
  const [one] = parseSignatures(`s=${of}`, `s=:${signature.toString('base64')}:`) ?? []
  assert.ok(one)
  return one
}
const base = (of = input) => Buffer.from(`"@method": GET\n"@signature-params": ${of}`)

describe('RFC 9421 §3.2 a signature', () => {
  for (const { key, make } of algorithms) {
    test(`RFC 9421 §3.3 by ${key.algorithm} verifies with its key, and with no other`, () => {
      const signature = make(base())
      assert.equal(verifySignature(request, presented(signature), key), true)
      assert.equal(verifySignature({ ...request, method: 'PUT' }, presented(signature), key), false)
      assert.equal(verifySignature(request, presented(signature.subarray(1)), key), false)
      assert.equal(verifySignature(request, presented(Buffer.alloc(0)), key), false)
      for (const other of algorithms)
        if (other.key !== key) assert.equal(verifySignature(request, presented(signature), other.key), false)
    })
  }

  test('RFC 9421 §3.3.4 of an elliptic curve is no DER, and RFC 9421 §3.3.1 one with RSA has a salt of 64 octets', () => {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const der = sign('sha256', base(), { key: pair.privateKey, dsaEncoding: 'der' })
    const key: SignatureKey = { algorithm: 'ecdsa-p256-sha256', publicKey: pair.publicKey }
    assert.equal(verifySignature(request, presented(der), key), false)
    const short = sign('sha512', base(), pss(32))
    const rsaKey: SignatureKey = { algorithm: 'rsa-pss-sha512', publicKey: rsa.publicKey }
    assert.equal(verifySignature(request, presented(short), rsaKey), false)
  })

  test('RFC 9421 §2.5 over a component twice, or one with a line break, is none', () => {
    const key: SignatureKey = { algorithm: 'hmac-sha256', secret }
    for (const covered of ['("@method" "@method")', '("x-lines")', '("x-none")', '("@status")']) {
      const lines = covered.match(/"[^"]+"/g)?.map((name) => `${name}: GET`) ?? []
      const text = [...lines, `"@signature-params": ${covered}`].join('\n')
      const signature = createHmac('sha256', secret).update(text).digest()
      assert.equal(verifySignature(request, presented(signature, covered), key), false, covered)
    }
  })
})

describe('RFC 9421 §4.1 and §4.2 the two fields', () => {
  test('RFC 9421 §2.3 say what is covered and with which parameters', () => {
    const of =
      '("@method" "@query-param";name="q");created=5;expires=9;nonce="n";keyid="k";alg="ed25519";tag="t"'
    const [one] = parseSignatures(`a=${of}`, 'a=:AAAA:') ?? []
    assert.ok(one)
    const { label, covered, keyid, created, expires, nonce, algorithm, tag } = one
    assert.equal(one.signature.length, 3)
    assert.deepEqual(
      { label, covered, keyid, created, expires, nonce, algorithm, tag },
      {
        label: 'a',
        covered: ['"@method"', '"@query-param";name="q"'],
        keyid: 'k',
        created: 5,
        expires: 9,
        nonce: 'n',
        algorithm: 'ed25519',
        tag: 't',
      },
    )
  })

  test('RFC 9421 §2.3 a time that is no whole number passes no comparison', () => {
    const [one] = parseSignatures('a=();created="5";expires=1.5', 'a=::') ?? []
    assert.ok(Number.isNaN(one?.created) && Number.isNaN(one?.expires))
  })

  // oxfmt-ignore
  const wrong: [input: string, signature: string][] = [
    ['a=("@method")',   ''],
    ['a=("@method")',   'b=:AAAA:'],
    ['a=("@method")',   'a="text"'],
    ['a=("@method")',   'a=()'],
    ['a="@method"',     'a=:AAAA:'],
    ['a=("@method"',    'a=:AAAA:'],
    [Array.from({ length: 9 }, (_, n) => `s${n}=()`).join(', '), Array.from({ length: 9 }, (_, n) => `s${n}=::`).join(', ')],
  ]
  for (const [one, other] of wrong)
    test(`${one.slice(0, 20)} with ${other.slice(0, 20) || 'nothing'} is no signature`, () =>
      assert.equal(parseSignatures(one, other), undefined))
})

describe('RFC 9530 §2 Content-Digest', () => {
  const content = Buffer.from('{"hello": "world"}')
  // RFC 9530 §5: of the algorithms in it those that we know count, and one has to be there.
  // oxfmt-ignore
  const table: [field: string, fits: boolean][] = [
    [contentDigest(content),                                                                   true],
    [contentDigest(content, 'sha-512'),                                                        true],
    [`${contentDigest(content)}, ${contentDigest(content, 'sha-512')}, md5=:AAAA:`,            true],
    [`${contentDigest(content)}, ${contentDigest(Buffer.from('x'), 'sha-512')}`,               false],
    ['md5=:AAAA:',                                                                             false],
    ['sha-256=:AAAA:',                                                                         false],
    ['sha-256="x"',                                                                            false],
    ['sha-256',                                                                                false],
    ['',                                                                                       false],
    ['sha-256=:',                                                                              false],
  ]
  for (const [field, fits] of table)
    test(`RFC 9530 §5 ${field.slice(0, 40)} ${fits ? 'fits' : 'does not fit'}`, () =>
      assert.equal(isContentDigest(field, content), fits))
})
