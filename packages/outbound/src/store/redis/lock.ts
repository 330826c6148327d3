import { setTimeout as sleep } from 'node:timers/promises'
import { OutboundError } from '../../errors.ts'
import { newNonce } from '../../random.ts'

/** The one thing that is wanted of a client of Redis: `createClient()` of @redis/client is one. */
export type RedisCommands = { sendCommand: (args: string[]) => Promise<unknown> }

/**
 * Milliseconds that a lock lasts without a sign of life from its holder, and between two signs: what was killed has given it
 * back within five seconds, and what is busy keeps it.
 */
const life = 4000
const beat = 1000
/** Milliseconds between two looks at a lock that somebody else has, and how long anybody waits for one. */
const look = 20
const patience = 30_000

const ifMine = "if redis.call('get', KEYS[1]) == ARGV[1] then"
const prolong = `${ifMine} return redis.call('pexpire', KEYS[1], ARGV[2]) end return 0`
const release = `${ifMine} return redis.call('del', KEYS[1]) end return 0`

/**
 * One at a time, between all who use the same Redis.
 *
 * @param work is given what the lock is held by, for writing only while it still is
 * @throws OutboundError LOCK_TIMEOUT when somebody else holds it for too long
 */
export async function withRedisLock<T>(
  client: RedisCommands,
  key: string,
  work: (holder: string) => Promise<T>,
): Promise<T> {
  const holder = newNonce()
  const until = performance.now() + patience
  while ((await client.sendCommand(['SET', key, holder, 'NX', 'PX', String(life)])) === null) {
    if (performance.now() > until) throw lockLost('another program holds the lock of this credential')
    await sleep(look)
  }
  const alive = setInterval(() => {
    // A sign that does not arrive is noticed by whoever writes.
    client.sendCommand(['EVAL', prolong, '1', key, holder, String(life)]).catch(() => undefined)
  }, beat)
  alive.unref()
  try {
    return await work(holder)
  } finally {
    clearInterval(alive)
    await client.sendCommand(['EVAL', release, '1', key, holder]).catch(() => undefined)
  }
}

export const lockLost = (message: string) =>
  new OutboundError('LOCK_TIMEOUT', message, { hint: 'Try again in a moment.', retryable: true })
