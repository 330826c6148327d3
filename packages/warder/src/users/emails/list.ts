import type { SessionCaller } from '../../sessions/guard.ts'
import type { Call } from '../../http/router.ts'
import * as emails from '../../store/people/emails.ts'
import type { Seconds } from '@warder/protocol'
import { waitingOf } from './pending.ts'

export type OwnEmail = {
  id: string
  email: string
  primary: boolean
  verified: boolean
  created_at: Seconds
  /** It was the main address and stays until then. */
  held_until: Seconds | null
}

/** The addresses of a person, the main one first and those that wait for confirmation last. */
export async function listEmails({ app }: Call, { user_id, email }: SessionCaller): Promise<OwnEmail[]> {
  const now = app.now()
  const own = await emails.listOf(app.db, user_id)
  const waiting = await waitingOf(app.db, user_id, now)
  const proved = own.map((row) => ({
    id: row.id,
    email: row.email,
    primary: row.email === email,
    verified: row.verified_at !== null,
    created_at: row.created_at,
    held_until: (row.held_until ?? 0) > now ? row.held_until : null,
  }))
  return [
    ...proved.filter(({ primary }) => primary),
    ...proved.filter(({ primary }) => !primary),
    ...waiting.map((pending) => ({
      id: pending.id,
      email: pending.email,
      primary: false,
      verified: false,
      created_at: pending.created_at,
      held_until: null,
    })),
  ]
}
