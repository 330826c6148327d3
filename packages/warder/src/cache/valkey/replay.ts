import type { Replay } from '../replay.ts'
import type { Valkey } from './valkey.ts'

/**
 * Markers in `source`, the database, and a copy of them in Valkey that refuses without asking it. The copy is made of
 * what the source has said and can only refuse: flushed, evicted, cut off or away, it lets nothing through.
 */
export function quickReplay(valkey: Valkey, source: Replay): Replay {
  return {
    once: async (key, until, now) => {
      const marker = valkey.key('spent', key)
      const known = await valkey.ask(['EXISTS', marker])
      if (known.ok && known.reply === 1) return false
      const first = await source.once(key, until, now)
      const lasts = (until - now) * 1000
      // Nobody waits for it. Until it is there, the source refuses.
      if (lasts > 0) void valkey.ask(['SET', marker, '1', 'PX', String(lasts)])
      return first
    },
  }
}
