import type { Maybe } from '../../after.ts'
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
import type { Standing, Whole } from './standing.ts'

/**
 * The standing of a session whose sender is not who it began with. With a difference that was noted before this is a few comparisons;
 * the first request that differs writes down what it does, once however many come at the same time.
 */
export function standingElsewhere(
  call: Whole,
  row: sessions.LiveSession,
  token_hash: string,
): Maybe<Standing> {
  const { app, trace } = call
  const moved = trace.address !== row.address
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
  await queueMail(tx, app, compose(call, 'sessionStopped', personOf(app, person), told))
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
