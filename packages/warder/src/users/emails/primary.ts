import { Problem } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import type { Call } from '../../http/router.ts'
import { knownBrowser } from '../../http/browser/identity.ts'
import { compose, personOf } from '../../mail/messages.ts'
import { queueMail } from '../../mail/outbox.ts'
import { endAllOf } from '../../sessions/end.ts'
import type { SessionCaller } from '../../sessions/guard.ts'
import { requireOwner } from '../../sessions/recent.ts'
import { renew, type Renewed } from '../../sessions/renew.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import type { Db } from '../../store/open.ts'
import * as devices from '../../store/people/devices.ts'
import * as emails from '../../store/people/emails.ts'
import type { Operator } from '../manage.ts'
import { recent, undoable } from './limits.ts'
import { masked } from './masked.ts'

/**
 * Makes one of a person's proved addresses the main one. The address before it is told and can undo it.
 * @throws Problem `insufficient_user_authentication`, `not_found` or `conflict`
 */
export async function makePrimary(call: Call, caller: SessionCaller, id: string): Promise<Renewed> {
  requireOwner(call, caller, recent)
  const { app } = call
  return app.db.transaction().execute(async (tx) => {
    const person = await emails.holdPerson(tx, caller.user_id, app.now())
    const chosen = await emails.find(tx, caller.user_id, id)
    if (!person || !chosen) throw new Problem('not_found', { detail: 'You have no such address.' })
    if (chosen.email === person.email) return { cookies: [] }
    return switchPrimary(tx, call, caller, chosen)
  })
}

/**
 * The change itself, within the transaction of what it belongs to, which has called `holdPerson`. The session in use
 * goes on with another secret or with new tokens.
 */
export async function switchPrimary(
  tx: Db,
  call: Call,
  caller: SessionCaller,
  chosen: emails.UserEmail,
): Promise<Renewed> {
  const { user_id: id, session_id } = caller
  await replaceMain(tx, call, { ...caller, id }, chosen, { session_id, browser: knownBrowser(call) })
  return renew(tx, call, caller)
}

/**
 * Makes an address the main one. What was given under the old one ends: sessions, every token, known devices and links
 * (ASVS 7.4.3). The old address is told, and can undo it, where somebody has shown that they read it.
 *
 * @param own the session and the browser that go on, where it is the person who does it and no operator
 */
export async function replaceMain(
  tx: Db,
  by: Operator,
  person: { id: string; email: string; full_name: string; locale: string | null },
  chosen: emails.UserEmail,
  own?: { session_id: string; browser: string | undefined },
): Promise<void> {
  const { app } = by
  const { id } = person
  const now = app.now()
  const old = await mainOf(tx, id)
  if (!(await emails.makePrimary(tx, id, chosen.id)))
    throw new Problem('conflict', {
      detail: 'Confirm this address first: open the link that was sent to it.',
    })
  // One that nobody has shown to read is nobody's to undo anything by, and must not lead into the account: it may be mistyped.
  if (old.verified_at === null) await emails.remove(tx, id, old.id, now)
  else await tellReplaced(tx, by, person, old, chosen)
  await endAllOf(tx, id, { ...(own && { except: own.session_id }), now })
  await devices.forgetAll(tx, id, own?.browser)
  await oneTimeTokens.endAll(tx, 'password_reset', id, now)
  // Its code went to the old address.
  await oneTimeTokens.endAll(tx, 'sign_in_attempt', id, now)
  await record(tx, by, {
    type: 'email.primary_changed',
    outcome: 'succeeded',
    ...(own ? { actor: id, session_id: own.session_id } : { subject: id }),
    detail: { from: old.email, to: chosen.email },
  })
}

/** The address before stays for a while, and its reader is mailed how to undo it. */
async function tellReplaced(
  tx: Db,
  { app, tenant }: Operator,
  person: Parameters<typeof personOf>[1] & { id: string },
  old: emails.UserEmail,
  chosen: emails.UserEmail,
): Promise<void> {
  const now = app.now()
  const until = now + undoable
  await emails.hold(tx, old, until, now)
  const token = await oneTimeTokens.create(tx, 'email_undo', {
    subject: old.id,
    data: { user_id: person.id, address_id: old.id } satisfies Undo,
    expires_at: until,
    now,
    replace: true,
  })
  const link = `${tenant.issuer}/undo-email?token=${token}`
  const told = { link, address: masked(chosen.email), at: now, until }
  await queueMail(tx, app, compose({ app, tenant }, 'addressChanged', personOf(app, person, old.email), told))
}

/** What a link to the owner of a replaced address takes back. */
export type Undo = { user_id: string; address_id: string }

async function mainOf(tx: Db, user_id: string): Promise<emails.UserEmail> {
  const main = await emails.findPrimary(tx, user_id)
  if (!main) throw new Problem('internal_error', { cause: `${user_id} has no main address` })
  return main
}
