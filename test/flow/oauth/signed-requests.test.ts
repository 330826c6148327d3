import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, test, type TestContext } from 'node:test'
import { guard, nodeHandler, type SourceOptions } from '../../../packages/guard/src/index.ts'
import {
  authenticatedFetch,
  hmac,
  httpSignature,
  type Credential,
} from '../../../packages/outbound/src/index.ts'

const secret = 'a shared secret of thirty-two bytes'
const pair = generateKeyPairSync('ed25519')
const publicKey = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString()
const privateKey = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

/** An API on a free port that says who called, by which way. */
async function startApi(t: TestContext, source: SourceOptions): Promise<string> {
  const auth = guard({ sources: [source], log: () => undefined })
  const handler = nodeHandler(auth.required(), (_request, response, { subject, authenticated_by }) => {
    response.end(`${subject} by ${authenticated_by}`)
  })
  const server = createServer((request, response) => void handler(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Addresses whose parts have to be written in one way on both sides. */
const paths = [
  '/',
  '/v1/orders',
  '/v1/orders?b=2&a=1&a=0',
  '/v1/a%20b/%C3%A9?q=d%20e*&r=%2B+x&empty=&flag',
  '/v1?a=1&a-b=2&a.b=3&A=4',
]

// oxfmt-ignore
const schemes: [name: string, source: SourceOptions, credential: () => Credential, by: string][] = [
  ['warder-hmac',
    { kind: 'warder_hmac', keys: [{ id: 'key_1', secret, name: 'shop' }] },
    () => hmac({ scheme: 'warder-hmac', key: secret, keyId: 'key_1' }), 'shop by hmac'],
  ['warder-hmac-512',
    { kind: 'warder_hmac', keys: [{ id: 'key_1', secret, name: 'shop', algorithm: 'hmac-sha512' }] },
    () => hmac({ scheme: 'warder-hmac-512', key: secret, keyId: 'key_1' }), 'shop by hmac'],
  ['RFC 9421 with Ed25519',
    { kind: 'http_signatures', keys: [{ id: 'k1', algorithm: 'ed25519', key: publicKey, name: 'shop' }] },
    () => httpSignature({ alg: 'ed25519', key: privateKey, keyId: 'k1' }), 'shop by http_signature'],
]

describe('what @warder/outbound signs, @warder/guard verifies', () => {
  for (const [name, source, credential, by] of schemes) {
    for (const path of paths) {
      test(`${name}: GET and POST ${path}`, async (t) => {
        const origin = await startApi(t, source)
        const call = authenticatedFetch(credential(), { origins: [origin] })
        for (const init of [{}, { method: 'POST', body: '{"item":"é"}' }]) {
          const response = await call(origin + path, init)
          assert.deepEqual([response.status, await response.text()], [200, by])
        }
      })
    }
  }
})
