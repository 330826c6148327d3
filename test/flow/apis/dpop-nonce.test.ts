import assert from 'node:assert/strict'
import { describe, test, type TestContext } from 'node:test'
import { jwkThumbprint, type Jwk } from '@warder/protocol'
import * as client from 'openid-client'
import { guard, refusalResponse, type GuardOptions } from '../../../packages/guard/src/index.ts'
import { startGuarded } from '../../../packages/guard/test/support/guarded.ts'

const url = new URL('https://api.example/notes')
const nonce_secret = 'a secret of thirty-two characters'

/** A guard, and a client library that calls it with a token bound to the key of its proofs. */
async function started(t: TestContext, options: GuardOptions = {}) {
  const { auth, issuer, token, time } = await startGuarded(t, { nonce_secret, ...options })
  const keys = await client.randomDPoPKeyPair('ES256', { extractable: true })
  const { kty, crv, x, y } = (await crypto.subtle.exportKey('jwk', keys.publicKey)) as Record<string, string>
  const access_token = token({ cnf: { jkt: jwkThumbprint({ kty, crv, x, y } as Jwk) } })
  const metadata = { [client.clockSkew]: time.now - Math.floor(Date.now() / 1000) }
  const config = new client.Configuration({ issuer: issuer.url }, 'cli_app', metadata, client.None())
  const answers: Response[] = []
  config[client.customFetch] = (async (address: string, init: RequestInit) => {
    const result = await auth.authenticate(new Request(address, init))
    const answer = result.ok ? Response.json(result.caller) : refusalResponse(result)
    answers.push(answer)
    return answer
  }) as client.CustomFetch
  const DPoP = client.getDPoPHandle(config, keys)
  const call = async () =>
    client.fetchProtectedResource(config, access_token, url, 'GET', null, new Headers(), { DPoP })
  const statuses = () => answers.map(({ status }) => status)
  return { call, answers, statuses }
}

describe('RFC 9449 §9 an API that asks for a nonce', () => {
  test('a client library is told once, and goes on with what it was told', async (t) => {
    const { call, answers, statuses } = await started(t)
    for (let i = 0; i < 3; i++) assert.equal((await call()).status, 200)
    assert.deepEqual(statuses(), [401, 200, 200, 200])
    const { headers } = answers[0] ?? new Response()
    const challenge = /^DPoP error="use_dpop_nonce", error_description="[^"]+", algs="ES256 /
    assert.match(headers.get('www-authenticate') ?? '', challenge)
    assert.match(headers.get('dpop-nonce') ?? '', /^[\w-]{43}$/)
  })

  test('processes with one secret give the same nonce, and those with another do not', async (t) => {
    const nonceOf = async (secret: string) => {
      const { call, answers } = await started(t, { nonce_secret: secret })
      await call()
      return answers[0]?.headers.get('dpop-nonce')
    }
    assert.equal(await nonceOf(nonce_secret), await nonceOf(nonce_secret))
    assert.notEqual(await nonceOf(nonce_secret), await nonceOf(`${nonce_secret}!`))
  })

  test('without the option none is asked for', async (t) => {
    const { call, answers, statuses } = await started(t, { nonce_secret: '' })
    await call()
    assert.deepEqual(statuses(), [200])
    assert.equal(answers[0]?.headers.get('dpop-nonce'), null)
  })

  test('a secret that could be guessed stops the start with a sentence', () => {
    const options = { issuer: 'https://id.example', audience: 'https://api.example' }
    assert.throws(() => guard({ ...options, nonce_secret: 'short' }), /nonce_secret must have 32 characters/)
  })
})
