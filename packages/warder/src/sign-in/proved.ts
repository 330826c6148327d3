import { Problem } from '@warder/protocol'
import { record } from '../audit/audit.ts'
import { digest, newId, newToken } from '../crypto/tokens.ts'
import { readCookie } from '../http/browser/cookies.ts'
import { knownBrowser } from '../http/browser/identity.ts'
import type { Call } from '../http/router.ts'
import { issueForSession, type IssuedTokens } from '../oauth-server/issue.ts'
import { revokeSessionTokens } from '../oauth-server/revoke.ts'
import * as credentials from '../store/people/credentials.ts'
import * as sessions from '../store/people/sessions.ts'
import * as users from '../store/people/users.ts'
import type { Db } from '../store/open.ts'
import { limitsOf, openingCookies } from '../sessions/lifetime.ts'
import { makeRoom, noteRefusal } from '../sessions/limit.ts'
import { reactivate } from '../users/lifecycle/deactivate.ts'
import { beginForcedChange, changeRequired } from '../users/lifecycle/forced-change.ts'
import { userView, type UserView } from '../users/profile.ts'
import type { Amr } from './method.ts'
import { nextStep } from './next-step.ts'

/** `credential` is what was checked. It must still be the same when the session opens. */
export type Proof = {
  user_id: string
  amr: readonly Amr[]
  credential: { method: string; data: string }
}

export type SignedIn = { user: UserView; session_id: string; cookies: string[]; tokens?: IssuedTokens }

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
 * @throws Problem `invalid_credentials`, the same for whoever may not sign in, or `password_change_required`
 */
export async function proved(call: Call, proof: Proof, delivery: Delivery): Promise<SignedIn> {
  const { app, tenant } = call
  const now = app.now()
  const remembered = delivery !== 'cookie'
  const token = delivery === 'tokens' ? undefined : newToken('wds')

  const done = await app.db
    .transaction()
    .execute(async (tx) => {
      const { method, data } = proof.credential
      const unchanged = await credentials.holdUnchanged(tx, proof.user_id, method, data)
      const user = unchanged ? await users.noteLogin(tx, proof.user_id, now) : undefined
      const step = nextStep(user)
      if (!user || step.kind === 'refused')
        return { refused: step.kind === 'refused' ? step.reason : 'unknown' }
      if (step.kind === 'password-change') return { must_change: await beginForcedChange(tx, call, user.id) }
      await reactivate(tx, call, user)

      const session_id = newId('ses')
      const session = {
        id: session_id,
        token_hash: token ? digest(token) : null,
        user_id: user.id,
        directory_id: user.directory_id,
        tenant_id: tenant.id,
        browser_hash: knownBrowser(call) ?? null,
        amr: proof.amr.join(' '),
        auth_time: now,
        user_agent: call.trace.user_agent,
        address: call.trace.address,
        created_at: now,
        last_seen_at: now,
        ...limitsOf(app.config, remembered, now),
        remembered_at: remembered ? now : null,
        suspect_at: null,
        noted_change: null,
        revoked_at: null,
      }
      if (token) await endPrevious(tx, call)
      await makeRoom(tx, call, user.id)
      await sessions.insert(tx, session)
      const roles = await users.rolesOf(tx, tenant.id, user.id)
      const view = userView({ ...user, last_login_at: now }, tenant.id, roles)
      const tokens = token ? undefined : await issueForSession(app, tx, { tenant, user: view, session })
      await record(tx, call, {
        type: 'session.opened',
        outcome: 'succeeded',
        actor: user.id,
        session_id,
        detail: { amr: [...proof.amr], delivery },
      })
      const cookies = token ? openingCookies(app.config, token, session, now) : []
      return { user: view, session_id, cookies, ...(tokens && { tokens }) }
    })
    .catch((error: unknown) => noteRefusal(call, proof.user_id, error))

  if ('refused' in done) throw new Problem('invalid_credentials', { cause: done.refused })
  if ('must_change' in done) throw changeRequired(done.must_change)
  return done
}

/** The session that this browser had before ends with everything in it: a new proof makes a new one (ASVS 7.2.4). */
async function endPrevious(tx: Db, call: Call): Promise<void> {
  const { app, request } = call
  const old = readCookie(app.config, request, 'session')
  const ended = old && (await sessions.revokeByToken(tx, digest(old), app.now()))
  if (!ended) return
  await revokeSessionTokens(tx, [ended], app.now())
  await record(tx, call, { type: 'session.ended', outcome: 'succeeded', session_id: ended })
}
