import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, test } from 'node:test'
import { startGuarded } from './support/guarded.ts'

/** Any bytes do: what is compared is their digest, and the TLS layer has seen the key. */
const der = Buffer.from('the certificate of a client, as its bytes')
const thumbprint = createHash('sha256').update(der).digest('base64url')
const pem = `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`

describe('RFC 8705 §3 a token bound to a certificate', () => {
  // oxfmt-ignore
  const table: [what: string, certificate: string | Uint8Array | undefined, reason: string | undefined][] = [
    ['its certificate, as bytes',              der,                                        undefined],
    ['its certificate, as PEM',                pem,                                        undefined],
    ['its certificate, as nginx escapes it',   encodeURIComponent(pem),                    undefined],
    ['its certificate, by RFC 9440 §2.1',      `:${der.toString('base64')}:`,              undefined],
    ['another certificate',                    Buffer.from('another'),                     'wrong_certificate'],
    ['no certificate',                         undefined,                                  'wrong_certificate'],
    ['an empty header',                        '',                                         'wrong_certificate'],
    ['a header that is none',                  '%E0%A4%A',                                 'wrong_certificate'],
    ['the thumbprint itself',                  thumbprint,                                 'wrong_certificate'],
  ]
  for (const [what, certificate, reason] of table) {
    test(`comes with ${what}: ${reason ?? 'passes'}`, async (t) => {
      const { call, token } = await startGuarded(t, { certificate: () => certificate })
      const result = await call(token({ cnf: { 'x5t#S256': thumbprint } }))
      assert.equal(result.ok ? undefined : result.reason, reason)
    })
  }

  test('is checked again when it was seen before', async (t) => {
    let certificate: Uint8Array | undefined = der
    const { call, token } = await startGuarded(t, { certificate: () => certificate })
    const text = token({ cnf: { 'x5t#S256': thumbprint } })
    assert.equal((await call(text)).ok, true)
    certificate = undefined
    assert.equal((await call(text)).ok, false)
  })

  test('takes the certificate of the connection where nothing else is said', async (t) => {
    const { auth, token } = await startGuarded(t)
    const authorization = `Bearer ${token({ cnf: { 'x5t#S256': thumbprint } })}`
    const headers = { get: (name: string) => (name === 'authorization' ? authorization : null) }
    const request = { method: 'GET', url: '/', headers }
    assert.equal((await auth.authenticate({ ...request, certificate: () => der })).ok, true)
    assert.equal((await auth.authenticate(request)).ok, false)
  })

  for (const cnf of [{}, [], null, 'x', { jwk: {} }, { 'x5t#S256': thumbprint, kid: 'x' }]) {
    test(`cnf ${JSON.stringify(cnf).slice(0, 30)} is nothing that is known here`, async (t) => {
      const { call, token } = await startGuarded(t, { certificate: () => der })
      const result = await call(token({ cnf }))
      assert.ok(!result.ok)
      assert.equal(result.reason, 'bound_token')
    })
  }
})
