import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testKey } from '../../../test/keys.ts'
import { keyIdOf } from './key-id.ts'
import { signJwt } from '../sign.ts'

test('RFC 7515 §4.1.4 the key that a token names is told, and nothing is made of what names none', () => {
  assert.equal(keyIdOf(signJwt(testKey('ES256', 'k1').signing, 'JWT', {})), 'k1')
  const header = (value: unknown) => `${Buffer.from(JSON.stringify(value)).toString('base64url')}.e30.x`
  assert.equal(keyIdOf(header({ alg: 'ES256' })), undefined)
  assert.equal(keyIdOf(header({ kid: 1 })), undefined)
  assert.equal(keyIdOf('no token'), undefined)
  assert.equal(keyIdOf('a'.repeat(20_000)), undefined)
})
