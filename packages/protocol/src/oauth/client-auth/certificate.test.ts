import assert from 'node:assert/strict'
import { createHash, X509Certificate } from 'node:crypto'
import { describe, test } from 'node:test'
import { authority, forged, issued, otherAuthority, selfSigned } from '../../../test/certificates.ts'
import { importJwk } from '../../jwt/keys/import-jwk.ts'
import {
  certificateHasKeyOf,
  certificateHasName,
  certificateThumbprint,
  isIssuedByOneOf,
  parseCertificateHeader,
  type CertificateName,
} from './certificate.ts'

const now = 1_800_000_000
const certificate = new X509Certificate(issued)
const base64 = certificate.raw.toString('base64')

describe('RFC 9440 §2.1: a certificate in a header', () => {
  // oxfmt-ignore
  const spellings: [what: string, text: string][] = [
    ['the byte sequence of the standard', `:${base64}:`],
    ['escaped PEM', encodeURIComponent(issued)],
    ['PEM in one line', issued.replaceAll('\n', ' ')],
    ['bare base64', base64],
  ]
  for (const [what, text] of spellings) {
    test(`as ${what}`, () =>
      assert.equal(parseCertificateHeader(text)?.fingerprint256, certificate.fingerprint256))
  }
  const nonsense = [
    '',
    '(null)',
    '%',
    '%zz',
    `:${base64}`,
    base64.slice(0, 100),
    'A'.repeat(13_000),
    `${base64}, ${base64}`,
  ]
  for (const text of nonsense) {
    test(`not ${JSON.stringify(text.slice(0, 20))}`, () =>
      assert.equal(parseCertificateHeader(text), undefined))
  }
})

describe('RFC 8705 §2.1: a certificate by an authority', () => {
  const by = (pem: string, anchors: string[], at = now) =>
    isIssuedByOneOf(
      new X509Certificate(pem),
      anchors.map((one) => new X509Certificate(one)),
      at,
    )
  test('is one that the authority signed', () => {
    assert.equal(by(issued, [otherAuthority, authority]), true)
    assert.equal(by(issued, [otherAuthority]), false)
    assert.equal(by(issued, []), false)
    assert.equal(by(selfSigned, [authority]), false)
  })
  test('is none by somebody else of the same name', () => assert.equal(by(forged, [authority]), false))
  test('is none by a certificate that is no authority', () =>
    assert.equal(by(selfSigned, [selfSigned]), false))
  test('is none before its time and after', () => {
    assert.equal(by(issued, [authority], Date.UTC(2019, 1) / 1000), false)
    assert.equal(by(issued, [authority], Date.UTC(2051, 1) / 1000), false)
  })
})

describe('RFC 8705 §2.1.2 and RFC 4514 §2.1 and §3: the name that a client registered', () => {
  // oxfmt-ignore
  const names: [kind: CertificateName['kind'], value: string, has: boolean][] = [
    ['subject_dn', 'CN=Notes,O=Example\\, Inc.,C=DE', true],
    ['subject_dn', 'cn=Notes, o=Example\\, Inc., c=DE', true],
    ['subject_dn', 'C=DE,O=Example\\, Inc.,CN=Notes', false],
    ['subject_dn', 'CN=Notes', false],
    ['subject_dn', 'CN=notes,O=Example\\, Inc.,C=DE', false],
    ['subject_dn', '', false],
    ['san_dns', 'notes.example', true], ['san_dns', 'www.notes.example', false], ['san_dns', '*.example', false],
    ['san_dns', 'Notes', false],
    ['san_uri', 'spiffe://example/notes', true], ['san_uri', 'spiffe://example/note', false],
    ['san_ip', '192.0.2.7', true], ['san_ip', '192.0.2.8', false], ['san_ip', 'notes.example', false],
    ['san_dns', '', false], ['san_email', '', false],
    ['san_email', 'notes@example.com', true], ['san_email', 'ada@example.com', false],
  ]
  for (const [kind, value, has] of names) {
    test(`${kind} ${value} ${has ? 'is' : 'is not'} its name`, () => {
      assert.equal(certificateHasName(certificate, { kind, value }), has)
    })
  }
})

describe('RFC 8705 §2.2 and §3.1: a certificate of the client itself', () => {
  const own = new X509Certificate(selfSigned)
  const keyOf = (one: X509Certificate) =>
    [importJwk(one.publicKey.export({ format: 'jwk' }))].filter((key) => key !== undefined)
  test('has a key that the client registered', () => {
    assert.equal(certificateHasKeyOf(own, [...keyOf(certificate), ...keyOf(own)], now), true)
    assert.equal(certificateHasKeyOf(own, keyOf(certificate), now), false)
    assert.equal(certificateHasKeyOf(own, [], now), false)
    assert.equal(certificateHasKeyOf(own, keyOf(own), Date.UTC(2051, 1) / 1000), false)
  })
  test('is named in tokens by the digest of its bytes', () => {
    assert.equal(certificateThumbprint(own), createHash('sha256').update(own.raw).digest('base64url'))
  })
})
