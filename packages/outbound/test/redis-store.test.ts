import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { after, before, beforeEach, describe, test } from 'node:test'
import { createClient } from '@redis/client'
import { keepGrant } from '../src/oauth/grant.ts'
import { refreshToken } from '../src/oauth/refresh-token.ts'
import { authenticatedFetch } from '../src/fetch/authenticated-fetch.ts'
import { redisStore } from '../src/store/redis/redis-store.ts'
import { redisUrl } from '../../../test/support/services.ts'
import { provider } from './support/provider.ts'

const key = Buffer.alloc(32, 7)
const record = (text: string) => ({ kind: 'test', data: { text } })

describe('a store in Redis', () => {
  let client: Awaited<ReturnType<typeof connect>>
  let other: Awaited<ReturnType<typeof connect>>
  let round = 0
  const children: ChildProcess[] = []
  const connect = () => createClient({ url: redisUrl() }).connect()
  const prefix = () => `test:${process.pid}:${round}:`
  const store = (more = {}) => redisStore({ client, key, prefix: prefix(), ...more })
  before(async () => {
    client = await connect()
    other = await connect()
  })
  beforeEach(() => void round++)
  after(async () => {
    for (const child of children) child.kill('SIGKILL')
    for (const name of await client.keys(`test:${process.pid}:*`)) await client.del(name)
    client.destroy()
    other.destroy()
  })

  test('keeps, replaces, lists and forgets', async () => {
    const it = store()
    assert.equal(await it.get('ada'), undefined)
    await it.set('ada', record('one'))
    await it.set('../bob/ü', record('two'))
    await it.set('ada', record('three'))
    assert.deepEqual(await it.get('ada'), record('three'))
    assert.deepEqual(await it.list(), ['../bob/ü', 'ada'])
    await it.delete('ada')
    assert.equal(await it.get('ada'), undefined)
  })

  test('says nothing to who looks into it, and opens nothing that was put elsewhere or sealed otherwise', async () => {
    const it = store()
    await it.set('ada', record('canary-4711'))
    await it.set('bob', record('canary-4712'))
    const kept = await client.hGetAll(`${prefix()}records`)
    assert.doesNotMatch(JSON.stringify(kept), /canary/)
    const placeOf = (id: string) => createHash('sha256').update(id).digest('base64url')
    await client.hSet(`${prefix()}records`, placeOf('ada'), kept[placeOf('bob')] ?? '')
    await assert.rejects(it.get('ada'), { code: 'STORE_CORRUPT' })
    await assert.rejects(store({ key: Buffer.alloc(32, 8) }).get('bob'), { code: 'STORE_CORRUPT' })
    for (const bad of ['', '{', '[]', '{"version":2}', '{"version":1}']) {
      await client.hSet(`${prefix()}records`, placeOf('ada'), bad)
      await assert.rejects(it.list(), { code: 'STORE_CORRUPT' }, bad)
    }
  })

  test('OC-15 lets one at a time work on a record, over several connections', async () => {
    const both = [store(), redisStore({ client: other, key, prefix: prefix() })]
    await both[0]?.set('count', { kind: 'test', data: { n: 0 } })
    const add = (it: ReturnType<typeof store>) =>
      it.withLock('count', async () => {
        const n = Number((await it.get('count'))?.data['n'])
        await it.set('count', { kind: 'test', data: { n: n + 1 } })
      })
    await Promise.all(both.flatMap((it) => Array.from({ length: 15 }, () => add(it))))
    assert.equal((await both[0]?.get('count'))?.data['n'], 30)
  })

  test('OC-07 two programs with one grant use a refresh token once', async () => {
    const server = await provider()
    try {
      server.state.refresh = 'first'
      await keepGrant(store(), 'ada', {
        access_token: 'old',
        refresh_token: 'first',
        requested_at: 0,
        expires_at: 1,
      })
      const calls = [client, other].map((one) => {
        const grants = redisStore({ client: one, key, prefix: prefix() })
        const options = {
          tokenEndpoint: `${server.origin}/token`,
          clientId: 'cli',
          auth: { method: 'none' } as const,
        }
        return authenticatedFetch(refreshToken({ ...options, store: grants, id: 'ada' }), {
          origins: [server.origin],
        })
      })
      const answers = await Promise.all(
        calls.flatMap((call) => Array.from({ length: 10 }, () => call(`${server.origin}/api`))),
      )
      assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200])
      assert.equal(server.state.tokens, 1)
    } finally {
      server.close()
    }
  })

  test('gives the lock on when the work under it fails', async () => {
    const it = store()
    await assert.rejects(
      it.withLock('x', () => Promise.reject(new Error('no'))),
      /no/,
    )
    assert.equal(await it.withLock('x', () => Promise.resolve('next')), 'next')
  })

  const hold = async () => {
    const path = join(import.meta.dirname, 'children', 'redis-holder.ts')
    const child = spawn(process.execPath, ['--conditions=warder-src', path, prefix()], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, REDIS_URL: redisUrl() },
    })
    children.push(child)
    await once(child.stdout, 'data')
    return child
  }

  test('kill -9 of whoever holds the lock leaves it free for the next, within five seconds', async () => {
    const holder = await hold()
    holder.kill('SIGKILL')
    const began = performance.now()
    await store().withLock('ada', () => Promise.resolve())
    assert.ok(performance.now() - began < 5000)
  })

  test('whoever is busy for longer than that keeps the lock', async () => {
    const holder = await hold()
    const began = performance.now()
    const waiting = store().withLock('ada', () => Promise.resolve(performance.now() - began))
    await once(holder.stdout ?? assert.fail(), 'data', { signal: AbortSignal.timeout(5500) }).catch(
      () => undefined,
    )
    holder.stdin?.write('write\n')
    assert.ok((await waiting) > 5400)
    assert.deepEqual((await store().get('ada'))?.data, { by: 'holder' })
  })

  test('whoever was stopped for longer has lost it, and does not write over the work of the next', async () => {
    const holder = await hold()
    holder.kill('SIGSTOP')
    const it = store()
    await it.withLock('ada', () => it.set('ada', record('next')))
    holder.kill('SIGCONT')
    holder.stdin?.write('write\n')
    const [said] = (await once(holder.stdout ?? assert.fail(), 'data')) as [Buffer]
    assert.equal(said.toString().trim(), 'LOCK_TIMEOUT')
    assert.deepEqual(await it.get('ada'), record('next'))
  })

  test('that does not answer says so', async () => {
    const gone = { sendCommand: () => Promise.reject(new Error('closed')) }
    await assert.rejects(redisStore({ client: gone, key }).get('ada'), { code: 'STORE_UNAVAILABLE' })
    await assert.rejects(
      redisStore({ client: gone, key }).withLock('ada', () => Promise.resolve()),
      { code: 'STORE_UNAVAILABLE' },
    )
    await assert.rejects(redisStore({ client: gone, key: Buffer.alloc(16) }).set('ada', record('x')), {
      code: 'CONFIG_INVALID',
    })
  })
})
