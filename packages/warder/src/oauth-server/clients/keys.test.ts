import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { describe, test } from 'node:test'
import { FetchError, type Fetched, type SafeFetch } from '../../http/outbound/safe-fetch.ts'
import { createClientKeys, type KeyedClient } from './keys.ts'

const jwk = (kid: string) => ({
  ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }),
  kid,
})
const client: KeyedClient = { client_id: 'cli_1', jwks: null, jwks_uri: 'https://app.example/jwks' }
const answer = (body: string, status = 200): Fetched => ({ status, headers: {}, body: Buffer.from(body) })
const set = (...kids: string[]) => answer(JSON.stringify({ keys: kids.map(jwk) }))

/** A place whose answers a test chooses, and how often it was asked. */
function place(first: Fetched | FetchError) {
  const at = { asked: 0, answer: first, options: [] as Parameters<SafeFetch>[1][] }
  const fetch: SafeFetch = async (_url, options) => {
    at.asked++
    at.options.push(options)
    if (at.answer instanceof FetchError) throw at.answer
    return at.answer
  }
  const lines: unknown[] = []
  const keys = createClientKeys(fetch, { warn: (fields) => void lines.push(fields) })
  const kids = async (kid: string | undefined, now: number) =>
    (await keys.of(client, kid, now)).map((key) => key.kid)
  return { at, lines, keys, kids }
}

describe('CA-09 the keys of an application at its own address', () => {
  test('are asked for as a client wrote the address, within limits of time and length', async () => {
    const { at, kids } = place(set('a'))
    await kids('a', 1000)
    const { by, timeout_ms, max_bytes } = at.options[0] ?? assert.fail()
    assert.deepEqual([by, timeout_ms <= 5000, max_bytes <= 100_000], ['client', true, true])
  })
  test('are kept for five minutes, and fetched once however many ask', async () => {
    const { at, kids } = place(set('a'))
    await Promise.all(Array.from({ length: 20 }, () => kids('a', 1000)))
    assert.deepEqual(await kids('a', 1299), ['a'])
    assert.equal(at.asked, 1)
    await kids('a', 1300)
    assert.equal(at.asked, 2)
  })
  test('JW-08 are fetched again for a key that is new, and no more than twice a minute', async () => {
    const { at, kids } = place(set('a'))
    await kids('a', 1000)
    at.answer = set('a', 'b')
    for (let i = 0; i < 100; i++) await kids(`made-up ${i}`, 1010)
    assert.equal(at.asked, 1)
    assert.deepEqual(await kids('b', 1030), ['a', 'b'])
    for (let i = 0; i < 100; i++) await kids(`made-up ${i}`, 1040)
    assert.equal(at.asked, 2)
  })
  test('count for an hour while they cannot be fetched, and then no more', async () => {
    const { at, kids, lines } = place(set('a'))
    await kids('a', 1000)
    at.answer = new FetchError('timeout')
    assert.deepEqual(await kids('a', 1400), ['a'])
    assert.deepEqual(await kids('a', 4599), ['a'])
    assert.deepEqual(await kids('a', 4600), [])
    assert.deepEqual(lines[0], { client_id: 'cli_1', reason: 'timeout' })
  })
  const nothing: [what: string, answer: Fetched | FetchError][] = [
    ['an address that may not be reached', new FetchError('address')],
    ['a redirect', answer('', 302)],
    ['no JSON', answer('<html>')],
    ['a set without keys', answer('{"keys":[]}')],
    ['a member twice', answer('{"keys":[],"keys":[]}')],
    ['a symmetric key', answer('{"keys":[{"kty":"oct","k":"AAAA"}]}')],
    ['a hundred thousand brackets', answer('['.repeat(60_000))],
  ]
  for (const [what, said] of nothing) {
    test(`are none at ${what}, which is not asked again at once`, async () => {
      const { at, kids } = place(said)
      assert.deepEqual(await kids('a', 1000), [])
      assert.deepEqual(await kids('a', 1010), [])
      assert.equal(at.asked, 1)
    })
  }
})
