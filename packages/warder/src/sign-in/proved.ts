import { Problem, type Seconds } from '@warder/protocol'
import { joined } from '../access/amr.ts'
import { heldBy } from '../access/permissions/held.ts'
import { withoutPassword } from '../access/passwordless.ts'
import { secondFactorRequired } from '../access/second-factor.ts'
import { record } from '../audit/audit.ts'
import { newToken } from '../crypto/tokens.ts'
import { browserOf, knownBrowser } from '../http/browser/identity.ts'
import type { Call } from '../http/router.ts'
import { issueForSession, type IssuedTokens } from '../oauth-server/issue.ts'
import { missingOf, noteGiven, type Agreed } from '../privacy/consents/consents.ts'
import * as oneTimeTokens from '../store/one-time-tokens.ts'
import * as foreignSessions from '../store/federation/foreign-sessions.ts'
import type { ForeignSession } from '../store/federation/foreign-sessions.ts'
import * as credentials from '../store/people/credentials.ts'
import * as devices from '../store/people/devices.ts'
import * as standing from '../store/people/session-standing.ts'
import * as sessions from '../store/people/sessions.ts'
import * as users from '../store/people/users.ts'
import * as tenants from '../store/tenants.ts'
import type { Db } from '../store/open.ts'
import { words } from '../store/words.ts'
import { belongs } from '../tenants/belongs.ts'
import { openingCookies, sessionCookie } from '../sessions/opening/lifetime.ts'
import { makeRoom, noteRefusal } from '../sessions/opening/limit.ts'
import { endPrevious, newSession } from '../sessions/opening/new.ts'
import { requireRecent } from '../sessions/recent.ts'
import { tellNewSignIn, tellStoppedSignIn } from '../users/alerts/tell.ts'
import { reactivate } from '../users/lifecycle/deactivate.ts'
import { beginForcedChange, changeRequired, noteLocked } from '../users/lifecycle/forced-change.ts'
import { userView, type UserView } from '../users/profile.ts'
import type { Amr } from './method.ts'
import { nextStep, type Evidence } from './next-step.ts'
import { beginPending, type Waiting } from './pending/begin.ts'
import { over } from './pending/pending.ts'
import { trustBrowser } from './pending/trust.ts'
import { secondFactorsOf } from './second-factors.ts'
import { compare, recordRisk, type Sighting } from './unusual.ts'

/** What was proved, and what must still hold when the session opens. */
export type Proof = {
  user_id: string
  /** Of the first factor. */
  amr: readonly Amr[]
  /** What was proved after it, and whether that is a second factor of the person's own or a mere second look. */
  second?: { amr: readonly Amr[]; own: boolean; trust: boolean }
  /** The row of `credential` that was checked, if it must stay as it is: a password. */
  credential?: { method: string; data: string } | undefined
  /** Uses up what proves a single time: a link, a code, a step. False when somebody else was quicker. */
  spend?: (tx: Db) => Promise<boolean>
  /** The handle of the waiting sign-in that this completes; it is spent with it. */
  completes?: string
  /** The sign-in elsewhere that this one belongs to: it ends with it, at `until` at the latest, and was at `auth_time` if that is told. */
  from?: (ForeignSession & { until: Seconds | null; auth_time?: Seconds }) | undefined
  /** What the person agreed to in it, to be written down with it. */
  agreed?: readonly Agreed[]
}

export type SignedIn = {
  kind: 'signed-in'
  user: UserView
  session_id: string
  cookies: string[]
  tokens?: IssuedTokens
  /** It was open before, and its person has confirmed that it is them. */
  confirmed?: true
}

/** In, or waiting for a second factor. `outcome.ts` turns either into an answer. */
export type Outcome = SignedIn | Waiting

/** How the caller wants to stay signed in: a browser by cookie, for its visit or for long, a program by tokens. */
export type Delivery = 'cookie' | 'lasting-cookie' | 'tokens'

/** Whether the browser is to keep the cookie when it closes: only where its person asked for it. */
export function byCookie(remember: boolean): Delivery {
  return remember ? 'lasting-cookie' : 'cookie'
}

/**
 * Sign-in: from "who are you" to an open session.
 *
 * A method (a folder here) proves a factor and calls `proved()`. Only `proved()` opens a session, and only
 * `nextStep()` decides whether what was proved is enough. Methods do not know each other.
 *
 * @throws Problem `invalid_credentials`, the same for whoever may not sign in, `password_change_required`, or
 *   `too_many_requests` where too many codes were mailed
 */
export async function proved(call: Call, proof: Proof, delivery: Delivery): Promise<Outcome> {
  const done = await call.app.db
    .transaction()
    .execute((tx) => decide(tx, call, proof, delivery))
    .catch((error: unknown) => noteRefusal(call, proof.user_id, error))

  if ('refused' in done) throw wrongCredentials(done.refused)
  if ('must_change' in done) throw changeRequired(done.must_change)
  if ('problem' in done) throw done.problem
  return done
}

/** One answer for whatever is wrong: it must not tell an address that has an account, or a right password, from others. */
export function wrongCredentials(cause?: unknown): Problem {
  return new Problem('invalid_credentials', { detail: 'The address or the password is not right.', cause })
}

type Decided = Outcome | { refused: string } | { must_change: string } | { problem: Problem }

async function decide(tx: Db, call: Call, proof: Proof, delivery: Delivery): Promise<Decided> {
  // In the second step nobody asks for a password any more: whatever stands in the way, that sign-in is over.
  const refuse = (cause: string) => (proof.completes === undefined ? { refused: cause } : { problem: over() })
  const user = (await stillHolds(tx, proof)) ? await users.hold(tx, proof.user_id) : undefined
  // A person signs in where they belong, whatever proof of them was made elsewhere.
  if (!user || !(await belongs(tx, call.tenant, user))) return refuse('unknown')
  if (proof.completes !== undefined) {
    const spent = await oneTimeTokens.consume(tx, 'sign_in_attempt', proof.completes, call.app.now())
    if (!spent) return refuse('completed')
  }
  if (proof.agreed) await noteGiven(tx, call, { user_id: user.id, source: 'sign-in' }, proof.agreed)

  const sighting = await compare(tx, call, user)
  const step = nextStep(user, await evidenceOf(tx, call, { user, proof, delivery, risk: sighting.action }))
  if (step.kind !== 'refused' || step.reason === 'risk') await recordRisk(tx, call, sighting, step.kind)
  switch (step.kind) {
    case 'refused':
      if (step.reason === 'risk') await tellStoppedSignIn(tx, call, user, sighting.device)
      if (step.reason === 'locked') return { problem: await noteLocked(tx, call, user.id) }
      return refuse(step.reason)
    case 'second-factor':
      return beginPending(tx, call, user, { ...step, proof: { ...proof, amr: amrOf(proof) }, delivery })
    case 'set-up':
      return beginPending(tx, call, user, {
        ...step,
        proof: { ...proof, amr: amrOf(proof) },
        delivery,
        methods: [],
      })
    case 'consent':
      return beginPending(tx, call, user, { ...step, proof, delivery, methods: [] })
    case 'password-change':
      return { must_change: await beginForcedChange(tx, call, user.id) }
    case 'signed-in':
      await reactivate(tx, call, user)
      return open(tx, call, { user, proof, delivery, sighting })
  }
}

/** All that was proved. */
const amrOf = ({ amr, second }: Proof): readonly Amr[] => (second ? joined(amr, second.amr, second.own) : amr)

/** What decides, as it is now. A program by tokens is never trusted by the browser it may run in. */
async function evidenceOf(
  tx: Db,
  call: Call,
  { user, proof, delivery, risk }: Omit<Opening, 'sighting'> & Pick<Evidence, 'risk'>,
): Promise<Evidence> {
  const { app, tenant } = call
  const browser = delivery === 'tokens' ? undefined : knownBrowser(call)
  const asks = await tenants.asksOf(tx, tenant.id, user.id)
  return {
    amr: proof.amr,
    second: proof.second && (proof.second.own ? 'own' : 'look'),
    risk,
    second_factors: await secondFactorsOf(tx, user),
    trusted:
      app.config.second_factor.trust_device > 0 &&
      browser !== undefined &&
      (await devices.isTrusted(tx, user.id, browser, app.now())),
    required: secondFactorRequired({ config: app.config.second_factor, user, tenant: asks }),
    agreed: (await missingOf(tx, app, user.id)).length === 0,
  }
}

async function stillHolds(tx: Db, { user_id, credential, spend }: Proof): Promise<boolean> {
  if (credential && !(await credentials.holdUnchanged(tx, user_id, credential.method, credential.data)))
    return false
  return spend === undefined || (await spend(tx))
}

type User = NonNullable<Awaited<ReturnType<typeof users.hold>>>
type Opening = { user: User; proof: Proof; delivery: Delivery; sighting: Sighting }

async function open(tx: Db, call: Call, { user, proof, delivery, sighting }: Opening): Promise<SignedIn> {
  const { app, tenant } = call
  const now = app.now()
  const token = delivery === 'tokens' ? undefined : newToken('wds')
  // A browser that is signed in by cookie is known from here on, so it gets what it is known by.
  const browser = token === undefined ? undefined : browserOf(call)
  const browser_hash = browser?.hash ?? knownBrowser(call) ?? null

  // What was proved here after it was proved now.
  const auth_time = proof.second ? now : (proof.from?.auth_time ?? now)
  const proven = { amr: amrOf(proof), auth_time, remembered: delivery !== 'cookie' }
  const until = proof.from?.until ?? Number.MAX_SAFE_INTEGER
  const session = newSession(call, user, proven, { token, browser_hash, until })
  if (token) await endPrevious(tx, call)
  await makeRoom(tx, call, user.id)
  await sessions.insert(tx, session)
  if (proof.from) await foreignSessions.insert(tx, session.id, proof.from)
  await users.noteLogin(tx, user.id, now, withoutPassword(proof.amr))
  const { device } = sighting
  await devices.remember(tx, { ...device, browser_hash: browser_hash ?? device.browser_hash }, now)
  if (proof.second?.trust && browser) await trustBrowser(tx, call, user.id)
  if (sighting.reasons.length > 0) await tellNewSignIn(tx, call, user, sighting.reasons)
  const view = userView({ ...user, last_login_at: now }, tenant.id, await heldBy(tx, tenant.id, user.id))
  const tokens = token ? undefined : await issueForSession(app, tx, { tenant, user: view, session })
  await record(tx, call, {
    type: 'session.opened',
    outcome: 'succeeded',
    actor: user.id,
    session_id: session.id,
    detail: { amr: [...amrOf(proof)], delivery },
  })
  const cookies = token ? openingCookies(call, token, session) : []
  return {
    kind: 'signed-in',
    user: view,
    session_id: session.id,
    cookies: [...cookies, ...(browser?.cookies ?? [])],
    ...(tokens && { tokens }),
  }
}

/** Where somebody goes on from: a session that is open. */
export type Onward = { user_id: string; session_id: string; via: 'cookie' | 'bearer' }

/**
 * Opens a session of another tenant for whoever is signed in to one of the same directory. What was proved, and when, stays as
 * it is, and the tenant may ask for more; the session ends with the one that it comes from.
 *
 * @param there the call, for the tenant that they go on to
 * @throws Problem `forbidden` for whoever does not belong to it, `insufficient_user_authentication` where it asks for a second
 *   factor, `not_authenticated` where the session has ended meanwhile, or its person could not sign in by now,
 *   `too_many_sessions` where as many of that tenant are open and none is to end for it
 */
export async function goOn(there: Call, { user_id, session_id, via }: Onward): Promise<SignedIn> {
  const { app, tenant } = there
  return app.db.transaction().execute(async (tx) => {
    const user = await users.hold(tx, user_id)
    if (!user || !(await belongs(tx, tenant, user))) throw notTheirs()
    const held = await standing.holdFrom(tx, session_id)
    if (!held || held.suspect_at !== null || user.deactivated_at !== null) throw signInAgain()
    const amr = words(held.amr) as Amr[] // as they were proved
    const remembered = held.remembered_at !== null
    const delivery = via === 'bearer' ? 'tokens' : byCookie(remembered)
    const evidence = await evidenceOf(tx, there, { user, proof: { user_id, amr }, delivery, risk: 'off' })
    const step = nextStep(user, evidence)
    if (step.kind === 'second-factor' || step.kind === 'set-up')
      requireRecent(there, { ...held, amr }, app.config.session.absolute, { acr: 'urn:warder:aal2' })
    if (step.kind !== 'signed-in') throw signInAgain()

    const token = via === 'bearer' ? undefined : newToken('wds')
    const { browser_hash, auth_time, expires_at: until } = held
    const opened_from = held.opened_from ?? session_id
    const proven = { amr, auth_time, remembered }
    const session = newSession(there, user, proven, { token, browser_hash, until, opened_from })
    if (token) await endPrevious(tx, there)
    await makeRoom(tx, there, user_id, { in_tenant: tenant.id })
    await sessions.insert(tx, session)
    const view = userView(user, tenant.id, await heldBy(tx, tenant.id, user.id))
    const tokens = token ? undefined : await issueForSession(app, tx, { tenant, user: view, session })
    await record(tx, there, {
      type: 'session.switched',
      outcome: 'succeeded',
      actor: user.id,
      session_id: session.id,
      detail: { amr, delivery, from: session_id },
    })
    const cookies = token ? [sessionCookie(there, token, session)] : []
    return { kind: 'signed-in', user: view, session_id: session.id, cookies, ...(tokens && { tokens }) }
  })
}

/** The same for a tenant that there is not, one that is suspended, and one that they do not belong to. */
export const notTheirs = (): Problem =>
  new Problem('forbidden', { detail: 'You do not belong to this organisation, or it is closed.' })

const signInAgain = () =>
  new Problem('not_authenticated', { detail: 'This session goes on to nothing else. Sign in again.' })
