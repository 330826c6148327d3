import type { Seconds } from '@warder/protocol'
import type { Db } from '../../store/open.ts'
import { isActive } from '../../store/oauth/token-holders.ts'
import * as sessions from '../../store/people/sessions.ts'
import { words } from '../../store/words.ts'
import type { Activity } from '../../sessions/activity.ts'
import { holdingsOf, type Holdings } from '../../access/permissions/roles.ts'
import type { GrantFacts } from './answer.ts'

/**
 * The person's roles where the grant belongs to a session, none where it outlives it. Undefined when they,
 * or that session, may not go on. Read before the transaction: whoever ends a session or disables a person
 * ends the grant too, and the transaction holds that.
 *
 * @param seen told of the session when this is a use of it, which keeps it from idling out
 */
export async function holdingsIfAlive(
  db: Db,
  grant: Pick<GrantFacts, 'offline' | 'session_id' | 'user_id'>,
  now: Seconds,
  seen?: Activity['seen'],
): Promise<Holdings | undefined> {
  if (!grant.offline) {
    const session = await sessions.findLiveById(db, grant.session_id, now)
    if (session) seen?.(session)
    return session && holdingsOf(words(session.roles ?? ''), session.permissions)
  }
  return (await isActive(db, grant.user_id)) ? { roles: [], permissions: [] } : undefined
}
