import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { base64url, bytes, creationOptions, credentialJson, requestOptions } from '../src/json.ts'

const known = globalThis as unknown as { PublicKeyCredential?: unknown }
afterEach(() => delete known.PublicKeyCredential)

test('base64url goes both ways, of every length and with the letters that differ', () => {
  for (const length of [0, 1, 2, 3, 32]) {
    const buffer = Uint8Array.from({ length }, (_, at) => 251 + at).buffer
    const text = base64url(buffer)
    assert.equal(text, Buffer.from(buffer).toString('base64url'))
    assert.deepEqual(bytes(text), new Uint8Array(buffer))
  }
})

test('WebAuthn L3 §5.1.9 options become bytes where the browser has no function for it', () => {
  known.PublicKeyCredential = class {}
  const options = creationOptions({
    rp: { id: 'id.example', name: 'Acme' },
    user: { id: 'AQI', name: 'ada@example.com', displayName: 'Ada' },
    challenge: '_-8',
    pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
    excludeCredentials: [{ type: 'public-key', id: 'Aw', transports: ['usb'] }],
  })
  assert.deepEqual(options.challenge, Uint8Array.of(255, 239))
  assert.deepEqual(options.user.id, Uint8Array.of(1, 2))
  assert.deepEqual(options.excludeCredentials, [
    { type: 'public-key', id: Uint8Array.of(3), transports: ['usb'] },
  ])
  assert.equal(requestOptions({ challenge: 'AQ' }).allowCredentials, undefined)
})

test('the function of the browser is used where there is one', () => {
  known.PublicKeyCredential = { parseRequestOptionsFromJSON: (json: object) => ({ own: json }) }
  assert.deepEqual(requestOptions({ challenge: 'AQ' }), { own: { challenge: 'AQ' } })
})

test('WebAuthn L3 §5.1.8 a credential becomes what the server reads, with and without the function of the browser', () => {
  const buffer = Uint8Array.of(1, 2, 3).buffer
  const credential = {
    id: 'AQID',
    type: 'public-key',
    authenticatorAttachment: 'platform',
    response: {
      clientDataJSON: buffer,
      attestationObject: buffer,
      userHandle: null,
      getTransports: () => ['internal'],
    },
    getClientExtensionResults: () => ({ credProps: { rk: true } }),
  } as unknown as PublicKeyCredential
  assert.deepEqual(credentialJson(credential), {
    id: 'AQID',
    rawId: 'AQID',
    type: 'public-key',
    authenticatorAttachment: 'platform',
    response: { clientDataJSON: 'AQID', attestationObject: 'AQID', transports: ['internal'] },
    clientExtensionResults: { credProps: { rk: true } },
  })
  const own = { ...credential, toJSON: () => ({ id: 'own' }) } as unknown as PublicKeyCredential
  assert.deepEqual(credentialJson(own), { id: 'own' })
})
