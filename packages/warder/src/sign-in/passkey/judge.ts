import { record } from '../../audit/audit.ts'
import type { Call } from '../../http/router.ts'
import { compose, personOf } from '../../mail/messages.ts'
import { queueMail } from '../../mail/outbox.ts'
import { mayMail } from '../../mail/quota.ts'
import { seenOf } from '../../sessions/seen.ts'
import type { Db } from '../../store/open.ts'
import * as factors from '../../store/people/factors.ts'
import * as users from '../../store/people/users.ts'
import { alertLink } from '../../users/alerts/link.ts'
import { parseEmail } from '../../users/email.ts'
import type { Proven } from '../method.ts'
import { amrOf, keep, keptOf, type Kept } from './kept.ts'
import { relyingParty } from './party.ts'
import { verifyAssertion, type Asserted, type Expected } from './webauthn/assertion.ts'
import type { Reason } from './webauthn/relying-party.ts'
import type { AuthenticationResponse } from './webauthn/responses.ts'

export type JudgeCall = Pick<Call, 'app' | 'tenant' | 'trace'>

type Row = { id: string; user_id: string; data: string }

export type Judged = ({ ok: true } & Required<Proven>) | { ok: false; reason: Reason | 'counter' }

/**
 * Judges what an authenticator made of a challenge with one of the passkeys. Uses nothing up: `spend` notes the use, and of
 * two uses that read the same counter one is too late.
 */
export async function judge(
  call: JudgeCall,
  row: Row,
  response: AuthenticationResponse,
  expected: Expected,
): Promise<Judged> {
  const { app, tenant } = call
  const kept = keptOf(row)
  const { userHandle } = response.response
  // WebAuthn Level 3 §7.2 step 6: whose it says that it is, they must be.
  if (userHandle && userHandle.toString('base64url') !== kept.user_handle)
    return { ok: false, reason: 'credential' }
  const asserted = verifyAssertion(response, expected, kept, relyingParty(app.config, tenant))
  if (!asserted.ok) return asserted

  const cloned = isCloned(kept, asserted)
  if (cloned && app.config.passkey.sign_count === 'refuse') {
    await app.db.transaction().execute((tx) => tellClone(tx, call, row, 'refused'))
    return { ok: false, reason: 'counter' }
  }
  const next = keep({
    ...kept,
    sign_count: Math.max(kept.sign_count, asserted.sign_count),
    backed_up: asserted.backed_up,
  })
  return {
    ok: true,
    amr: amrOf(kept, asserted.user_verified),
    spend: async (tx) => {
      if (!(await factors.advance(tx, row, next, app.now()))) return false
      if (cloned) await tellClone(tx, call, row, 'succeeded')
      return true
    },
  }
}

/**
 * WebAuthn Level 3 §6.1.1: a counter that does not go on is of a copy, or of the original after its copy was used. Those
 * that are synchronized do not count, and say nought each time.
 */
function isCloned(kept: Kept, { sign_count }: Asserted): boolean {
  return (sign_count > 0 || kept.sign_count > 0) && sign_count <= kept.sign_count
}

async function tellClone(
  tx: Db,
  call: JudgeCall,
  { id, user_id }: Row,
  outcome: 'refused' | 'succeeded',
): Promise<void> {
  const { app } = call
  const user = await users.find(tx, user_id)
  if (!user) return
  // Whoever has the copy may use it as often as they like. Three mails say it as well as a thousand.
  const mailbox = parseEmail(user.email)?.key ?? user.email
  if (await mayMail(tx, app, 'copied', user.directory_id, mailbox)) {
    const link = await alertLink(tx, call, user_id)
    const told = { ...seenOf(call), link, refused: outcome === 'refused' }
    await queueMail(tx, app, compose(call, 'passkeyCopied', personOf(app, user), told))
  }
  await record(tx, call, { type: 'passkey.cloned', outcome, subject: user_id, detail: { id } })
}
