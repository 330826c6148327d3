import type { Seconds } from '@warder/protocol'
import type { Db } from '../store/open.ts'
import * as sessions from '../store/people/sessions.ts'
import type { Clock } from '../time.ts'
import { minute } from '../time.ts'

/** Which sessions were used lately. A check of a session costs a read; the write comes later, in batches. */
export type Activity = {
  /** The idle limit of a session moves at most once a minute. */
  seen: (session: { id: string; last_seen_at: Seconds }) => void
  /** Writes what was noted. Called on a timer and before the process ends. */
  flush: () => Promise<void>
}

export function createActivity(db: Db, now: Clock, idle: sessions.Idle): Activity {
  const waiting = new Map<string, Seconds>()
  return {
    seen: (session) => {
      const at = now()
      if (at - session.last_seen_at >= minute) waiting.set(session.id, at)
    },
    flush: async () => {
      if (waiting.size === 0) return
      const batch = [...waiting]
      waiting.clear()
      await sessions.touch(db, batch, idle)
    },
  }
}
