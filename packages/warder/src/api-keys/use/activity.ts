import type { Seconds } from '@warder/protocol'
import type { Db } from '../../store/open.ts'
import * as usage from '../../store/programs/api-key-usage.ts'
import { isoTime, type Clock } from '../../time.ts'

/** Which keys were used, and how often. A check of a key costs a read; the write comes later, in batches. */
export type KeyActivity = {
  used: (key_id: string) => void
  /** Writes what was noted. Called on a timer and before the process ends; what cannot be written waits for the next time. */
  flush: () => Promise<void>
}

type Noted = { uses: number; last_used_at: Seconds; days: Map<string, number> }

export function createKeyActivity(db: Db, now: Clock): KeyActivity {
  const waiting = new Map<string, Noted>()

  function note(id: string, uses: number, at: Seconds, days: Iterable<readonly [string, number]>): void {
    const noted = waiting.get(id) ?? { uses: 0, last_used_at: at, days: new Map<string, number>() }
    noted.uses += uses
    noted.last_used_at = Math.max(noted.last_used_at, at)
    for (const [day, count] of days) noted.days.set(day, (noted.days.get(day) ?? 0) + count)
    waiting.set(id, noted)
  }

  return {
    used: (key_id) => {
      const at = now()
      note(key_id, 1, at, [[dayOf(at), 1]])
    },
    flush: async () => {
      if (waiting.size === 0) return
      const batch = [...waiting].map(([id, noted]) => ({ id, ...noted }))
      waiting.clear()
      try {
        await usage.add(db, batch)
      } catch (error) {
        for (const { id, uses, last_used_at, days } of batch) note(id, uses, last_used_at, days)
        throw error
      }
    },
  }
}

/** The day of a moment in UTC, such as `2027-01-15`. */
export function dayOf(at: Seconds): string {
  return isoTime(at).slice(0, 10)
}
