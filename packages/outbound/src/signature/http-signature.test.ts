import assert from 'node:assert/strict'
import { generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto'
import { test } from 'node:test'
import {
  isContentDigest,
  isHmacSignature,
  parseSignatures,
  verifySignature,
  type HttpSignatureAlgorithm,
  type SignatureKey,
} from '@warder/protocol'
import type { Outgoing } from '../credential.ts'
import { hmac } from '../hmac/hmac.ts'
import { httpSignature } from './http-signature.ts'

const now = 1_800_000_000_000

const request = (body: string | null = '{"a":1}'): Outgoing => ({
  method: 'POST',
  url: new URL('https://API.example:8443/v1/x%20y?b=2&a=1'),
  headers: new Headers(body === null ? {} : { 'content-type': 'application/json' }),
  body: body === null ? null : new TextEncoder().encode(body),
})

const asSigned = ({ method, url, headers }: Outgoing) => ({
  method,
  scheme: url.protocol.slice(0, -1),
  authority: url.host,
  path: url.pathname,
  query: url.search === '' ? undefined : url.search.slice(1),
  header: (name: string) => headers.get(name),
})

const context = { clock: () => now, signal: undefined }
const secret = randomBytes(32)
type Asymmetric = Exclude<HttpSignatureAlgorithm, 'hmac-sha256'>

const pem = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString()
const pairs: Record<Asymmetric, { publicKey: KeyObject; privateKey: KeyObject }> = {
  ed25519: generateKeyPairSync('ed25519'),
  'ecdsa-p256-sha256': generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  'ecdsa-p384-sha384': generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  'rsa-pss-sha512': generateKeyPairSync('rsa', { modulusLength: 2048 }),
  'rsa-v1_5-sha256': generateKeyPairSync('rsa', { modulusLength: 2048 }),
}
const algorithms = Object.keys(pairs) as Asymmetric[]

/** The key pair of each algorithm, as the two sides have it. */
const keys: [alg: HttpSignatureAlgorithm, ours: string, theirs: SignatureKey][] = [
  ['hmac-sha256', secret.toString('base64'), { algorithm: 'hmac-sha256', secret }],
  ...algorithms.map((algorithm): [HttpSignatureAlgorithm, string, SignatureKey] => {
    const { publicKey, privateKey } = pairs[algorithm]
    return [algorithm, pem(privateKey), { algorithm, publicKey }]
  }),
]

for (const [alg, key, theirs] of keys) {
  test(`RFC 9421 §3.3 ${alg}: what is signed here is verified there, and nothing that was changed`, async () => {
    const sent = request()
    await httpSignature({ keyId: 'k1', alg, key, tag: 'app' }).apply(sent, context)
    const [presented] =
      parseSignatures(sent.headers.get('signature-input') ?? '', sent.headers.get('signature') ?? '') ?? []
    assert.ok(presented)
    assert.ok(verifySignature(asSigned(sent), presented, theirs))
    assert.deepEqual(presented.covered, ['"@method"', '"@target-uri"', '"content-type"', '"content-digest"'])
    const { keyid, created, expires, tag } = presented
    assert.deepEqual([keyid, created, expires, tag], ['k1', now / 1000, now / 1000 + 300, 'app'])
    assert.ok(isContentDigest(sent.headers.get('content-digest') ?? '', new TextEncoder().encode('{"a":1}')))

    const changes: ((changed: Outgoing) => void)[] = [
      (changed) => (changed.method = 'PUT'),
      (changed) => (changed.url.search = '?b=2&a=2'),
      (changed) => (changed.url.host = 'evil.example'),
      (changed) => changed.headers.set('content-digest', 'sha-256=:AAAA:'),
    ]
    for (const change of changes) {
      const changed = { ...sent, url: new URL(sent.url), headers: new Headers(sent.headers) }
      change(changed)
      assert.ok(!verifySignature(asSigned(changed), presented, theirs))
    }
  })
}

test('RFC 9421 §2.2 a request without a body is signed by its method and address', async () => {
  const sent = request(null)
  await httpSignature({ keyId: 'k', alg: 'ed25519', key: pem(pairs.ed25519.privateKey) }).apply(sent, context)
  assert.match(
    sent.headers.get('signature-input') ?? '',
    /^sig1=\("@method" "@target-uri"\);created=1800000000;expires=1800000300;/,
  )
  assert.equal(sent.headers.get('content-digest'), null)
})

test('RFC 9421 §4.3 a second signature stands beside the first', async () => {
  const sent = request()
  const key = pem(pairs.ed25519.privateKey)
  await httpSignature({ keyId: 'a', alg: 'ed25519', key }).apply(sent, context)
  await httpSignature({ keyId: 'b', alg: 'ed25519', key, label: 'sig2' }).apply(sent, context)
  const found = parseSignatures(
    sent.headers.get('signature-input') ?? '',
    sent.headers.get('signature') ?? '',
  )
  assert.deepEqual(
    found?.map(({ label, keyid }) => [label, keyid]),
    [
      ['sig1', 'a'],
      ['sig2', 'b'],
    ],
  )
})

// oxfmt-ignore
const wrong: [what: string, alg: HttpSignatureAlgorithm, key: string][] = [
  ['a key of another type',     'ed25519',           pem(pairs['rsa-v1_5-sha256'].privateKey)],
  ['a key of another curve',    'ecdsa-p256-sha256', pem(pairs['ecdsa-p384-sha384'].privateKey)],
  ['a text that is no key',     'ed25519',           'canary'],
  ['a short secret',            'hmac-sha256',       'c2hvcnQ='],
]
for (const [what, alg, key] of wrong) {
  test(`${what} is refused without being shown`, async () => {
    await assert.rejects(
      async () => httpSignature({ keyId: 'k', alg, key }).apply(request(), context),
      (error: Error) => {
        assert.equal((error as { code?: string }).code, 'CONFIG_INVALID')
        assert.ok(!error.message.includes('canary'))
        return true
      },
    )
  })
}

test('RFC 9421 §2.5 a component that the request does not have is not left out in silence', async () => {
  const credential = httpSignature({
    keyId: 'k',
    alg: 'hmac-sha256',
    key: secret.toString('base64'),
    components: ['@method', 'x-missing'],
  })
  await assert.rejects(async () => credential.apply(request(), context), { code: 'CONFIG_INVALID' })
})

test('warder-hmac is verified by the guard’s own rules', async () => {
  for (const bits of ['256', '384', '512'] as const) {
    const sent = request()
    const scheme = bits === '256' ? 'warder-hmac' : (`warder-hmac-${bits}` as const)
    await hmac({ scheme, key: 'shared', keyId: 'id' }).apply(sent, context)
    const header = (name: string) => sent.headers.get(name) ?? ''
    const asked = {
      method: 'POST',
      host: sent.url.host,
      path: sent.url.pathname,
      query: sent.url.search.slice(1),
      timestamp: header('x-timestamp'),
      nonce: header('x-nonce'),
      body: new TextEncoder().encode('{"a":1}'),
    }
    assert.ok(isHmacSignature(`hmac-sha${bits}`, Buffer.from('shared'), asked, header('x-signature')))
  }
})
