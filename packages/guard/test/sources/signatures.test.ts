import assert from 'node:assert/strict'
import { createHmac, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, test, type TestContext } from 'node:test'
import { contentDigest, hmacSignature } from '@warder/protocol'
import { guard, nodeHandler, type GuardOptions, type HmacKey } from '../../src/index.ts'

const secret = 'a shared secret of thirty-two bytes'
const now = 1_800_000_000
const clock = { now: () => now, elapsed: () => 0 }
const url = 'https://api.example/v1/orders?b=2&a=1'
const body = '{"item":7}'
const nonce = () => randomBytes(16).toString('base64url')

type Signed = { method: string; url: string; body: string; headers: Record<string, string> }

/** A request signed by the scheme warder-hmac, as it is sent. */
function signedByHmac(
  change: Partial<Signed & { timestamp: number; nonce: string; id: string }> = {},
): Signed {
  const { timestamp = now, nonce: once = nonce(), id = 'key_1' } = change
  const request = {
    method: 'POST',
    host: 'api.example',
    path: '/v1/orders',
    query: 'b=2&a=1',
    timestamp: String(timestamp),
    nonce: once,
    body: Buffer.from(body),
  }
  const headers = {
    'x-api-key': id,
    'x-timestamp': String(timestamp),
    'x-nonce': once,
    'x-signature': hmacSignature('hmac-sha256', Buffer.from(secret), request),
  }
  return { method: 'POST', url, body, ...change, headers: { ...headers, ...change.headers } }
}

const send = ({ url: to, ...init }: Signed) => new Request(to, init)

const hmacGuard = (
  keys: readonly HmacKey[] = [{ id: 'key_1', secret, name: 'shop', scopes: ['orders'] }],
  more: GuardOptions = {},
) => guard({ sources: [{ kind: 'warder_hmac', keys }], clock, log: () => undefined, ...more })

describe('A2 warder-hmac on the receiving side', () => {
  test('a signed request says who calls, and its body can still be read', async () => {
    const request = send(signedByHmac())
    const result = await hmacGuard().requireScope('orders')(request)
    assert.ok(result.ok)
    assert.deepEqual([result.caller.authenticated_by, result.caller.subject], ['hmac', 'shop'])
    assert.equal(await request.text(), body)
  })

  test('pairs of the query may come in any order, for they mean the same', async () => {
    const request = send(signedByHmac({ url: 'https://api.example/v1/orders?a=1&b=2' }))
    assert.equal((await hmacGuard().authenticate(request)).ok, true)
  })

  // oxfmt-ignore
  const refused: [what: string, change: Parameters<typeof signedByHmac>[0], reason: string][] = [
    ['another method',           { method: 'PUT' },                                             'bad_signature'],
    ['another path',             { url: 'https://api.example/v1/admin?b=2&a=1' },               'bad_signature'],
    ['another query',            { url: 'https://api.example/v1/orders?b=2&a=9' },              'bad_signature'],
    ['another host',             { url: 'https://other.example/v1/orders?b=2&a=1' },            'bad_signature'],
    ['another body',             { body: '{"item":8}' },                                        'bad_signature'],
    ['no body',                  { body: '' },                                                  'bad_signature'],
    ['an unknown key',           { id: 'key_2' },                                               'bad_signature'],
    ['a time that was changed',  { headers: { 'x-timestamp': String(now - 1) } },               'bad_signature'],
    ['a nonce that was changed', { headers: { 'x-nonce': nonce() } },                           'bad_signature'],
    ['a nonce that is too short', { nonce: 'short' },                                           'bad_signature'],
    ['a time in words',          { headers: { 'x-timestamp': '2027-01-15T08:00:00Z' } },        'bad_signature'],
    ['301 seconds ago',          { timestamp: now - 301 },                                      'stale_signature'],
    ['301 seconds ahead',        { timestamp: now + 301 },                                      'stale_signature'],
    ['an empty signature',       { headers: { 'x-signature': '' } },                            'bad_signature'],
  ]
  for (const [what, change, reason] of refused) {
    test(`with ${what} it is refused`, async () => {
      const result = await hmacGuard().authenticate(send(signedByHmac(change)))
      assert.ok(!result.ok)
      assert.deepEqual([result.status, result.reason], [401, reason])
    })
  }

  test('of twenty that are the same one passes, at the edges of the window too', async () => {
    for (const timestamp of [now - 300, now, now + 300]) {
      const auth = hmacGuard()
      const signed = signedByHmac({ timestamp })
      const results = await Promise.all(Array.from({ length: 20 }, () => auth.authenticate(send(signed))))
      assert.equal(results.filter(({ ok }) => ok).length, 1)
      assert.ok(results.every((result) => result.ok || result.reason === 'replayed_signature'))
    }
  })

  test('a forged request does not spend the nonce of a good one', async () => {
    const auth = hmacGuard()
    const signed = signedByHmac()
    const forged = { ...signed, headers: { ...signed.headers, 'x-signature': 'f'.repeat(64) } }
    assert.equal((await auth.authenticate(send(forged))).ok, false)
    assert.equal((await auth.authenticate(send(signed))).ok, true)
  })

  test('the algorithm is the key’s, and a secret must be as long as its hash', async () => {
    const auth = hmacGuard([{ id: 'key_1', secret, algorithm: 'hmac-sha512' }])
    assert.equal((await auth.authenticate(send(signedByHmac()))).ok, false)
    assert.throws(() => hmacGuard([{ id: 'a', secret: 'short' }]), /shorter than 32 bytes/)
    assert.throws(() => hmacGuard([]), /has no keys/)
    assert.throws(
      () =>
        hmacGuard([
          { id: 'a', secret },
          { id: 'a', secret },
        ]),
      /two keys with one id/,
    )
  })

  test('behind a proxy the origin is what clients see', async () => {
    const inside = signedByHmac({ url: 'http://10.0.0.7:8080/v1/orders?b=2&a=1' })
    assert.equal((await hmacGuard().authenticate(send(inside))).ok, false)
    const auth = hmacGuard(undefined, { origin: 'https://api.example' })
    assert.equal((await auth.authenticate(send(inside))).ok, true)
  })

  test('several processes share what was used, by the option replay', async () => {
    const used = new Set<string>()
    const replay = (key: string) => !used.has(key) && Boolean(used.add(key))
    const signed = signedByHmac()
    const results = [hmacGuard(undefined, { replay }), hmacGuard(undefined, { replay })].map((auth) =>
      auth.authenticate(send(signed)),
    )
    const passed = (await Promise.all(results)).filter(({ ok }) => ok)
    assert.equal(passed.length, 1)
  })

  test('a node:http server hands over the body, and keeps it for the handler', async (t) => {
    const origin = await listen(t, hmacGuard(undefined, { origin: 'https://api.example' }))
    const signed = signedByHmac()
    const ask = (content: string) =>
      fetch(`${origin}/v1/orders?b=2&a=1`, { method: 'POST', headers: signed.headers, body: content })
    assert.equal((await ask(`${body} `)).status, 401)
    assert.equal((await ask('x'.repeat(1024 * 1024 + 1))).status, 401)
    const good = await ask(body)
    assert.deepEqual([good.status, await good.text()], [200, body])
  })
})

async function listen(t: TestContext, auth: ReturnType<typeof guard>): Promise<string> {
  const handler = nodeHandler(auth.required(), (request, response) => {
    response.end((request as { rawBody?: Uint8Array }).rawBody)
  })
  const server = createServer((request, response) => void handler(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const pair = generateKeyPairSync('ed25519')
const lines: Record<string, string> = {
  '@method': 'POST',
  '@authority': 'api.example',
  '@path': '/v1/orders',
  '@query': '?b=2&a=1',
  '@target-uri': url,
  'content-digest': contentDigest(Buffer.from(body)),
}
const sound = ['@method', '@authority', '@path', '@query', 'content-digest']

type Signing = {
  covered?: string[]
  parameters?: string
  algorithm?: 'ed25519' | 'hmac'
  body?: string
  digest?: string
}

/** A request signed by RFC 9421, with nothing of ours in between. */
function signed(change: Signing = {}): Request {
  const {
    covered = sound,
    parameters = `;created=${now};keyid="k1";nonce="${nonce()}"`,
    algorithm = 'ed25519',
  } = change
  const input = `(${covered.map((name) => `"${name}"`).join(' ')})${parameters}`
  const base = [...covered.map((name) => `"${name}": ${lines[name]}`), `"@signature-params": ${input}`].join(
    '\n',
  )
  const bytes =
    algorithm === 'ed25519'
      ? sign(null, Buffer.from(base), pair.privateKey)
      : createHmac('sha256', secret).update(base).digest()
  return new Request(url, {
    method: 'POST',
    body: change.body ?? body,
    headers: {
      'signature-input': `sig1=${input}`,
      signature: `sig1=:${bytes.toString('base64')}:`,
      'content-digest': change.digest ?? lines['content-digest'] ?? '',
    },
  })
}

const signatureGuard = (more: GuardOptions = {}) =>
  guard({
    sources: [
      {
        kind: 'http_signatures',
        keys: [
          { id: 'k1', algorithm: 'ed25519', key: pair.publicKey.export({ format: 'jwk' }), name: 'shop' },
          { id: 'k2', algorithm: 'hmac-sha256', key: secret },
        ],
      },
    ],
    clock,
    log: () => undefined,
    ...more,
  })

describe('RFC 9421 on the receiving side', () => {
  test('a signed request says who calls, once', async () => {
    const auth = signatureGuard()
    const request = signed()
    const again = request.clone()
    const result = await auth.authenticate(request)
    assert.ok(result.ok)
    assert.deepEqual([result.caller.authenticated_by, result.caller.subject], ['http_signature', 'shop'])
    const second = await auth.authenticate(again)
    assert.ok(!second.ok)
    assert.equal(second.reason, 'replayed_signature')
  })

  const n = () => `nonce="${nonce()}"`
  // oxfmt-ignore
  const table: [what: string, change: Signing, ok: boolean][] = [
    ['the whole target in place of its parts',  { covered: ['@method', '@target-uri', 'content-digest'] },          true],
    ['a secret in place of a key pair',         { algorithm: 'hmac', parameters: `;created=${now};keyid="k2";${n()}` }, true],
    ['the algorithm named',                     { parameters: `;created=${now};keyid="k1";${n()};alg="ed25519"` },  true],
    ['another algorithm named',                 { parameters: `;created=${now};keyid="k1";${n()};alg="hmac-sha256"` }, false],
    ['a public key taken for a secret',         { algorithm: 'hmac', parameters: `;created=${now};keyid="k1";${n()}` }, false],
    ['no method',                               { covered: ['@authority', '@path', '@query', 'content-digest'] },   false],
    ['no query',                                { covered: ['@method', '@authority', '@path', 'content-digest'] },  false],
    ['no digest of the body',                   { covered: ['@method', '@authority', '@path', '@query'] },          false],
    ['another body than its digest',            { body: '{"item":8}' },                                             false],
    ['another digest than signed',              { body: '{"item":8}', digest: contentDigest(Buffer.from('{"item":8}')) }, false],
    ['no nonce',                                { parameters: `;created=${now};keyid="k1"` },                       false],
    ['no time',                                 { parameters: `;keyid="k1";${n()}` },                               false],
    ['a time as text',                          { parameters: `;created="${now}";keyid="k1";${n()}` },              false],
    ['no key',                                  { parameters: `;created=${now};${n()}` },                           false],
    ['an unknown key',                          { parameters: `;created=${now};keyid="k9";${n()}` },                false],
    ['301 seconds ago',                         { parameters: `;created=${now - 301};keyid="k1";${n()}` },          false],
    ['a minute ahead',                          { parameters: `;created=${now + 60};keyid="k1";${n()}` },           false],
    ['an end that is past',                     { parameters: `;created=${now - 9};expires=${now};keyid="k1";${n()}` }, false],
    ['a component twice',                       { covered: [...sound, '@method'] },                                 false],
  ]
  for (const [what, change, ok] of table) {
    test(`with ${what} it ${ok ? 'passes' : 'is refused'}`, async () => {
      const result = await signatureGuard().authenticate(signed(change))
      assert.equal(result.ok, ok)
      if (!result.ok) assert.equal(result.status, 401)
    })
  }

  test('what must be covered may be said, and a key must fit its algorithm', async () => {
    const [key] = [{ id: 'k1', algorithm: 'ed25519' as const, key: pair.publicKey.export({ format: 'jwk' }) }]
    const strict = guard({
      sources: [{ kind: 'http_signatures', keys: [key], components: [...sound, 'authorization'] }],
      clock,
      log: () => undefined,
    })
    assert.equal((await strict.authenticate(signed())).ok, false)
    const wrong = { ...key, algorithm: 'ecdsa-p256-sha256' as const }
    assert.throws(() => guard({ sources: [{ kind: 'http_signatures', keys: [wrong] }] }), /not one for ecdsa/)
  })
})
