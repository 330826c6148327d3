import type { Seconds } from '@warder/protocol'
import { after, type Maybe } from '../../after.ts'
import { boundedMap } from '../../cache/bounded-map.ts'
import type { LiveSession } from '../../store/people/sessions.ts'

/**
 * Live sessions, remembered for a moment, so that a browser that asks many times a second does not ask the database
 * each time. The database stays the source: what is remembered is asked again after `keep` seconds.
 */
export type SessionMemory = {
  /** The session of a cookie, by the digest of its secret; `ask` reads the database. */
  find: (
    token_hash: string,
    now: Seconds,
    ask: () => Maybe<LiveSession | undefined>,
  ) => Maybe<LiveSession | undefined>
  /** Something about this person, this session or `everybody` changed or is about to: the next check asks the database. */
  forget: (id: string, now: Seconds) => void
}

type Remembered = { row: LiveSession; asked_at: Seconds; until: Seconds }

/** To be forgotten when a change concerns nobody by name. */
export const everybody = '*'

/** How long a transaction may take after it wrote its audit event, and before its effect is seen. */
const settling: Seconds = 5

/**
 * A change is noted before its transaction commits, and a check at that moment may still read how it was before. So for
 * a few seconds nothing is remembered about whom it concerns.
 *
 * @param keep seconds, fewer than six; 0 asks every time
 * @param capacity sessions remembered at most, and changes
 */
export function createSessionMemory({
  keep,
  capacity = 10_000,
}: {
  keep: Seconds
  capacity?: number
}): SessionMemory {
  if (keep === 0) return { find: (_token_hash, _now, ask) => ask(), forget: () => undefined }

  const remembered = boundedMap<Remembered>(capacity)
  /** When what was asked about a person or a session may be trusted again. */
  const unsettled = new Map<string, Seconds>()
  let everythingUnsettled: Seconds = 0

  const settled = ({ id, user_id }: LiveSession, asked_at: Seconds): boolean =>
    asked_at >= everythingUnsettled &&
    asked_at >= (unsettled.get(user_id) ?? 0) &&
    asked_at >= (unsettled.get(id) ?? 0)

  return {
    find: (token_hash, now, ask) => {
      const found = remembered.get(token_hash)
      // A clock that was set back must not lengthen what is remembered.
      if (found && found.asked_at <= now && now < found.until && settled(found.row, found.asked_at))
        return found.row

      return after(ask(), (row) => {
        if (!row || !settled(row, now)) {
          remembered.delete(token_hash)
          return row
        }
        const until = Math.min(now + keep, row.idle_expires_at, row.expires_at)
        remembered.set(token_hash, { row, asked_at: now, until })
        return row
      })
    },
    forget: (id, now) => {
      if (id === everybody) everythingUnsettled = Math.max(everythingUnsettled, now + settling)
      for (const [old, trusted_at] of unsettled) {
        if (trusted_at + keep > now) break
        unsettled.delete(old)
      }
      // No change is ever dropped alone: with too many of them everything counts as changed.
      if (unsettled.size >= capacity) {
        unsettled.clear()
        everythingUnsettled = now + settling
      }
      unsettled.delete(id) // so that it stands last: the order is that of time
      unsettled.set(id, now + settling)
    },
  }
}
