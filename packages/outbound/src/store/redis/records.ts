import { AsyncLocalStorage } from 'node:async_hooks'
import { createHash } from 'node:crypto'
import { OutboundError } from '../../errors.ts'
import { once } from '../../once.ts'
import { checkedKey, contextOf, corrupt, fileIn, version } from '../file-form.ts'
import { open, seal } from '../sealed.ts'
import type { CredentialStore, StoredRecord } from '../store.ts'
import { createTurns } from '../turns.ts'
import { lockLost, withRedisLock } from './lock.ts'
import type { RedisStoreOptions } from './redis-store.ts'

/** Writes a record while its lock is still held by whoever took it. */
const writeIfHeld =
  "if redis.call('get', KEYS[2]) ~= ARGV[3] then return 0 end redis.call('hset', KEYS[1], ARGV[1], ARGV[2]) return 1"

/** Each sealed under the key; nothing is written without the lock that was taken for it. */
export function redisRecords({
  client,
  key,
  prefix = 'warder:outbound:',
}: RedisStoreOptions): CredentialStore {
  const keyOf = once(async () => checkedKey(await (typeof key === 'function' ? key() : key)))
  const inTurn = createTurns()
  const held = new AsyncLocalStorage<{ id: string; holder: string }>()
  const records = `${prefix}records`
  const lockOf = (id: string) => `${prefix}lock:${nameOf(id)}`
  const ask = (...args: string[]) => client.sendCommand(args).catch(unavailable)

  async function get(id: string): Promise<StoredRecord | undefined> {
    const text = await ask('HGET', records, nameOf(id))
    if (text === null) return undefined
    const file = fileIn(textOf(text))
    if (file.id !== id) throw corrupt()
    const data: unknown = JSON.parse(open(await keyOf(), contextOf(file), file.sealed))
    return { kind: file.kind, data: data as StoredRecord['data'] } // sealed by `set`, which seals objects
  }

  return {
    get,
    async set(id, { kind, data }) {
      const sealed = seal(await keyOf(), contextOf({ id, kind }), JSON.stringify(data))
      const text = JSON.stringify({ version, id, kind, sealed })
      const lock = held.getStore()
      if (lock?.id !== id) return void (await ask('HSET', records, nameOf(id), text))
      const done = await ask('EVAL', writeIfHeld, '2', records, lockOf(id), nameOf(id), text, lock.holder)
      if (Number(done) !== 1) throw lockLost('the lock of this credential was lost before it was written')
    },
    async delete(id) {
      await ask('HDEL', records, nameOf(id))
    },
    async list() {
      const texts = (await ask('HVALS', records)) as unknown[] // what HVALS answers
      return texts.map((text) => fileIn(textOf(text)).id).sort()
    },
    withLock: (id, work) =>
      inTurn(id, () =>
        withRedisLock({ sendCommand: (args) => ask(...args) }, lockOf(id), (holder) =>
          held.run({ id, holder }, work),
        ),
      ),
  }
}

/** What a client gives for a text: a text, or its bytes. */
const textOf = (said: unknown) => (Buffer.isBuffer(said) || typeof said === 'string' ? said.toString() : '')

/** An id may be any text, and need not be told to who looks at the keys. */
const nameOf = (id: string) => createHash('sha256').update(id).digest('base64url')

function unavailable(error: unknown): never {
  throw new OutboundError('STORE_UNAVAILABLE', 'the store of credentials in Redis does not answer', {
    hint: 'See whether Redis runs and the client is connected.',
    retryable: true,
    cause: error,
  })
}
