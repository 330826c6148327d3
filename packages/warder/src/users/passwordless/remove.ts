import { Problem } from '@warder/protocol'
import type { State } from '../../access/passwordless.ts'
import { record } from '../../audit/audit.ts'
import { knownBrowser } from '../../http/browser/identity.ts'
import type { Call } from '../../http/router.ts'
import { compose, personOf } from '../../mail/messages.ts'
import { queueMail } from '../../mail/outbox.ts'
import { endAllOf } from '../../sessions/end.ts'
import type { SessionCaller } from '../../sessions/guard.ts'
import { requireOwner } from '../../sessions/recent.ts'
import { renew, type Renewed } from '../../sessions/renew.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import type { Db } from '../../store/open.ts'
import * as credentials from '../../store/people/credentials.ts'
import * as devices from '../../store/people/devices.ts'
import * as users from '../../store/people/users.ts'
import { alertLink } from '../alerts/link.ts'
import { findUser, type Operator } from '../manage.ts'
import { standingIn } from './state.ts'

/**
 * Takes a person's password away, once they have shown that they get in without it and have a second way for the day the
 * first is lost. Every other session and every token ends, as with a new password.
 *
 * @throws Problem `insufficient_user_authentication`, or `conflict` with the `state` that is in the way
 */
export async function removePassword(call: Call, caller: SessionCaller): Promise<Renewed> {
  requireOwner(call, caller)
  const { app } = call
  const { user_id, session_id } = caller
  const now = app.now()
  return app.db.transaction().execute(async (tx) => {
    const decided = await takeAway(tx, call, user_id)
    if (decided !== 'removed') throw stays(decided, whyItStays)
    await endAllOf(tx, user_id, { except: session_id, now })
    await devices.forgetAll(tx, user_id, knownBrowser(call))
    const renewed = await renew(tx, call, caller)
    await record(tx, call, { type: 'password.removed', outcome: 'succeeded', actor: user_id, session_id })
    return renewed
  })
}

/**
 * The same for an operator. Nobody is signed out by it: what they wish for was not asked of the person.
 * @throws Problem `not_found`, or `conflict` with the `state` that is in the way
 */
export async function removePasswordOf(
  by: Operator,
  idOrEmail: string,
): Promise<{ id: string; email: string; password: 'removed' }> {
  const { id, email } = await findUser(by, idOrEmail)
  const decided = await removeIfReady(by, id)
  if (decided !== 'removed') throw stays(decided, whyItStaysForThem)
  return { id, email, password: 'removed' }
}

/** One person's, in a transaction of its own; says otherwise why it stays. */
export async function removeIfReady(by: Operator, user_id: string): Promise<'removed' | State | 'disabled'> {
  return by.app.db
    .transaction()
    .execute(async (tx) => {
      const decided = await takeAway(tx, by, user_id)
      if (decided !== 'removed') throw new Stays(decided)
      await record(tx, by, { type: 'password.removed', outcome: 'succeeded', subject: user_id })
      return decided
    })
    .catch((error: unknown) => {
      if (error instanceof Stays) return error.state
      throw error
    })
}

/** Undoes the transaction in which it turned out. */
class Stays extends Error {
  readonly state: State | 'disabled'

  constructor(state: State | 'disabled') {
    super(state)
    this.state = state
  }
}

/**
 * Removes the password and looks afterwards, with the person held, whether they could spare it: of anything else that is
 * removed at the same moment, one sees what the other has left. Unless it says `removed`, the transaction has to be undone.
 */
async function takeAway(
  tx: Db,
  by: Pick<Operator, 'app' | 'tenant'>,
  user_id: string,
): Promise<'removed' | State | 'disabled'> {
  const { app } = by
  const now = app.now()
  const had = await credentials.removePassword(tx, user_id)
  const user = await users.hold(tx, user_id)
  if (!user || user.disabled_at !== null) return 'disabled'
  const rows = await credentials.listUsable(tx, user_id)
  const before = had ? [...rows, { method: 'password', data: '', last_used_at: null }] : rows
  const { state } = standingIn(user, before, app.config)
  if (state !== 'ready') return state

  // Links to a new password and sign-ins that wait are as good as the password was.
  await oneTimeTokens.endAll(tx, 'password_reset', user_id, now)
  await oneTimeTokens.endAll(tx, 'sign_in_attempt', user_id, now)
  await users.update(tx, user_id, { password_kept_at: null, updated_at: now })
  const link = await alertLink(tx, by, user_id)
  await queueMail(tx, app, compose(by, 'passwordRemoved', personOf(app, user), { link, at: now }))
  return 'removed'
}

/** What tells a person why their password is still there. */
export const whyItStays: Readonly<Record<State, string>> = {
  'password-only': 'Sign in without your password first, with a passkey for example. Then you can remove it.',
  'can-sign-in-without':
    'Without your password you would have a single way to sign in. Add another one first.',
  passwordless: 'You have no password.',
  'no-way-in': 'You have no password.',
  ready: 'Your password has changed meanwhile. Try again.',
}

const whyItStaysForThem: Readonly<Record<State, string>> = {
  'password-only': 'This person has not signed in without the password yet.',
  'can-sign-in-without': 'Without the password this person would have a single way to sign in.',
  passwordless: 'This person has no password.',
  'no-way-in': 'This person has no password.',
  ready: 'Something about this person has changed meanwhile. Try again.',
}

function stays(state: State | 'disabled', why: Readonly<Record<State, string>>): Problem {
  if (state === 'disabled') return new Problem('conflict', { detail: 'This account is disabled.' })
  return new Problem('conflict', { detail: why[state], extra: { state } })
}
