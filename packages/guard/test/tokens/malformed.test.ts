import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { guard, type SourceOptions } from '../../src/index.ts'
import { quickest } from '../../../../test/support/timing/quickest.ts'

const secret = 'a shared secret of thirty-two bytes'

/** Every source that looks at a request before it asks anybody. */
const sources: SourceOptions[] = [
  { kind: 'api_keys', keys: ['k7Qm2xV9tBz4Lw8RyN1cJ6hGfD3sPaUe'] },
  { kind: 'warder_hmac', keys: [{ id: 'k1', secret }] },
  { kind: 'http_signatures', keys: [{ id: 'k1', algorithm: 'hmac-sha256', key: secret }] },
  // Nobody listens there: a token is refused for what it is, or because its keys cannot be read.
  { kind: 'warder_session', issuer: 'http://127.0.0.1:9', cache: 0 },
  { kind: 'access_tokens', issuer: 'http://127.0.0.1:9', audience: 'x' },
]

const auth = guard({ sources, log: () => undefined, onIssuerError: () => undefined, timeout: 0.2 })
const checks = [auth.required(), auth.optional(), auth.withMetadata(), auth.requireScope('x')]

const pieces = [
  'Bearer',
  'bearer ',
  'DPoP ',
  'Basic ',
  ' ',
  ',',
  '=',
  '.',
  'a',
  'eyJhbGciOiJub25lIn0',
  '\t',
  '"',
  'é',
  '\0',
  '\n',
]
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((parts) => parts.join('')),
)
const signature = fc.oneof(
  text,
  fc
    .array(
      fc.constantFrom(
        'sig1',
        '=',
        '(',
        ')',
        '"@method"',
        '"',
        ';',
        'created',
        ':',
        '1',
        ' ',
        ',',
        'keyid="k1"',
        '?1',
      ),
      {
        maxLength: 16,
      },
    )
    .map((parts) => parts.join('')),
)

const names = {
  authorization: text,
  'x-api-key': text,
  cookie: fc.oneof(
    text,
    text.map((value) => `warder_session=${value}`),
  ),
  'x-signature': text,
  'x-timestamp': text,
  'x-nonce': text,
  'signature-input': signature,
  signature,
  'content-digest': signature,
  host: text,
  origin: text,
  'user-agent': text,
}
const headers = fc.record(names, { requiredKeys: [] })
const url = fc.oneof(
  text,
  fc.webUrl({ withQueryParameters: true }),
  text.map((path) => `/${path}`),
)

describe('malformed requests', () => {
  test('never throw, and open nothing', async () => {
    await fc.assert(
      fc.asyncProperty(headers, url, fc.constantFrom('GET', 'POST', 'x'), async (sent, to, method) => {
        const given: Record<string, string | undefined> = sent
        const request = {
          method,
          url: to,
          headers: { get: (name: string) => given[name] ?? null },
          content: async () => new Uint8Array(),
        }
        for (const check of checks) {
          const result = await check(request)
          if (result.ok) assert.equal(result.caller, undefined)
          else assert.ok([400, 401, 403, 503].includes(result.status))
          // A header that could be split would be an answer of somebody else's.
          if (!result.ok) assert.doesNotMatch(result.challenge ?? '', /[\r\n\0]/)
        }
      }),
      { numRuns: 400 },
    )
  })

  test('a token of a mebibyte is refused within milliseconds', async () => {
    const long = {
      get: (name: string) => (name === 'authorization' ? `Bearer ${'a'.repeat(1024 * 1024)}` : null),
    }
    await auth.authenticate({ method: 'GET', url: '/', headers: { get: () => null } })
    const took = await quickest(async () =>
      assert.equal((await auth.authenticate({ method: 'GET', url: '/', headers: long })).ok, false),
    )
    assert.ok(took < 250, `${took} ms`)
  })
})
