import type { Call } from '../../http/router.ts'
import { findHeldSession, type SessionCaller } from '../../sessions/guard.ts'
import type { Proven } from '../method.ts'
import { proved, type Outcome, type Proof } from '../proved.ts'
import { over, whereOf, type Pending } from './pending.ts'
import { raise } from './raise.ts'

/** What ends the waiting: what was proved in it, and whether that is a second factor of the person's own. */
export type Completing = Proven & {
  own: boolean
  /** The person wishes not to be asked again in this browser. */
  trust?: boolean
}

/**
 * Goes on with a sign-in that waited: a session opens, in `proved()` like any other, or the one that it was begun from
 * goes on with what is proved now.
 *
 * @param session that of the caller, where it is known; the session of a cookie is looked up
 * @throws Problem `sign_in_over`, and what `proved` throws
 */
export async function completePending(
  call: Call,
  temp_token: string,
  pending: Pending,
  { amr, spend, own, trust }: Completing,
  session?: SessionCaller,
): Promise<Outcome> {
  // What was begun from a session is finished in it, and where somebody confirms a session, nothing else is.
  if (session || pending.session_id !== null) {
    const caller = session ?? (await findHeldSession(call))
    if (!caller || caller.session_id !== pending.session_id) throw over()
    return raise(call, caller, { amr, own, ...(spend && { spend }), trust, completes: temp_token })
  }
  const proof: Proof = {
    user_id: pending.user_id,
    amr: pending.amr,
    second: { amr, own, trust: trust ?? false },
    ...(pending.from && { from: pending.from }),
    ...(spend && { spend }),
    completes: temp_token,
  }
  return proved(await whereOf(call, pending), proof, pending.delivery)
}
