import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { secretsFrom } from './secrets.ts'

const key = (id: string) => ({ id, key: randomBytes(32) })

test('what is sealed for one place opens there and nowhere else, and not when a bit is changed', () => {
  const secrets = secretsFrom([key('dk1')])
  const sealed = secrets.seal('outbox:1', 'hello')
  assert.equal(secrets.open('outbox:1', sealed)?.toString(), 'hello')
  assert.equal(secrets.open('outbox:2', sealed), undefined)
  const box = Buffer.from(sealed.slice(4), 'base64url')
  for (const at of [0, 12, box.length - 1]) {
    const changed = Buffer.from(box)
    changed[at]! ^= 1
    assert.equal(secrets.open('outbox:1', `dk1.${changed.toString('base64url')}`), undefined)
  }
  for (const broken of ['', 'dk1', 'dk1.', 'dk1.AAAA', '.', 'dk9.AAAA'])
    assert.equal(secrets.open('outbox:1', broken), undefined)
})

test('ST-03 no nonce is used twice in a hundred thousand seals', () => {
  const secrets = secretsFrom([key('dk1')])
  const nonces = new Set<string>()
  for (let i = 0; i < 100_000; i++) nonces.add(secrets.seal('x', '').slice(4, 20))
  assert.equal(nonces.size, 100_000)
})

test('ST-05 a new key seals, the old one still opens, and once it is gone nothing opens', () => {
  const [older, newer] = [key('dk1'), key('dk2')]
  const sealed = secretsFrom([older]).seal('x', 'kept')
  const both = secretsFrom([newer, older])
  assert.equal(both.open('x', sealed)?.toString(), 'kept')
  assert.match(both.seal('x', 'new'), /^dk2\./)
  assert.equal(secretsFrom([newer]).open('x', sealed), undefined)
})

test('a mac counts for its purpose and text alone', () => {
  const secrets = secretsFrom([key('dk1')])
  const mac = secrets.mac('csrf', 'session 1')
  assert.equal(secrets.macMatches('csrf', 'session 1', mac), true)
  assert.equal(secrets.macMatches('csrf', 'session 2', mac), false)
  assert.equal(secrets.macMatches('other', 'session 1', mac), false)
  for (const broken of ['', 'dk1', 'dk1.', `dk2${mac.slice(3)}`, mac.slice(0, -2)]) {
    assert.equal(secrets.macMatches('csrf', 'session 1', broken), false)
  }
})
