import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLookup, type Found, type Look } from '../../../packages/warder/src/http/outbound/lookup.ts'
import { createSafeFetch } from '../../../packages/warder/src/http/outbound/safe-fetch.ts'

const found: Found[] = [{ address: '192.0.2.1', family: 4 }]
const longTime = new AbortController().signal

/** The look-ups of a system, of which each ends when the test says so. */
function slowSystem() {
  const running = new Map<string, () => void>()
  const asked: string[] = []
  const system: Look = async (hostname) => {
    asked.push(hostname)
    const { promise, resolve } = Promise.withResolvers<void>()
    running.set(hostname, resolve)
    await promise
    running.delete(hostname)
    return found
  }
  return { system, running, asked, end: (hostname: string) => running.get(hostname)?.() }
}

const nobodyKnows: Look = () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }))

test('DS-05 names of clients that nobody answers for take one thread, however many there are', async () => {
  const { system, running } = slowSystem()
  const lookUp = createLookup(system, () => Promise.resolve(found))
  void lookUp('slow-0.example', 'client', longTime)
  for (let at = 1; at < 50; at++) assert.equal(await lookUp(`slow-${at}.example`, 'client', longTime), found)
  assert.deepEqual([...running.keys()], ['slow-0.example'])
})

test('DS-05 while one of them waits, what the operator named is looked up as always', async () => {
  const { system, end } = slowSystem()
  const lookUp = createLookup(system, nobodyKnows)
  void lookUp('slow.example', 'client', longTime)
  const database = lookUp('database.internal', 'operator', longTime)
  end('database.internal')
  assert.equal(await database, found)
})

test('a name that stands in a file of the system waits for its turn, and nobody is looked up who has given up', async () => {
  const { system, asked, end } = slowSystem()
  const lookUp = createLookup(system, nobodyKnows)
  const first = lookUp('slow.example', 'client', longTime)
  const gone = new AbortController()
  void lookUp('gone.example', 'client', gone.signal)
  const second = lookUp('in-a-file.example', 'client', longTime)
  await new Promise(setImmediate)
  gone.abort()
  end('slow.example')
  await first
  await new Promise(setImmediate)
  end('in-a-file.example')
  assert.equal(await second, found)
  assert.deepEqual(asked, ['slow.example', 'in-a-file.example'])
})

test('a look-up that fails is over, and the next has its turn', async () => {
  const failing: Look = () => Promise.reject(new Error('the servers do not answer'))
  const lookUp = createLookup(failing, failing)
  for (let times = 0; times < 2; times++)
    await assert.rejects(lookUp('a.example', 'client', longTime), /do not answer/)
})

test('SS-01 an address that was found without the system is judged like any other', async () => {
  const inside: Look = () => Promise.resolve([{ address: '10.0.0.1', family: 4 }])
  const lookUp = createLookup(slowSystem().system, inside)
  void lookUp('slow.example', 'client', longTime)
  const safeFetch = createSafeFetch({ dev: false, allow_networks: [] }, lookUp)
  const asked = safeFetch('https://inside.example/', { by: 'client', timeout_ms: 2000, max_bytes: 100 })
  await assert.rejects(asked, { reason: 'address' })
})
