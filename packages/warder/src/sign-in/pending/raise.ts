import { Problem } from '@warder/protocol'
import { joined } from '../../access/amr.ts'
import { record } from '../../audit/audit.ts'
import type { Call } from '../../http/router.ts'
import type { SessionCaller } from '../../sessions/guard.ts'
import { renew } from '../../sessions/renew.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import * as standing from '../../store/people/session-standing.ts'
import type { Db } from '../../store/open.ts'
import { viewOf } from '../../users/profile.ts'
import type { Amr } from '../method.ts'
import { over } from './pending.ts'
import { trustBrowser } from './trust.ts'
import type { SignedIn } from '../proved.ts'

/** What somebody with a session has just proved besides. */
export type Raising = {
  amr: readonly Amr[]
  /** Whether it is a second factor that they set up. */
  own: boolean
  spend?: (tx: Db) => Promise<boolean>
  /** The person wishes not to be asked again in this browser. */
  trust?: boolean | undefined
  /** The handle of what waited for it; it is spent with it. */
  completes?: string
}

/**
 * A session goes on with what its person has just proved: it is fresh from here on, see `sessions/recent.ts`, it says all
 * that was proved in it (NIST SP 800-63B-4 §2.2.3 has the session itself count as what was proved before), and it has a
 * new secret or new tokens (ASVS 7.2.4).
 *
 * @throws Problem `not_authenticated` when the session has ended, as it has with a new password, `sign_in_over` or
 *   `invalid_credentials` when somebody else was quicker
 */
export async function raise(call: Call, who: SessionCaller, raising: Raising): Promise<SignedIn> {
  const { app } = call
  const now = app.now()
  return app.db.transaction().execute(async (tx) => {
    await useUp(tx, call, raising)
    const amr = joined(await standing.holdAmr(tx, who.session_id), raising.amr, raising.own)
    await standing.confirm(tx, who.session_id, call.trace, now, amr.join(' '))
    const raised = { ...who, amr, auth_time: now }
    const { cookies, tokens } = await renew(tx, call, raised)
    if (raising.trust) await trustBrowser(tx, call, who.user_id)
    await record(tx, call, {
      type: 'session.reauthenticated',
      outcome: 'succeeded',
      actor: who.user_id,
      session_id: who.session_id,
      detail: { amr: [...raising.amr] },
    })
    const { session_id } = who
    return {
      kind: 'signed-in',
      user: viewOf(raised),
      session_id,
      cookies,
      ...(tokens && { tokens }),
      confirmed: true,
    }
  })
}

/** The single use of each thing that was proved, or nothing of it happens. */
async function useUp(tx: Db, { app }: Call, { spend, completes }: Raising): Promise<void> {
  if (spend && !(await spend(tx)))
    throw new Problem('invalid_credentials', { detail: 'This code was used already. Take the next one.' })
  if (completes === undefined) return
  if (!(await oneTimeTokens.consume(tx, 'sign_in_attempt', completes, app.now()))) throw over()
}

/**
 * A session says from here on that something more was proved in it, and stays what it was: when its person added a
 * factor, and had shown who they are a moment before. To be called in the transaction that adds it: in between the session
 * would be one factor short of what its person has.
 */
export async function raiseQuietly(tx: Db, session_id: string, amr: readonly Amr[]): Promise<void> {
  // Not what it said when the request began: somebody may add two factors at once.
  const before = await standing.holdAmr(tx, session_id)
  await standing.setAmr(tx, session_id, joined(before, amr, true).join(' '))
}
