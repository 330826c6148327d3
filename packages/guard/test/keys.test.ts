import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { makeKey } from './support/issuer.ts'
import { startGuarded } from './support/guarded.ts'

describe('the issuer’s keys', () => {
  test('are looked up once for any number of first requests', async (t) => {
    const { issuer, call, token } = await startGuarded(t)
    const results = await Promise.all(Array.from({ length: 50 }, () => call(token())))
    assert.equal(results.filter((result) => result.ok).length, 50)
    assert.deepEqual(issuer.fetched, ['/.well-known/oauth-authorization-server', '/jwks'])
  })

  test('nothing is fetched for a request without a token', async (t) => {
    const { auth, issuer } = await startGuarded(t)
    await auth.authenticate(new Request('https://api.example/'))
    assert.deepEqual(issuer.fetched, [])
  })

  test('are kept as long as Cache-Control says, and then fetched again', async (t) => {
    const { issuer, call, token, pass } = await startGuarded(t)
    await call(token())
    pass(299)
    await call(token())
    assert.equal(issuer.jwksFetches(), 1)
    pass(1)
    await call(token())
    assert.equal(issuer.jwksFetches(), 2)
  })

  test('that are fetched again and are the same leave verified tokens remembered', async (t) => {
    const { issuer, call, token, pass } = await startGuarded(t)
    const text = token()
    const first = await call(text)
    pass(300)
    const second = await call(text)
    assert.equal(issuer.jwksFetches(), 2)
    assert.ok(first.ok && second.ok)
    assert.equal(first.caller, second.caller)
  })

  test('a rotated key is known at the first token that names it', async (t) => {
    const { issuer, call, token, pass } = await startGuarded(t)
    await call(token())
    pass(30)
    issuer.keys.push(makeKey('k2', 'RS256'))
    assert.equal((await call(token({}, {}, issuer.keys[1]))).ok, true)
    assert.equal((await call(token({}, {}, issuer.keys[0]))).ok, true)
    assert.equal(issuer.jwksFetches(), 2)
  })

  test('a withdrawn key ends the tokens it signed, remembered ones too', async (t) => {
    const { issuer, call, token, pass } = await startGuarded(t)
    const old = token()
    assert.equal((await call(old)).ok, true)
    issuer.keys = [makeKey('k2')]
    pass(300)
    const result = await call(old)
    assert.ok(!result.ok)
    assert.equal(result.reason, 'unknown_key')
  })

  test('the address of the keys is asked for again when the old one fails', async (t) => {
    const { issuer, call, token, pass } = await startGuarded(t)
    await call(token())
    const documents = issuer.documents()
    issuer.documents = () => ({
      '/.well-known/oauth-authorization-server': { issuer: issuer.url, jwks_uri: `${issuer.url}/moved` },
      '/moved': documents['/jwks'],
    })
    for (const seconds of [300, 30]) {
      pass(seconds)
      assert.equal((await call(token())).ok, true)
    }
    await until(() => issuer.fetched.includes('/moved'))
  })
})

describe('JW-08 a flood of unknown key ids', () => {
  test('10,000 in ten seconds cause one fetch, and good tokens pass meanwhile', async (t) => {
    const { issuer, call, token, pass } = await startGuarded(t)
    const good = token()
    assert.equal((await call(good)).ok, true)
    pass(30)
    const [, payload, signature] = good.split('.')
    const flood = Array.from({ length: 10_000 }, (_, n) => {
      const header = Buffer.from(JSON.stringify({ alg: 'ES256', typ: 'at+jwt', kid: `random-${n}` }))
      return `${header.toString('base64url')}.${payload}.${signature}`
    })
    for (let second = 0; second < 10; second++) {
      const results = await Promise.all(flood.slice(second * 1000, second * 1000 + 1000).map(call))
      assert.ok(results.every((result) => !result.ok && result.status === 401))
      assert.equal((await call(good)).ok, true)
      pass(1)
    }
    assert.equal(issuer.jwksFetches(), 2)
  })

  test('after the cooldown one more fetch is made', async (t) => {
    const { issuer, call, token, pass } = await startGuarded(t)
    await call(token())
    for (const fetches of [2, 3]) {
      pass(30)
      await Promise.all([1, 2, 3].map(() => call(token({}, { kid: 'unknown' }))))
      await call(token({}, { kid: 'unknown' }))
      assert.equal(issuer.jwksFetches(), fetches)
    }
  })
})

describe('F-29 while the issuer is down', () => {
  test('known keys serve until max_stale and not a second longer', async (t) => {
    const { issuer, call, token, pass, errors } = await startGuarded(t, { max_stale: 86_400 })
    assert.equal((await call(token())).ok, true)
    await issuer.stop()
    pass(86_399)
    assert.equal((await call(token())).ok, true)
    assert.equal(errors.length, 1)
    pass(1)
    const result = await call(token())
    assert.ok(!result.ok)
    assert.equal(result.status, 503)
    assert.equal(result.challenge, undefined)
  })

  test('a remembered token is refused too once the keys are too old', async (t) => {
    const { issuer, call, token, pass, time } = await startGuarded(t, { max_stale: 600 })
    const long = token({ exp: time.now + 86_400 })
    assert.equal((await call(long)).ok, true)
    await issuer.stop()
    pass(600)
    const result = await call(long)
    assert.ok(!result.ok)
    assert.equal(result.reason, 'issuer_unavailable')
  })

  test('it is asked once per cooldown, not once per request', async (t) => {
    const { issuer, call, token, pass } = await startGuarded(t)
    await call(token())
    issuer.intercept = (_path, response) => Boolean(response.writeHead(500).end())
    const asked = () => issuer.fetched.filter((path) => path !== '/time').length
    const before = asked()
    for (const [seconds, times] of [
      [300, 1],
      [30, 2],
    ] as const) {
      pass(seconds)
      for (let n = 0; n < 20; n++) {
        assert.equal((await call(token({ jti: `at_${seconds}_${n}` }))).ok, true)
        // As long as an answer takes: whatever runs in the background has arrived.
        await fetch(`${issuer.url}/time`)
      }
      assert.equal(asked(), before + times)
    }
  })

  test('an unknown key id is refused', async (t) => {
    const { issuer, call, token, pass } = await startGuarded(t)
    await call(token())
    await issuer.stop()
    pass(60)
    const result = await call(token({}, { kid: 'unknown' }))
    assert.ok(!result.ok)
    assert.equal(result.status, 401)
  })

  test('without keys every token is refused with 503, and accepted as soon as the issuer is back', async (t) => {
    const { issuer, call, token, pass, errors } = await startGuarded(t)
    await issuer.stop()
    const result = await call(token())
    assert.ok(!result.ok)
    assert.equal(result.status, 503)
    assert.match(errors[0]!.message, /could not be read: fetch failed/)
    await issuer.startAgain()
    pass(1)
    assert.equal((await call(token())).ok, true)
  })

  test('an issuer that never answers costs one time-out', async (t) => {
    const { issuer, call, token, errors } = await startGuarded(t, { timeout: 0.05 })
    issuer.intercept = () => true
    const results = await Promise.all([call(token()), call(token())])
    assert.ok(results.every((result) => !result.ok && result.status === 503))
    assert.equal(errors.length, 1)
    assert.match(errors[0]!.message, /timeout/)
  })
})

/** Waits for what happens in the background, and fails with the test's own time-out if it does not. */
async function until(happened: () => boolean): Promise<void> {
  while (!happened()) await new Promise((resolve) => setImmediate(resolve))
}
