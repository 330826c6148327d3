import { Problem } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import type { Call } from '../../http/router.ts'
import { compose, personOf } from '../../mail/messages.ts'
import { queueMail } from '../../mail/outbox.ts'
import type { SessionCaller } from '../../sessions/guard.ts'
import { requireOpen, requireOwner } from '../../sessions/recent.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import type { Db } from '../../store/open.ts'
import * as emails from '../../store/people/emails.ts'
import { isoTime } from '../../time.ts'
import { recent } from './limits.ts'
import { endWaiting, waitingOf } from './pending.ts'
import { said } from '../../http/words/said.ts'

/**
 * Removes an address, or ends the waiting for one. The main address stays, and so does one that was the main address
 * until lately: its owner must be able to undo that even when somebody else has the session (ATTACKS PW-28).
 *
 * @throws Problem `insufficient_user_authentication`, `not_found` or `conflict`
 */
export async function removeEmail(call: Call, caller: SessionCaller, id: string): Promise<void> {
  requireOwner(call, caller, recent)
  const { app, tenant } = call
  const { user_id, session_id } = caller
  const now = app.now()
  await app.db.transaction().execute(async (tx) => {
    await emails.holdPerson(tx, user_id, now)
    await requireOpen(tx, session_id)
    const audited = { outcome: 'succeeded', actor: user_id, session_id, detail: { address: id } } as const
    const waiting = (await waitingOf(tx, user_id, now)).find((pending) => pending.id === id)
    if (waiting && (await endWaiting(tx, waiting, now)))
      return record(tx, call, { type: 'email.removed', ...audited })

    const removed = await emails.remove(tx, user_id, id, now)
    if (!removed) throw await whyNot(tx, user_id, id)
    // What began with a link to it and waits for a second step is over too.
    await oneTimeTokens.endAll(tx, 'sign_in_attempt', user_id, now)
    const reader = personOf(app, caller, removed.email)
    const told = { link: `${tenant.issuer}/account/security`, at: now }
    await queueMail(tx, app, compose(call, 'addressRemoved', reader, told))
    await record(tx, call, { type: 'email.removed', ...audited, detail: { email: removed.email } })
  })
}

async function whyNot(tx: Db, user_id: string, id: string): Promise<Problem> {
  const found = await emails.find(tx, user_id, id)
  if (!found) return new Problem('not_found', { detail: 'You have no such address.' })
  const main = await emails.findPrimary(tx, user_id)
  if (main?.id === id)
    return new Problem('conflict', {
      detail: 'This is your main address. Make another one the main address first.',
    })
  const until = isoTime(found.held_until ?? 0)
  return new Problem('conflict', {
    ...said('address_held', until),
    extra: { held_until: until },
  })
}
