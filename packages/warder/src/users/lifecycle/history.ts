import type { Seconds } from '@warder/protocol'
import { operator } from '../../audit/audit.ts'
import { personalTypes, sentenceFor } from '../../audit/sentences.ts'
import type { Call } from '../../http/router.ts'
import { pageOf } from '../../http/paging.ts'
import { placeOf } from '../../risk/place.ts'
import { deviceName } from '../../sessions/device.ts'
import type { SessionCaller } from '../../sessions/guard.ts'
import * as auditEvents from '../../store/operations/audit-events.ts'

/** Something that happened with an account, as its person reads it. */
export type PersonalEvent = {
  id: string
  type: string
  /** "Signed in". */
  sentence: string
  outcome: string
  time: Seconds
  /** "Firefox on macOS". Null where an administrator did it, whose places are not the person's to know. */
  device: string | null
  address: string | null
  /** As far as the operator's database knows it. */
  place: { country: string; city: string | null } | null
}

/** What `next_cursor` of this list looks like. */
export const historyCursor = /^evt_[1-9]\d{0,14}$/

/**
 * A page of what happened with a person's account, newest first.
 *
 * @param page how many, and the id of the last event of the page before
 */
export async function history(
  { app }: Pick<Call, 'app'>,
  { user_id }: Pick<SessionCaller, 'user_id'>,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<{ items: PersonalEvent[]; next_cursor: string | null }> {
  const before = cursor === undefined ? undefined : Number(cursor.slice('evt_'.length))
  const rows = await auditEvents.newestAbout(app.db, user_id, personalTypes, limit + 1, before)
  const { items, next_cursor } = pageOf(rows, limit, ({ seq }) => `evt_${seq}`)
  const shown = items.map((row): PersonalEvent => {
    const { seq, type, outcome, time } = row
    const event = { id: `evt_${seq}`, type, sentence: sentenceFor(type, outcome), outcome, time }
    const byOther = (row.actor !== null && row.actor !== user_id) || row.request_id === operator.request_id
    if (byOther) return { ...event, device: null, address: null, place: null }
    const place = placeOf(app, row.address)
    return {
      ...event,
      device: deviceName(row.user_agent),
      address: row.address || null,
      place: place ? { country: place.country, city: place.city ?? null } : null,
    }
  })
  return { items: shown, next_cursor }
}
