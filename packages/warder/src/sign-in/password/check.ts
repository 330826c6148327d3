import { Problem } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import type { Call } from '../../http/router.ts'
import * as users from '../../store/people/users.ts'
import type { Email } from '../../users/email.ts'

export type PasswordCheck =
  | { ok: true; user_id: string; hash: string }
  | { ok: false; reason: 'unknown' | 'wrong' | 'disabled' }

/**
 * Whether this is the password of this address. Costs the same when there is no such account.
 * @throws Problem `too_many_requests`, or `overloaded` when the queue of hashes is full
 */
export async function checkPassword(call: Call, email: Email, password: string): Promise<PasswordCheck> {
  const { app, tenant } = call
  const found = await users.findPassword(app.db, tenant.directory_id, email.key)
  const subject = found && { subject: found.id }
  const matches = await app
    .guess(tenant.directory_id, email.key, () => app.passwords.verify(password, found?.data))
    .catch(async (error: unknown) => {
      if (error instanceof Problem && error.code === 'too_many_requests')
        await record(app.db, call, { type: 'sign_in.throttled', outcome: 'refused', ...subject })
      throw error
    })

  const check = decide(found, matches)
  // The log has the reason. The caller does not: it would tell which addresses have accounts.
  if (!check.ok) {
    await record(app.db, call, {
      type: 'sign_in.password',
      outcome: 'refused',
      ...subject,
      detail: { reason: check.reason },
    })
  }
  return check
}

function decide(
  found: { id: string; data: string; disabled_at: number | null } | undefined,
  matches: boolean,
): PasswordCheck {
  if (!found) return { ok: false, reason: 'unknown' }
  if (!matches) return { ok: false, reason: 'wrong' }
  if (found.disabled_at !== null) return { ok: false, reason: 'disabled' }
  return { ok: true, user_id: found.id, hash: found.data }
}
