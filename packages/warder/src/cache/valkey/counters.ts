import type { Seconds } from '@warder/protocol'
import type { Counters, Taken } from '../counters.ts'
import { memoryCounters } from '../memory.ts'
import type { Valkey } from './valkey.ts'

/**
 * Takes one of a limit; the server runs nothing else meanwhile. When a window ends is decided by the caller's clock;
 * the expiry of the key only clears up, a minute later, so that a clock that is behind does not lose its counts.
 */
const script = `
local limit, window, now = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local held = redis.call('HMGET', KEYS[1], 'count', 'reset')
local count, reset = tonumber(held[1]), tonumber(held[2])
if not reset or reset <= now then count, reset = 0, now + window end
if count >= limit then return {0, count, reset} end
redis.call('HSET', KEYS[1], 'count', count + 1, 'reset', reset)
redis.call('PEXPIRE', KEYS[1], (window + 60) * 1000)
return {1, count + 1, reset}`

/**
 * Counters that all instances share. What a process hears it remembers: a key that is used up is refused without
 * asking until its window ends, and while the server is away the process counts on from there by itself. So the
 * worst is the limit times the number of processes, and never no limit.
 */
export function valkeyCounters(valkey: Valkey, local = memoryCounters()): Counters {
  return {
    take: async (key, limit, window, now) => {
      const refused = local.refused(key, limit, window, now)
      if (refused) return refused
      const words = ['EVAL', script, '1', valkey.key('limit', key), ...[limit, window, now].map(String)]
      const asked = await valkey.ask(words)
      const counted = asked.ok ? countedIn(asked.reply) : undefined
      if (!counted) return local.take(key, limit, window, now)
      local.learn(key, limit, counted, now)
      return takenOf(counted, limit, window, now)
    },
  }
}

type Counted = { ok: boolean; count: number; reset: Seconds }

function countedIn(reply: unknown): Counted | undefined {
  if (!Array.isArray(reply)) return undefined
  const [ok, count, reset] = reply.map(Number)
  return count === undefined || reset === undefined ? undefined : { ok: ok === 1, count, reset }
}

// An instance whose clock runs ahead may have begun the window: nobody waits longer than one of his own.
const takenOf = ({ ok, count, reset }: Counted, limit: number, window: Seconds, now: Seconds): Taken => ({
  ok,
  remaining: Math.max(0, limit - count),
  reset: Math.min(reset, now + window),
})
