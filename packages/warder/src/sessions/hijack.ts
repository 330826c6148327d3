import { Problem, bearerChallenge } from '@warder/protocol'
import { record } from '../audit/audit.ts'
import type { HijackPolicy } from '../config/config.ts'
import { networkOf } from '../http/client-address.ts'
import type { Call } from '../http/router.ts'
import { revokeSessionTokens } from '../oauth-server/revoke.ts'
import { placeOf } from '../risk/place.ts'
import type { Db } from '../store/open.ts'
import * as standing from '../store/people/session-standing.ts'
import * as sessions from '../store/people/sessions.ts'
import { deviceName } from './device.ts'

/**
 * Whether a session is still where it began. A cookie that was stolen shows up in another browser and another network;
 * a person who moves about changes one of them, and a browser that updates itself changes neither.
 */

export type Change = 'browser' | 'network' | 'country'

/** What is known of a sender: `country` is absent when it is not known, `address` empty. */
export type Sender = { user_agent: string; address: string; country?: string | undefined }

/** In what two senders differ. Pure: the truth table is in hijack.test.ts. */
export function changesBetween(began: Sender, now: Sender): Change[] {
  const changes: Change[] = []
  // By name, not by version: otherwise every update of a browser would look like a thief.
  if (deviceName(began.user_agent) !== deviceName(now.user_agent)) changes.push('browser')
  if (began.address && now.address && networkOf(began.address) !== networkOf(now.address))
    changes.push('network')
  if (began.country && now.country && began.country !== now.country) changes.push('country')
  return changes
}

export type Verdict = 'same' | 'observe' | 'step-up' | 'revoke'

/** What follows from the changes. A place alone, or a browser alone, never locks anybody out. */
export function judge(changes: readonly Change[], policy: HijackPolicy): Verdict {
  if (policy === 'off' || changes.length === 0) return 'same'
  const elsewhere = changes.includes('network') || changes.includes('country')
  return changes.includes('browser') && elsewhere ? policy : 'observe'
}

/** What a session may do for whoever sends this request. */
export type Standing = 'trusted' | 'suspect' | 'ended'

export type Watched = Pick<Call, 'app'> & Partial<Pick<Call, 'tenant' | 'trace'>>

/**
 * The standing of a live session of a cookie. Without a difference this is two comparisons of strings; the first
 * request that differs writes down what it does, once however many come at the same time.
 */
export function standingOf(
  call: Watched,
  row: sessions.LiveSession,
  token_hash: string,
): Standing | Promise<Standing> {
  const { tenant, trace } = call
  const held: Standing = row.suspect_at === null ? 'trusted' : 'suspect'
  // Where Warder is mounted in another program, the sender of a request to that program is not known here.
  if (!tenant || !trace) return held
  if (trace.user_agent === row.user_agent && trace.address === row.address) return held
  return held === 'suspect' ? held : look({ ...call, tenant, trace }, row, token_hash)
}

async function look(
  call: Pick<Call, 'app' | 'tenant' | 'trace'>,
  row: sessions.LiveSession,
  token_hash: string,
): Promise<Standing> {
  const { app, trace } = call
  const country = (address: string) => placeOf(app, address)?.country
  const moved = trace.address !== row.address
  const began = { ...row, country: moved ? country(row.address) : undefined }
  const now = { ...trace, country: moved ? country(trace.address) : undefined }
  const changes = changesBetween(began, now)
  const verdict = judge(changes, app.config.session.hijack)
  if (verdict === 'same') return 'trusted'
  const noted = named(changes, now)
  if (verdict === 'observe' && noted === row.noted_change) return 'trusted'
  await app.db.transaction().execute(async (tx) => {
    if (!(await write(tx, call, verdict, { token_hash, noted, id: row.id }))) return
    await record(tx, call, {
      type: changes.includes('browser') && changes.length > 1 ? 'session.suspicious' : 'session.moved',
      outcome: verdict === 'observe' ? 'succeeded' : 'refused',
      actor: row.user_id,
      session_id: row.id,
      detail: { changes, policy: verdict },
    })
  })
  if (verdict === 'observe') return 'trusted'
  return verdict === 'revoke' ? 'ended' : 'suspect'
}

type Note = { id: string; token_hash: string; noted: string }

/** The effect, by the cookie that was shown: a session that got another secret meanwhile is left alone. */
async function write(tx: Db, { app }: Pick<Call, 'app'>, verdict: Verdict, note: Note): Promise<boolean> {
  const now = app.now()
  if (verdict === 'observe') return standing.noteChange(tx, note.token_hash, note.noted)
  if (verdict === 'step-up') return standing.suspect(tx, note.token_hash, note.noted, now)
  if ((await sessions.revokeByToken(tx, note.token_hash, now)) === undefined) return false
  await revokeSessionTokens(tx, [note.id], now)
  return true
}

/** The changes in a form that is the same for the same change. A network has no name: some people have many of them. */
function named(changes: readonly Change[], now: Sender): string {
  const names = { browser: deviceName(now.user_agent), country: now.country ?? '', network: '' }
  return changes.map((change) => `${change}:${names[change]}`).join(' ')
}

/** RFC 9470 §3: no sign-in of the past will do, however fresh. */
export function confirmFirst(): Problem {
  const challenge = bearerChallenge({
    realm: 'Warder',
    error: 'insufficient_user_authentication',
    error_description: 'A fresh sign-in is required',
    max_age: 0,
  })
  return new Problem('insufficient_user_authentication', {
    detail:
      'This session has turned up in another browser and network. Confirm that it is you: send your password to POST /auth/reauthenticate, then try again.',
    headers: { 'www-authenticate': challenge },
    extra: { max_age: 0 },
  })
}
