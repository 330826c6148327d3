import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import type { ServerResponse } from 'node:http'
import { metadataAddresses } from '../src/issuer/discovery.ts'
import { freshFor } from '../src/issuer/freshness.ts'
import { startGuarded } from './support/guarded.ts'

describe('RFC 8414 §3.1 the addresses of the metadata', () => {
  const table: [issuer: string, oauth: string, openid: string][] = [
    [
      'https://id.example',
      'https://id.example/.well-known/oauth-authorization-server',
      'https://id.example/.well-known/openid-configuration',
    ],
    [
      'https://id.example/',
      'https://id.example/.well-known/oauth-authorization-server',
      'https://id.example/.well-known/openid-configuration',
    ],
    [
      'https://id.example/t/a',
      'https://id.example/.well-known/oauth-authorization-server/t/a',
      'https://id.example/t/a/.well-known/openid-configuration',
    ],
  ]
  for (const [issuer, oauth, openid] of table) {
    test(`of ${issuer}`, () => assert.deepEqual(metadataAddresses(issuer), [oauth, openid]))
  }
})

describe('RFC 9111 §4.2.1 how long keys are fresh', () => {
  const table: [headers: Record<string, string>, seconds: number][] = [
    [{ 'cache-control': 'public, max-age=300' }, 300],
    [{ 'cache-control': 'MAX-AGE="900"' }, 900],
    [{ 'cache-control': 'max-age=900', age: '200' }, 700],
    [{ 'cache-control': 'max-age=0' }, 60],
    [{ 'cache-control': 'max-age=600, no-store' }, 60],
    [{ 'cache-control': 'no-cache' }, 60],
    [{ 'cache-control': 'max-age=31536000' }, 3600],
    [{ 'cache-control': 'max-age=-5' }, 300],
    [{ 'cache-control': 'max-age=9e9' }, 300],
    [{ 'cache-control': 's-maxage=9' }, 300],
    [{}, 300],
  ]
  for (const [headers, seconds] of table) {
    test(`${JSON.stringify(headers)} is ${seconds} seconds`, () =>
      assert.equal(freshFor(new Headers(headers)), seconds))
  }
})

test('an OpenID provider without RFC 8414 metadata is found', async (t) => {
  const { issuer, call, token } = await startGuarded(t)
  const documents = issuer.documents()
  issuer.documents = () => ({
    '/.well-known/openid-configuration': documents['/.well-known/oauth-authorization-server'],
    '/jwks': documents['/jwks'],
  })
  assert.equal((await call(token())).ok, true)
})

describe('a document that cannot be trusted opens nothing', () => {
  const json = (body: unknown) => (response: ServerResponse) =>
    response.writeHead(200).end(JSON.stringify(body))
  const metadata = '/.well-known/oauth-authorization-server'
  const table: [
    name: string,
    path: string,
    answer: (response: ServerResponse, url: string) => unknown,
    told: RegExp,
  ][] = [
    [
      'RFC 8414 §3.3 another issuer’s metadata',
      metadata,
      (r, url) => json({ issuer: `${url}/`, jwks_uri: `${url}/jwks` })(r),
      /describes another issuer/,
    ],
    ['metadata without jwks_uri', metadata, (r, url) => json({ issuer: url })(r), /names no jwks_uri/],
    [
      'a jwks_uri without https',
      metadata,
      (r, url) => json({ issuer: url, jwks_uri: 'http://keys.example/jwks' })(r),
      /not an https address/,
    ],
    [
      'a jwks_uri of a file',
      metadata,
      (r, url) => json({ issuer: url, jwks_uri: 'file:///etc/passwd' })(r),
      /not an https address/,
    ],
    ['a redirect', '/jwks', (r) => r.writeHead(302, { location: '/elsewhere' }).end(), /answered 302/],
    ['an error', '/jwks', (r) => r.writeHead(500).end(), /answered 500/],
    ['no document', '/jwks', (r) => r.writeHead(404).end(), /is not a key set/],
    ['RFC 7517 §5 a document without keys', '/jwks', json({}), /is not a key set/],
    [
      'something else than JSON',
      '/jwks',
      (r) => r.writeHead(200).end('<html>'),
      /did not answer a JSON object/,
    ],
    ['300 KiB', '/jwks', json({ keys: [], pad: 'x'.repeat(300 * 1024) }), /more than 262144 bytes/],
    [
      'a small body that unpacks to 50 MB',
      '/jwks',
      (r) => r.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
      /more than 262144 bytes/,
    ],
  ]
  for (const [name, path, answer, told] of table) {
    test(name, async (t) => {
      const { issuer, call, token, errors } = await startGuarded(t)
      issuer.intercept = (asked, response) => asked === path && Boolean(answer(response, issuer.url) ?? true)
      const result = await call(token())
      assert.ok(!result.ok)
      assert.equal(result.status, 503)
      assert.match(errors[0]!.message, told)
      assert.ok(!issuer.fetched.includes('/elsewhere'))
    })
  }
})

const bomb = gzipSync(Buffer.alloc(50_000_000, 0x20))

test('private and symmetric keys in a key set are no keys', async (t) => {
  const { issuer, call, token } = await startGuarded(t)
  const [key] = issuer.keys
  key!.jwk = { ...key!.privateKey.export({ format: 'jwk' }), kid: 'k1', alg: 'ES256' }
  const result = await call(token())
  assert.ok(!result.ok)
  assert.equal(result.status, 401)
})
