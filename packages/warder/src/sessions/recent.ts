import { bearerChallenge, Problem, type Seconds } from '@warder/protocol'
import { acrOf, type Acr } from '../access/acr.ts'
import type { Call } from '../http/router.ts'
import { minute } from '../time.ts'
import type { SessionCaller } from './guard.ts'
import * as standing from '../store/people/session-standing.ts'
import type { Db } from '../store/open.ts'

/** How long ago somebody may have shown who they are to add or to remove what they prove it with (ASVS 7.5.1). */
export const recentlyEnough: Seconds = 5 * minute

/** Somebody needs so long to read a page and to press a button, however fresh a sign-in has to be. */
export const toAnswer: Seconds = 2 * minute

/** Whether the person of a session showed no more than `within` seconds ago who they are. */
export function isRecent(
  { app }: Pick<Call, 'app'>,
  caller: Pick<SessionCaller, 'auth_time'>,
  within: Seconds,
): boolean {
  return app.now() - caller.auth_time <= within
}

/**
 * Refuses what only somebody who proved a moment ago who they are may do. What counts is the session's `auth_time`: a sign-in,
 * or `POST /auth/reauthenticate` since. In a page the edge leads to `/reauthenticate` and from there back to the page; a form
 * is not sent again by it.
 *
 * @param within how many seconds ago it may have been
 * @param acr how sure it must be, where that matters
 * @throws Problem `insufficient_user_authentication` (RFC 9470 §3)
 */
export function requireRecent(
  call: Pick<Call, 'app'>,
  caller: Pick<SessionCaller, 'auth_time'> & Partial<Pick<SessionCaller, 'amr'>>,
  within: Seconds,
  { acr }: { acr?: Acr } = {},
): void {
  const strong = acr !== 'urn:warder:aal2' || acrOf(caller.amr ?? []) === acr
  if (strong && isRecent(call, caller, within)) return
  const challenge = bearerChallenge({
    realm: 'Warder',
    error: 'insufficient_user_authentication',
    error_description: strong ? 'A fresh sign-in is required' : 'A second factor is required',
    acr_values: acr,
    max_age: within,
  })
  const by = strong ? 'your password, or a code, or a passkey' : 'a code or a passkey'
  throw new Problem('insufficient_user_authentication', {
    detail: `Confirm that it is you: send ${by} to POST /auth/reauthenticate, then try again.`,
    headers: { 'www-authenticate': challenge },
    extra: { max_age: within, ...(acr !== undefined && { acr_values: acr }) },
  })
}

/**
 * Holds the session in which something lasting is made, to be called in the transaction that makes it: whoever ends the
 * session comes before or after. Another instance may have ended it, and this one still remember it as open.
 *
 * @throws Problem `not_authenticated`
 */
export async function requireOpen(tx: Db, session_id: string): Promise<void> {
  if (await standing.holdOpen(tx, session_id)) return
  throw new Problem('not_authenticated', { detail: 'This session has ended. Sign in again.' })
}

/**
 * Refuses what changes how a person signs in, unless they showed a moment ago who they are: with their second factor where
 * they have one, or whoever has the password, and a browser that is trusted, could take the factor away (ASVS 7.5.1).
 *
 * @param within how many seconds ago it may have been
 * @throws Problem `insufficient_user_authentication`
 */
export function requireOwner(
  call: Pick<Call, 'app'>,
  caller: Pick<SessionCaller, 'auth_time' | 'amr' | 'mfa_enabled_at'>,
  within: Seconds = recentlyEnough,
): void {
  const strong = caller.mfa_enabled_at !== null
  requireRecent(call, caller, within, strong ? { acr: 'urn:warder:aal2' } : {})
}
