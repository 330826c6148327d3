import assert from 'node:assert/strict'
import { generateKeyPairSync, webcrypto } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, beforeEach, describe, test } from 'node:test'
import type { Credential } from '../credential.ts'
import { authenticatedFetch } from '../fetch/authenticated-fetch.ts'
import { retryAfterOf } from '../token/retry-after.ts'
import { createServerTime } from '../token/server-time.ts'
import { clientCredentials } from './client-credentials.ts'
import { jwtBearer } from './jwt-bearer.ts'
import { selfSignedJwt } from './self-signed-jwt.ts'

const minute = 60_000

/** An authorization server and an API that believe no assertion whose time is more than a minute from theirs. */
async function strictServer() {
  const state = {
    ahead: 0,
    asked: 0,
    replies: [] as { status: number; headers: Record<string, string>; body: string }[],
  }
  const isGood = (jwt: string) => {
    const { iat, exp } = JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as Record<
      string,
      number
    >
    const now = (Date.now() + state.ahead) / 1000
    return now < (exp ?? 0) && Math.abs(now - (iat ?? 0)) < 130
  }
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      state.asked++
      response.setHeader('date', new Date(Date.now() + state.ahead).toUTCString())
      response.setHeader('content-type', 'application/json')
      const reply = state.replies.shift()
      if (reply) return response.writeHead(reply.status, reply.headers).end(reply.body)
      if (request.url === '/api') {
        const [, token = ''] = (request.headers.authorization ?? '').split(' ')
        return response.writeHead(token === 'good' || isGood(token) ? 200 : 401).end()
      }
      const form = new URLSearchParams(body)
      const jwt = form.get('client_assertion') ?? form.get('assertion') ?? ''
      if (jwt === '' || isGood(jwt))
        return response.end('{"access_token":"good","token_type":"Bearer","expires_in":60}')
      return response
        .writeHead(400)
        .end(`{"error":"${form.has('assertion') ? 'invalid_grant' : 'invalid_client'}"}`)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { state, origin, close: () => server.close() }
}

describe('the time of a server', () => {
  let it: Awaited<ReturnType<typeof strictServer>>
  let credentials: Record<string, () => Credential>
  before(async () => {
    it = await strictServer()
    const tokenEndpoint = `${it.origin}/token`
    const pair = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
      'sign',
      'verify',
    ])
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const key = { pem: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string, alg: 'ES256' as const } // PEM is text
    const none = { method: 'none' } as const
    credentials = {
      private_key_jwt: () =>
        clientCredentials({
          tokenEndpoint,
          clientId: 'c',
          auth: { method: 'private_key_jwt', key: pair.privateKey },
        }),
      'an assertion as a grant': () => jwtBearer({ tokenEndpoint, clientId: 'c', auth: none, key, aud: 'x' }),
      'a token of its own': () => selfSignedJwt({ key, claims: { iss: 'x' } }),
    }
  })
  after(() => it.close())
  beforeEach(() => {
    it.state.ahead = 0
    it.state.asked = 0
    it.state.replies.length = 0
  })
  const call = (credential: Credential) => authenticatedFetch(credential, { origins: [it.origin] })

  for (const what of ['private_key_jwt', 'an assertion as a grant', 'a token of its own']) {
    for (const ahead of [-10 * minute, 10 * minute]) {
      test(`${what} is made once more by a clock that is ${ahead / minute} minutes off, and right at once from then on`, async () => {
        it.state.ahead = ahead
        const send = call(credentials[what]?.() ?? assert.fail())
        assert.equal((await send(`${it.origin}/api`)).status, 200)
        const { asked } = it.state
        assert.ok(asked <= 3)
        assert.equal((await send(`${it.origin}/api`)).status, 200)
        assert.equal(it.state.asked, asked + 1)
      })
    }
  }

  test('what is refused for another reason is not made once more', async () => {
    it.state.replies.push({ status: 401, headers: {}, body: '{"error":"invalid_client"}' })
    const send = call(credentials['private_key_jwt']?.() ?? assert.fail())
    await assert.rejects(send(`${it.origin}/api`), { code: 'INVALID_CLIENT' })
    assert.equal(it.state.asked, 1)
  })

  // oxfmt-ignore
  const differences: [what: string, date: string | undefined, offset: number][] = [
    ['no date',            undefined,                        0],
    ['a word',             'soon',                           0],
    ['the same',           'Thu, 01 Jan 2026 00:00:00 GMT',  0],
    ['half a minute',      'Thu, 01 Jan 2026 00:00:30 GMT',  0],
    ['a minute ahead',     'Thu, 01 Jan 2026 00:01:00 GMT',  59_000],
    ['a minute behind',    'Wed, 31 Dec 2025 23:59:00 GMT', -60_000],
  ]
  for (const [what, date, offset] of differences) {
    test(`an answer that came within a second and says ${what} puts the clock by ${offset} ms`, () => {
      const time = createServerTime()
      const sent = Date.UTC(2026, 0, 1)
      assert.equal(
        time.learn(new Headers(date === undefined ? {} : { date }), sent, sent + 1000),
        offset !== 0,
      )
      assert.equal(time.offset(), offset)
    })
  }

  // oxfmt-ignore
  const waits: [headers: Record<string, string>, wait: number | undefined][] = [
    [{ 'retry-after': '120' },                                                                             120_000],
    [{ 'retry-after': 'Thu, 01 Jan 2026 00:00:30 GMT' },                                                    30_000],
    [{ 'retry-after': 'Thu, 01 Jan 2026 01:00:30 GMT', date: 'Thu, 01 Jan 2026 01:00:00 GMT' },             30_000],
    [{ 'retry-after': 'Wed, 31 Dec 2025 00:00:00 GMT' },                                                    0],
    [{ 'retry-after': '-1' },                                                                               undefined],
    [{ 'retry-after': '1e9' },                                                                              undefined],
    [{},                                                                                                    undefined],
  ]
  for (const [headers, wait] of waits) {
    test(`RFC 9110 §10.2.3 ${JSON.stringify(headers)} is ${wait}`, () => {
      assert.equal(retryAfterOf(new Headers(headers), Date.UTC(2026, 0, 1)), wait)
    })
  }

  describe('that asks for patience', () => {
    const busy = (after: string, body = '') => ({ status: 503, headers: { 'retry-after': after }, body })
    const make = () =>
      clientCredentials({ tokenEndpoint: `${it.origin}/token`, clientId: 'c', auth: { method: 'none' } })

    test('of a second gets it', async () => {
      it.state.replies.push(busy('1'))
      const began = performance.now()
      assert.equal((await call(make())(`${it.origin}/api`)).status, 200)
      assert.ok(performance.now() - began >= 990)
    })

    test('of a minute is not asked again by anybody, and the callers are told', async () => {
      it.state.replies.push(busy('60', '{"error":"temporarily_unavailable"}'))
      const send = call(make())
      const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => send(`${it.origin}/api`)))
      await assert.rejects(send(`${it.origin}/api`), {
        code: 'TOKEN_ENDPOINT_UNAVAILABLE',
        status: 503,
        retryable: true,
      })
      assert.ok(outcomes.every(({ status }) => status === 'rejected'))
      assert.equal(it.state.asked, 1)
    })

    test('with 429 is treated the same', async () => {
      it.state.replies.push({ status: 429, headers: { 'retry-after': '60' }, body: '{"error":"slow_down"}' })
      await assert.rejects(call(make())(`${it.origin}/api`), {
        code: 'TOKEN_ENDPOINT_UNAVAILABLE',
        retryAfterMs: 60_000,
      })
      assert.equal(it.state.asked, 1)
    })
  })
})
