import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { describe, test } from 'node:test'
import { digest, startFeed, until } from '../support/feed.ts'

type Started = Awaited<ReturnType<typeof startFeed>>

const reasonOf = async ({ call }: Started, token: string) => {
  const result = await call(token)
  return result.ok ? 'ok' : result.reason
}

describe('AK-07 what the issuer revokes stops here', () => {
  // oxfmt-ignore
  const table: [kind: string, value: string][] = [
    ['jti',    'at_1'],
    ['sid',    'ses_1'],
    ['sub',    'usr_ada'],
    ['client', 'cli_app'],
    ['tenant', 'ten_1'],
    ['key',    'k1'],
  ]
  for (const [kind, value] of table) {
    test(`a ${kind}, also for a token that was seen before`, async (t) => {
      const started = await startFeed(t)
      const token = started.token({ sid: 'ses_1', tenant_id: 'ten_1' })
      assert.equal(await reasonOf(started, token), 'ok')
      const began = performance.now()
      started.feed.revoke(kind, value)
      await until(async () => (await reasonOf(started, token)) === 'revoked')
      assert.ok(performance.now() - began < 5000)
    })
  }

  test('the first request waits until it is known what is dead', async (t) => {
    const started = await startFeed(t)
    started.feed.revoke('jti', 'at_1')
    assert.equal(await reasonOf(started, started.token()), 'revoked')
    const result = await started.call(started.token())
    assert.ok(!result.ok)
    assert.match(result.challenge ?? '', /error="invalid_token"/)
  })

  test('and nothing else does', async (t) => {
    const started = await startFeed(t)
    const { feed, token } = started
    feed.revoke('jti', 'at_2')
    feed.revoke('sid', 'at_1')
    feed.revoke('sub', 'usr_bob')
    assert.equal(await reasonOf(started, token()), 'ok')
    assert.equal(started.auth.getAuthStatus().revocations[started.issuer.url]?.known, 3)
  })

  test('a client that describes itself is dead where it was revoked, and not at every issuer of its name', async (t) => {
    const client_id = 'https://tools.example/client.json'
    const started = await startFeed(t)
    const { feed, issuer } = started
    const token = started.token({ client_id })
    feed.revoke('client', client_id)
    feed.revoke('client', `${issuer.url}/t/other ${client_id}`)
    assert.equal(await reasonOf(started, token), 'ok')
    assert.equal(started.auth.getAuthStatus().revocations[issuer.url]?.known, 2)
    feed.revoke('client', `${issuer.url} ${client_id}`)
    await until(async () => (await reasonOf(started, token)) === 'revoked')
  })

  test('only what was issued before the moment is dead where one is said', async (t) => {
    const started = await startFeed(t)
    const { feed, token, time } = started
    feed.revoke('sub', 'usr_ada', { not_before: time.now })
    assert.equal(await reasonOf(started, token({ iat: time.now - 1 })), 'revoked')
    assert.equal(await reasonOf(started, token({ iat: time.now })), 'ok')
  })

  test('another spelling of the token is as dead', async (t) => {
    const started = await startFeed(t)
    const { feed, token } = started
    feed.revoke('jti', 'at_1')
    // Two signatures of one token, as ECDSA makes them: other bytes, the same jti.
    const [one, two] = [token(), token()]
    assert.notEqual(one, two)
    assert.deepEqual([await reasonOf(started, one), await reasonOf(started, two)], ['revoked', 'revoked'])
  })

  test('a revocation is forgotten when nothing of it can be valid any more', async (t) => {
    const started = await startFeed(t)
    const { feed, token, time, pass } = started
    feed.revoke('jti', 'at_1', { until: time.now + 10 })
    assert.equal(await reasonOf(started, token()), 'revoked')
    pass(41)
    assert.equal(await reasonOf(started, token({ jti: 'at_3' })), 'ok')
    assert.equal(await reasonOf(started, token({ jti: 'at_1' })), 'ok')
  })
})

describe('following the feed', () => {
  test('begins after the last answer, and over when the cursor is not of this feed', async (t) => {
    const started = await startFeed(t)
    const { feed, token } = started
    feed.revoke('jti', 'at_9')
    await started.call(token())
    feed.revoke('jti', 'at_8')
    await until(() => feed.polls.at(-1)?.searchParams.get('after') === '2')
    feed.instead = (url, response) => {
      if (!url.searchParams.has('after')) return false
      response.writeHead(410).end()
      return true
    }
    feed.revoke('jti', 'at_1')
    await until(async () => (await reasonOf(started, token())) === 'revoked')
  })

  test('reads every page before the first request passes', async (t) => {
    const started = await startFeed(t)
    const { feed, token, time } = started
    const page = (first: number) =>
      Array.from({ length: 1000 }, (_, n) => ({
        kind: 'jti',
        hash: digest(`jti_${first + n}`),
        until: time.now + 600,
      }))
    const pages = [page(0), page(1000), [{ kind: 'jti', hash: digest('at_1'), until: time.now + 600 }]]
    feed.instead = (url, response) => {
      const number = Number(url.searchParams.get('after') ?? 0)
      const items = pages[number]
      if (!items) return true
      response.end(JSON.stringify({ cursor: String(number + 1), items }))
      return true
    }
    assert.equal(await reasonOf(started, token()), 'revoked')
    assert.equal(started.auth.getAuthStatus().revocations[started.issuer.url]?.known, 2001)
  })

  // oxfmt-ignore
  const broken: [what: string, body: string][] = [
    ['no JSON',                   '<html>'],
    ['no list',                   '{"cursor":"1"}'],
    ['a cursor that is a number', '{"cursor":1,"items":[]}'],
    ['an item without an end',    '{"cursor":"1","items":[{"kind":"jti","hash":"x"}]}'],
    ['an item that is a text',    '{"cursor":"1","items":["x"]}'],
    ['null',                      'null'],
  ]
  for (const [what, body] of broken) {
    test(`an answer with ${what} is none, and is told`, async (t) => {
      const started = await startFeed(t)
      started.feed.instead = (_url, response) => Boolean(response.end(body))
      await started.call(started.token())
      assert.match(started.errors[0]?.message ?? '', /revocations of .* could not be read: .*revocation feed/)
      assert.equal(started.auth.getAuthStatus().revocations[started.issuer.url]?.age, null)
    })
  }

  test('can be left out', async (t) => {
    const started = await startFeed(t, { sources: [{ kind: 'access_tokens', follow_revocations: false }] })
    started.feed.revoke('jti', 'at_1')
    assert.equal(await reasonOf(started, started.token()), 'ok')
    assert.deepEqual(started.feed.polls, [])
  })

  test('does not keep a process alive that has nothing else to do', async (t) => {
    const started = await startFeed(t)
    const program = `
      import { guard } from ${JSON.stringify(new URL('../../src/index.ts', import.meta.url).href)}
      const auth = guard({ issuer: ${JSON.stringify(started.issuer.url)}, audience: 'x' })
      await auth.authenticate(new Request('http://x/', { headers: { authorization: 'Bearer a.b.c' } }))
      // Until it waits for news.
      await new Promise((resolve) => setTimeout(resolve, 500))`
    const { promise, resolve } = Promise.withResolvers<number | null>()
    const child = spawn(process.execPath, ['--conditions=warder-src', '--input-type=module', '-e', program])
    child.once('exit', resolve)
    t.after(() => child.kill('SIGKILL'))
    const began = performance.now()
    assert.equal(await promise, 0)
    assert.ok(performance.now() - began < 10_000)
  })
})

describe('while the issuer is away', () => {
  const stop = async (started: Started) => {
    assert.equal(await reasonOf(started, started.token()), 'ok')
    started.feed.instead = (_url, response) => Boolean(response.writeHead(503).end())
    started.feed.revoke('jti', 'wakes those who wait')
    await until(() => started.errors.length > 0)
    started.pass(61)
  }

  test('F-09 tokens count as before, the status says how old that is, and one error is told', async (t) => {
    const started = await startFeed(t)
    await stop(started)
    assert.equal(await reasonOf(started, started.token()), 'ok')
    const status = started.auth.getAuthStatus().revocations[started.issuer.url]
    assert.equal(status?.stale, true)
    assert.ok((status?.age ?? 0) >= 61)
    assert.equal(started.errors.length, 1)
  })

  test('nobody is let in beyond the age where that is wanted, and everybody as soon as it is back', async (t) => {
    const started = await startFeed(t, { when_revocations_are_stale: 'refuse' })
    await stop(started)
    const result = await started.call(started.token())
    assert.ok(!result.ok)
    assert.deepEqual([result.status, result.reason, result.challenge], [503, 'stale_revocations', undefined])
    started.feed.instead = undefined
    await until(async () => (await reasonOf(started, started.token())) === 'ok')
  })
})
