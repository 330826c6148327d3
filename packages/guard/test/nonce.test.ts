import assert from 'node:assert/strict'
import { describe, test, type TestContext } from 'node:test'
import * as oauth from 'oauth4webapi'
import { guard, refusalResponse, type GuardOptions } from '../src/index.ts'
import { startGuarded } from './support/guarded.ts'

const url = new URL('https://api.example/notes')
const nonce_secret = 'a secret of thirty-two characters'

/** A guard, and a client library that calls it with a token bound to the key of its proofs. */
async function started(t: TestContext, options: GuardOptions = {}) {
  const { auth, token, time } = await startGuarded(t, { nonce_secret, ...options })
  const keys = await oauth.generateKeyPair('ES256')
  const client = { client_id: 'cli_app', [oauth.clockSkew]: time.now - Math.floor(Date.now() / 1000) }
  const dpop = () => oauth.DPoP(client, keys)
  const access_token = token({ cnf: { jkt: await dpop().calculateThumbprint() } })
  const answers: Response[] = []
  const api = async (address: string, init: object): Promise<Response> => {
    const result = await auth.authenticate(new Request(address, init))
    const answer = result.ok ? Response.json(result.caller) : refusalResponse(result)
    answers.push(answer)
    return answer
  }
  const call = async (handle: oauth.DPoPHandle, headers = {}) =>
    oauth.protectedResourceRequest(access_token, 'GET', url, new Headers(headers), null, {
      DPoP: handle,
      [oauth.customFetch]: api,
    })
  const challenge = () => answers.at(-1)?.headers.get('www-authenticate') ?? ''
  return { call, dpop, challenge, answers }
}

describe('RFC 9449 §9 an API that asks for a nonce', () => {
  test('a client library is told once, and goes on with what it was told', async (t) => {
    const { call, dpop, challenge, answers } = await started(t)
    const handle = dpop()
    await assert.rejects(call(handle), (error) => oauth.isDPoPNonceError(error))
    assert.match(challenge(), /^DPoP error="use_dpop_nonce", error_description="[^"]+", algs="ES256 /)
    assert.match(answers[0]?.headers.get('dpop-nonce') ?? '', /^[\w-]{43}$/)
    for (let i = 0; i < 2; i++) assert.equal((await call(handle)).status, 200)
  })

  test('one of another secret is not taken, and the same one gives the same nonce', async (t) => {
    const nonceOf = async (secret: string) => {
      const { call, dpop, answers } = await started(t, { nonce_secret: secret })
      await assert.rejects(call(dpop()), (error) => oauth.isDPoPNonceError(error))
      return answers[0]?.headers.get('dpop-nonce')
    }
    assert.equal(await nonceOf(nonce_secret), await nonceOf(nonce_secret))
    assert.notEqual(await nonceOf(nonce_secret), await nonceOf(`${nonce_secret}!`))
  })

  test('without the option none is asked for', async (t) => {
    const { call, dpop, answers } = await started(t, { nonce_secret: '' })
    assert.equal((await call(dpop())).status, 200)
    assert.equal(answers[0]?.headers.get('dpop-nonce'), null)
  })

  test('a secret that could be guessed stops the start with a sentence', () => {
    const options = { issuer: 'https://id.example', audience: 'https://api.example' }
    assert.throws(() => guard({ ...options, nonce_secret: 'short' }), /nonce_secret must have 32 characters/)
  })
})
