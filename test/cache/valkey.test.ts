import assert from 'node:assert/strict'
import { describe, test, type TestContext } from 'node:test'
import { openValkey, type Valkey } from '../../packages/warder/src/cache/valkey/valkey.ts'
import { valkeyCounters } from '../../packages/warder/src/cache/valkey/counters.ts'
import { quickReplay } from '../../packages/warder/src/cache/valkey/replay.ts'
import { createLog } from '../../packages/warder/src/log.ts'
import { eventually } from '../support/eventually.ts'
import { startTcpProxy, type TcpProxy } from '../support/faults/tcp-proxy.ts'
import { password, startValkey, type OwnValkey } from '../support/faults/valkey.ts'

type Opened = { server: OwnValkey; proxy: TcpProxy; valkey: Valkey; lines: string[] }

/** A server of one's own, a network to it that can be spoilt, and the connection under test. */
async function open(t: TestContext, args: readonly string[] = []): Promise<Opened> {
  const server = await startValkey(args)
  const proxy = await startTcpProxy(server.port)
  const { valkey, lines } = await opened(t, server.url.replace(String(server.port), String(proxy.port)))
  t.after(async () => {
    await proxy.close()
    await server.drop()
  })
  return { server, proxy, valkey, lines }
}

async function opened(t: TestContext, url: string): Promise<{ valkey: Valkey; lines: string[] }> {
  const lines: string[] = []
  const log = createLog({ level: 'debug', style: 'json', write: (line) => lines.push(line) })
  const valkey = await openValkey({ url, issuer: 'https://id.example', log })
  t.after(() => valkey.close())
  return { valkey, lines }
}

const echo = async ({ valkey }: Opened, text: string): Promise<unknown> => {
  const asked = await valkey.ask(['ECHO', text])
  return asked.ok ? asked.reply : undefined
}

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; ms: number }> {
  const began = performance.now()
  return { value: await work(), ms: performance.now() - began }
}

const told = (lines: readonly string[], words: string) => lines.filter((line) => line.includes(words)).length
const away = 'the shared cache is away'
const back = 'the shared cache is back'

describe('the connection to Valkey', () => {
  test('F-17 killed: everybody is told at once, the log once, and it heals by itself', async (t) => {
    const it = await open(t)
    assert.equal(await echo(it, 'before'), 'before')
    await it.server.kill()
    await eventually('it is noticed', () => !it.valkey.answers())
    const made = it.proxy.connections()
    const { value, ms } = await timed(() => Promise.all(Array.from({ length: 1000 }, () => echo(it, 'away'))))
    assert.deepEqual(new Set(value), new Set([undefined]))
    assert.ok(ms < 450, `a thousand took ${ms} ms, and one that waits half a second`)
    assert.ok(it.proxy.connections() - made <= 1, 'nobody who asked made a connection')

    await it.server.start()
    await eventually('it is back', async () => (await echo(it, 'after')) === 'after')
    assert.deepEqual([told(it.lines, away), told(it.lines, back)], [1, 1])
    assert.ok(it.lines.every((line) => !line.includes(password)))
  })

  test('F-17 not there at the start: opening does not wait for it', async (t) => {
    const server = await startValkey()
    t.after(() => server.drop())
    await server.kill()
    const { value, ms } = await timed(() => opened(t, server.url))
    assert.equal(value.valkey.answers(), false)
    assert.ok(ms < 1000, `it took ${ms} ms`)
    await server.start()
    await eventually('it is found', () => value.valkey.answers())
    assert.deepEqual([told(value.lines, away), told(value.lines, back)], [1, 1])
  })

  test('F-19 frozen: the first wait half a second, nobody after them, and no late answer meets another question', async (t) => {
    const it = await open(t)
    it.server.signal('SIGSTOP')
    t.after(() => it.server.signal('SIGCONT'))
    const first = await timed(() =>
      Promise.all(Array.from({ length: 50 }, (_, i) => echo(it, `frozen ${i}`))),
    )
    assert.deepEqual(new Set(first.value), new Set([undefined]))
    assert.ok(first.ms < 1000, `the first waited ${first.ms} ms`)
    const waits: number[] = []
    for (let i = 0; i < 10; i++) waits.push((await timed(() => echo(it, 'next'))).ms)
    const least = Math.min(...waits)
    assert.ok(least < first.ms / 10, `the next waited ${least} ms, where the first waited ${first.ms}`)

    it.server.signal('SIGCONT')
    await eventually('it is back', () => it.valkey.answers())
    for (let i = 0; i < 50; i++) assert.equal(await echo(it, `thawed ${i}`), `thawed ${i}`)
    assert.deepEqual([told(it.lines, away), told(it.lines, back)], [1, 1])
  })

  test('F-19 an answer that comes too late is nobody’s answer', async (t) => {
    const it = await open(t)
    it.proxy.delay(600)
    assert.equal(await echo(it, 'late'), undefined)
    it.proxy.delay(0)
    await eventually('it is back', () => it.valkey.answers())
    for (let i = 0; i < 100; i++) assert.equal(await echo(it, `own ${i}`), `own ${i}`)
  })

  // oxfmt-ignore
  const spoils: [name: string, spoil: (proxy: TcpProxy) => void, heal: (proxy: TcpProxy) => void][] = [
    ['swallowed',   (proxy) => proxy.drop(true),  (proxy) => proxy.drop(false)],
    ['half closed', (proxy) => proxy.halfClose(), () => undefined],
  ]
  for (const [name, spoil, heal] of spoils) {
    test(`F-20 a connection that is ${name} is noticed by those who only listen, and made anew`, async (t) => {
      const it = await open(t)
      const heard: string[] = []
      await it.valkey.listen('news', (text) => heard.push(text))
      spoil(it.proxy)
      await eventually('it is noticed', () => told(it.lines, away) === 1)
      heal(it.proxy)
      await eventually('it is back', () => it.valkey.answers())
      assert.deepEqual(await it.valkey.ask(['PUBLISH', 'news', 'after']), { ok: true, reply: 1 })
      await eventually('the news come', () => heard.length > 0)
      assert.deepEqual(heard, ['after'])
    })
  }

  test('F-21 a server that became a replica is left until it takes writes', async (t) => {
    const it = await open(t)
    assert.equal((await it.valkey.ask(['REPLICAOF', '127.0.0.1', '1'])).ok, true)
    assert.equal((await it.valkey.ask(['SET', it.valkey.key('a'), '1'])).ok, false)
    await eventually('it was tried again', () => it.proxy.connections() >= 2)
    assert.equal(it.valkey.answers(), false)
    const other = await opened(t, it.server.url)
    assert.equal(other.valkey.answers(), false)
    assert.match(other.lines.join(), /READONLY/)
  })

  test('F-21 a server that forgets when it is full is named at the start', async (t) => {
    const { lines, valkey } = await open(t, ['--maxmemory', '4mb', '--maxmemory-policy', 'allkeys-lru'])
    assert.equal(valkey.answers(), true)
    assert.equal(told(lines, 'set its maxmemory-policy to noeviction'), 1)
    assert.match(lines.join(), /"reason":"allkeys-lru"/)
  })

  test('F-21 a server that is full counts as away, once, until there is room', async (t) => {
    const it = await open(t, ['--maxmemory-policy', 'noeviction'])
    assert.equal(told(it.lines, 'noeviction'), 0)
    assert.equal((await it.valkey.ask(['CONFIG', 'SET', 'maxmemory', '1'])).ok, true)
    assert.equal((await it.valkey.ask(['SET', it.valkey.key('a'), '1'])).ok, false)
    await eventually('it was tried again', () => it.proxy.connections() >= 2)
    assert.deepEqual([it.valkey.answers(), told(it.lines, away)], [false, 1])
  })

  // oxfmt-ignore
  const refused: [what: string, spoil: (url: string) => string][] = [
    ['password',      (url) => url.replace(password, 'wrong-password-1843')],
    ['way to talk',   (url) => url.replace('redis:', 'rediss:')],
  ]
  for (const [what, spoil] of refused) {
    test(`a wrong ${what} is an outage that is told without the password`, async (t) => {
      const server = await startValkey()
      t.after(() => server.drop())
      const { valkey, lines } = await opened(t, spoil(server.url))
      assert.equal(valkey.answers(), false)
      assert.equal(told(lines, away), 1)
      assert.doesNotMatch(lines.join(), /wrong-password|hunter2/)
    })
  }

  test('a user who may do no more than docs/valkey.md says is enough, in a database of its own', async (t) => {
    const server = await startValkey()
    t.after(() => server.drop())
    const administrator = await opened(t, server.url)
    const rights =
      'on >narrow ~warder:* &warder:* +@connection +select +info +set +exists +eval +hmget +hset +pexpire +publish +subscribe'
    const made = await administrator.valkey.ask(['ACL', 'SETUSER', 'warder', ...rights.split(' ')])
    assert.equal(made.ok, true)
    const { valkey, lines } = await opened(t, `redis://warder:narrow@127.0.0.1:${server.port}/3`)
    assert.deepEqual(lines, [])
    await valkey.listen(valkey.key('news'), () => undefined)
    assert.equal((await valkey.ask(['PUBLISH', valkey.key('news'), 'x'])).ok, true)
    assert.equal((await valkeyCounters(valkey).take('limit', 2, 60, 10)).remaining, 1)
    const marked = quickReplay(valkey, { once: async () => true })
    assert.deepEqual([await marked.once('a', 90, 10), await marked.once('a', 90, 10)], [true, false])
    assert.equal(valkey.answers(), true)
    assert.equal((await valkey.ask(['KEYS', '*'])).ok, false)
  })
})
