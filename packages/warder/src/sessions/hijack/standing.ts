import { Problem, bearerChallenge } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import type { Call } from '../../http/router.ts'
import { compose, personOf } from '../../mail/messages.ts'
import { queueMail } from '../../mail/outbox.ts'
import { revokeSessionTokens } from '../../oauth-server/revoke.ts'
import { placeOf } from '../../risk/place.ts'
import type { Db } from '../../store/open.ts'
import * as standing from '../../store/people/session-standing.ts'
import * as sessions from '../../store/people/sessions.ts'
import { deviceName } from '../device.ts'
import { seenOf } from '../seen.ts'
import { changesBetween, judge, type Change, type Sender, type Verdict } from './changes.ts'

/** What a session may do for whoever sends this request. */
export type Standing = 'trusted' | 'suspect' | 'ended'

export type Watched = Pick<Call, 'app'> & Partial<Pick<Call, 'tenant' | 'trace'>>

/**
 * The standing of a live session of a cookie. Without a difference this is two comparisons of strings, and with one that
 * was noted before a few more; the first request that differs writes down what it does, once however many come at the
 * same time.
 */
export function standingOf(
  call: Watched,
  row: sessions.LiveSession,
  token_hash: string,
): Standing | Promise<Standing> {
  if (row.suspect_at !== null) return 'suspect'
  // Where Warder is mounted in another program, the sender of a request to that program is not known here.
  if (!isWhole(call)) return 'trusted'
  const { app, trace } = call
  const moved = trace.address !== row.address
  if (!moved && trace.user_agent === row.user_agent) return 'trusted'

  const country = (address: string) => (moved ? placeOf(app, address)?.country : undefined)
  const { user_agent, address } = trace
  const began = { user_agent: row.user_agent, address: row.address, country: country(row.address) }
  const now = { user_agent, address, country: country(address) }
  const changes = changesBetween(began, now)
  const verdict = judge(changes, app.config.session.hijack)
  if (verdict === 'same') return 'trusted'
  const noted = named(changes, now)
  if (verdict === 'observe' && noted === row.noted_change) return 'trusted'
  return act(call, row, { changes, verdict, note: { token_hash, noted, id: row.id } })
}

type Whole = Pick<Call, 'app' | 'tenant' | 'trace'>

function isWhole(call: Watched): call is Whole {
  return call.tenant !== undefined && call.trace !== undefined
}

type Judged = { changes: Change[]; verdict: Verdict; note: Note }

async function act(
  call: Whole,
  row: sessions.LiveSession,
  { changes, verdict, note }: Judged,
): Promise<Standing> {
  await call.app.db.transaction().execute(async (tx) => {
    if (!(await write(tx, call, verdict, note))) return
    await record(tx, call, {
      type: changes.includes('browser') && changes.length > 1 ? 'session.suspicious' : 'session.moved',
      outcome: verdict === 'observe' ? 'succeeded' : 'refused',
      actor: row.user_id,
      session_id: row.id,
      detail: { changes, policy: verdict },
    })
    if (verdict !== 'observe') await tell(tx, call, row)
  })
  if (verdict === 'observe') return 'trusted'
  return verdict === 'revoke' ? 'ended' : 'suspect'
}

/** The person is told, since it may be the first they hear of it. Once marked or ended, there is nothing more to tell. */
async function tell(tx: Db, call: Whole, person: sessions.LiveSession): Promise<void> {
  const { app, tenant } = call
  const told = { link: `${tenant.issuer}/forgot-password`, ...seenOf(call) }
  await queueMail(tx, app, compose(app, 'sessionStopped', personOf(app, person), told))
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
      'This session has turned up in another browser and network. Confirm that it is you: send your password, a code or a passkey to POST /auth/reauthenticate, then try again.',
    headers: { 'www-authenticate': challenge },
    extra: { max_age: 0 },
  })
}
