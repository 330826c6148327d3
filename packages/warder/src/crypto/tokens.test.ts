import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { newPlacedToken, newToken, placedDigest } from './tokens.ts'

describe('a token with a place in time', () => {
  const made = (now: number, count: number) => Array.from({ length: count }, () => newPlacedToken('wat', now))

  test('is kept beside those that were made with it, in the order in which they were', () => {
    const kept = [...made(1_800_000_000, 300), ...made(1_800_000_001, 300)].map(placedDigest)
    assert.deepEqual(kept, kept.toSorted())
    assert.equal(new Set(kept).size, 600)
  })

  test('is kept under a digest of all of it, which does not tell its secret', () => {
    const [token = ''] = made(1_800_000_000, 1)
    const place = token.slice(4, 15)
    assert.ok(placedDigest(token).startsWith(place))
    assert.ok(!placedDigest(token).includes(token.slice(15)))
    for (let i = 0; i < token.length; i++) {
      const other = `${token.slice(0, i)}${token[i] === 'x' ? 'y' : 'x'}${token.slice(i + 1)}`
      assert.notEqual(placedDigest(other), placedDigest(token), String(i))
    }
  })
})

test('secrets of one draw of randomness share nothing: each has 256 bits of its own', () => {
  const secrets = Array.from({ length: 2000 }, (_, i) =>
    i % 2 ? newToken('wrt').slice(4) : newPlacedToken('wat', i).slice(15),
  )
  assert.equal(new Set(secrets).size, secrets.length)
  for (const secret of secrets) assert.match(secret, /^(?!A{20})[A-Za-z0-9_-]{43}$/)
})
