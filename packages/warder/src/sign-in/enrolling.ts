import { parseBearer, Problem } from '@warder/protocol'
import { cookieOf, readCookie } from '../http/browser/cookies.ts'
import { requireCsrf, visitOf } from '../http/browser/csrf.ts'
import type { Call } from '../http/router.ts'
import { findHeldSession, findSession, person, type SessionCaller } from '../sessions/guard.ts'
import { requireOwner } from '../sessions/recent.ts'
import * as oneTimeTokens from '../store/one-time-tokens.ts'
import type { Db } from '../store/open.ts'
import * as standing from '../store/people/session-standing.ts'
import * as users from '../store/people/users.ts'
import { isSameThing, ownFactorIds, type Amr } from './method.ts'
import { fieldsOf } from './outcome.ts'
import { completePending } from './pending/complete.ts'
import { findPending, type Pending } from './pending/pending.ts'
import { raiseQuietly } from './pending/raise.ts'
import type { Outcome } from './proved.ts'
import { secondFactorsOf } from './second-factors.ts'

/**
 * A person who may add a second factor: signed in, and confirmed a moment ago; or in the middle of a sign-in that
 * opens nothing before they have one.
 */
export type Enrolling = {
  person: users.User
  /** Where somebody is signed in. */
  session: SessionCaller | undefined
  /** The sign-in that waits for the factor, and its handle. */
  pending: { temp_token: string; pending: Pending } | undefined
}

/**
 * The guard of the calls that add a factor.
 *
 * A function and no constant, because factors import it and are listed in what it imports.
 *
 * @throws Problem `not_authenticated`, or `insufficient_user_authentication` (RFC 9470 §3)
 */
export async function enrolment(call: Call): Promise<Enrolling> {
  const found = await enrolmentBegun(call)
  if (found.session) requireOwner(call, found.session)
  return found
}

/**
 * The same where it is asked for elsewhere that somebody confirmed a moment ago. A program in the middle of a sign-in sends its
 * `temp_token` as `Authorization: Bearer`; a page of ours asks with `?set_up=1`, and the handle is in its cookie.
 *
 * @throws Problem `not_authenticated`
 */
export async function enrolmentBegun(call: Call): Promise<Enrolling> {
  const bearer = parseBearer(call.request.headers.get('authorization'))
  if (bearer.kind === 'token' && bearer.token.startsWith('wot_')) return inSignIn(call, bearer.token)
  if (bearer.kind === 'none' && call.url.searchParams.get('set_up') === '1') {
    const handle = readCookie(call.app.config, call.request, cookieOf(call.tenant, 'pending'))
    if (handle === undefined) throw new Problem('not_authenticated', { detail: 'Sign in first.' })
    const held = await findHeldSession(call)
    const binding = held ? (`session:${held.session_id}` as const) : visitOf(call).binding
    requireCsrf(call, binding, call.request.headers.get('x-csrf-token'))
    return inSignIn(call, handle)
  }
  return signedIn(call, await person(call))
}

/**
 * The same for a page of the account, whose guard has found the session.
 * @throws Problem `insufficient_user_authentication`
 */
export async function inSession(call: Call, session: SessionCaller): Promise<Enrolling> {
  requireOwner(call, session)
  return signedIn(call, session)
}

/** Whoever has a session, however long ago they confirmed it. */
export async function signedIn(call: Call, session: SessionCaller): Promise<Enrolling> {
  const found = await users.find(call.app.db, session.user_id)
  if (!found) throw new Problem('not_authenticated')
  return { person: found, session, pending: undefined }
}

/**
 * The same for a page of a sign-in that waits for a factor to be set up.
 * @throws Problem `not_authenticated` when there is none of that kind
 */
export async function inSignIn(call: Call, temp_token: string): Promise<Enrolling> {
  const found = await findPending(call, temp_token).catch(() => undefined)
  const waits = found?.pending.kind === 'set-up' ? found.pending : undefined
  const user = waits && (await isWhereItBegan(call, waits)) && (await users.find(call.app.db, waits.user_id))
  if (!waits || !user) throw over()
  return { person: user, session: undefined, pending: { temp_token, pending: waits } }
}

/** What was begun from a session is finished in it, as long as nobody doubts whose hands that is in. */
async function isWhereItBegan(call: Call, { session_id }: Pending): Promise<boolean> {
  return session_id === null || (await findSession(call))?.session_id === session_id
}

const over = () => new Problem('not_authenticated', { detail: 'This sign-in is over. Sign in again.' })

/**
 * To be called in the transaction that adds the factor, after the person is held: whoever ended the session or the sign-in
 * meanwhile, by a new password or by locking the account, comes before or after. Nobody adds a factor to what is over, nor by a
 * sign-in that was to set up the first one to an account that has one by now: that one is asked for.
 *
 * @throws Problem `not_authenticated`
 */
export async function holdEnrolling(
  tx: Db,
  { app }: Pick<Call, 'app'>,
  { session, pending }: Pick<Enrolling, 'session' | 'pending'>,
): Promise<void> {
  const waits =
    pending && (await oneTimeTokens.holdLive(tx, 'sign_in_attempt', pending.temp_token, app.now()))
  const begun_in = session?.session_id ?? pending?.pending.session_id ?? null
  const open = begun_in === null ? waits : waits !== false && (await standing.holdOpen(tx, begun_in))
  if (!open || (pending && !(await lacksFactor(tx, pending.pending)))) throw over()
}

/** Whether a sign-in still waits for what nobody has: begun without a second factor, or by whoever has lost theirs. */
async function lacksFactor(tx: Db, { user_id, amr, session_id, recovers }: Pending): Promise<boolean> {
  const person = await users.find(tx, user_id)
  if (recovers || !person) return person !== undefined
  const proved = session_id === null ? amr : ((await standing.holdAmr(tx, session_id)) as Amr[]) // written by us
  const has = await secondFactorsOf(tx, person)
  return !has.some((id) => ownFactorIds.includes(id) && !isSameThing(id, proved))
}

/**
 * To be called in the transaction that adds the factor, which was used rightly: the session of whoever is signed in says from
 * here on what else was proved.
 *
 * @param amr of the new factor
 */
export async function noteProved(
  tx: Db,
  { session }: Pick<Enrolling, 'session'>,
  amr: readonly Amr[],
): Promise<void> {
  if (session) await raiseQuietly(tx, session.session_id, amr)
}

/**
 * To be called once the factor is stored: a sign-in that waited for it goes on, and the person is in. Undefined where they
 * were signed in already.
 *
 * @param amr of the new factor
 */
export async function enrolled(
  call: Call,
  { pending }: Pick<Enrolling, 'pending'>,
  amr: readonly Amr[],
): Promise<Outcome | undefined> {
  return pending && completePending(call, pending.temp_token, pending.pending, { amr, own: true })
}

/** The same for a program: what its answer says besides, and the cookies that go with it. */
export async function enrolledJson(
  call: Call,
  enrolling: Enrolling,
  amr: readonly Amr[],
): Promise<{ fields: object; cookies: readonly string[] }> {
  const outcome = await enrolled(call, enrolling, amr)
  return outcome ? fieldsOf(outcome) : { fields: {}, cookies: [] }
}
