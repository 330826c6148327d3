import type { Seconds } from '@warder/protocol'
import { pageAsked, pageOf } from '../http/paging.ts'
import type { Call } from '../http/router.ts'
import { placeOf } from '../risk/place.ts'
import * as lists from '../store/people/session-lists.ts'
import { words } from '../store/words.ts'
import { isoTime } from '../time.ts'
import { deviceName } from './device.ts'
import type { SessionCaller } from './guard.ts'

/** A session as its person sees it. */
export type SessionView = {
  id: string
  /** It is the one that asks. */
  current: boolean
  /** "Firefox on macOS". */
  device: string
  address: string
  /** As far as the operator's database knows it. */
  place: { country: string; city: string | null } | null
  amr: string[]
  created_at: Seconds
  last_seen_at: Seconds
  expires_at: Seconds
}

const cursorForm = /^(\d{1,12})\.(ses_[0-9a-z]{1,40})$/

export type SessionPage = { items: SessionView[]; next_cursor: string | null }

/**
 * A page of the sessions that a person has open, the newest sign-in first; `?limit=` and `?cursor=` say which.
 * @throws Problem invalid_input
 */
export async function listSessions(
  { app, url }: Pick<Call, 'app' | 'url'>,
  caller: Pick<SessionCaller, 'user_id'> & Partial<Pick<SessionCaller, 'session_id'>>,
): Promise<SessionPage> {
  const { limit, cursor } = pageAsked(url.searchParams, cursorForm)
  const rows = await lists.listLive(app.db, caller.user_id, app.now(), {
    limit: limit + 1,
    after: cursor === undefined ? undefined : afterOf(cursor),
  })
  const { items, next_cursor } = pageOf(rows, limit, (last) => `${last.created_at}.${last.id}`)
  const views = items.map((row) => {
    const place = placeOf(app, row.address)
    return {
      id: row.id,
      current: row.id === caller.session_id,
      device: deviceName(row.user_agent),
      address: row.address,
      place: place ? { country: place.country, city: place.city ?? null } : null,
      amr: words(row.amr),
      created_at: row.created_at,
      last_seen_at: row.last_seen_at,
      expires_at: row.expires_at,
    }
  })
  return { items: views, next_cursor }
}

/** The same as programs read it. */
export function writtenSessions({ items, next_cursor }: SessionPage) {
  const written = items.map((session) => ({
    ...session,
    created_at: isoTime(session.created_at),
    last_seen_at: isoTime(session.last_seen_at),
    expires_at: isoTime(session.expires_at),
  }))
  return { items: written, next_cursor }
}

function afterOf(cursor: string): lists.After {
  const [, created_at, id = ''] = cursorForm.exec(cursor) ?? []
  return { created_at: Number(created_at), id }
}
