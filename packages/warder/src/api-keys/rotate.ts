import { Problem, type Seconds } from '@warder/protocol'
import { record } from '../audit/audit.ts'
import type { Call } from '../http/router.ts'
import type { SessionCaller } from '../sessions/guard.ts'
import { requireOpen, requireOwner } from '../sessions/recent.ts'
import * as apiKeys from '../store/programs/api-keys.ts'
import type { MadeKey } from './create.ts'
import { usualGrace } from './inputs.ts'
import { announceEnd } from './ended.ts'
import { mailOwner, newSecret, viewOfKey } from './key.ts'
import { unknownKey } from './list.ts'

/**
 * Gives a key another secret. The old one works beside it for the grace period, and answers to it say so; one that was
 * replaced before ends now, so that never more than two work. A key with an end begins its life anew.
 *
 * @param grace seconds; 0 ends the old one at once
 * @throws Problem `insufficient_user_authentication`, `not_found`, or `conflict` for a key that expired, or that somebody
 *   else rotates at this moment
 */
export async function rotateKey(
  call: Call,
  caller: SessionCaller,
  id: string,
  grace: Seconds = usualGrace,
): Promise<MadeKey> {
  requireOwner(call, caller)
  const { app, tenant } = call
  const { user_id, session_id } = caller
  const now = app.now()
  return app.db.transaction().execute(async (tx) => {
    await requireOpen(tx, session_id)
    const found = await apiKeys.find(tx, { tenant_id: tenant.id, user_id }, id)
    if (!found) throw unknownKey()
    const { expires_at, issued_at } = found
    const { key, key_hash, prefix } = newSecret(found.environment === 'test' ? 'test' : 'live')
    const replaced_until = grace === 0 ? null : Math.min(now + grace, expires_at ?? Infinity)
    const next = {
      prefix,
      key_hash,
      replaced_until,
      issued_at: now,
      expires_at: expires_at === null ? null : now + (expires_at - issued_at),
    }
    if (!(await apiKeys.replaceSecret(tx, found, next))) throw changed(expires_at, now)
    // What is dead now is the old secret, or the one before it.
    const dead = replaced_until === null ? now : issued_at
    if (replaced_until === null || found.replaced_hash !== null) await announceEnd(tx, [id], now, dead)
    await mailOwner(tx, call, caller, { prefix, rotated: true })
    await record(tx, call, {
      type: 'api_key.rotated',
      outcome: 'succeeded',
      actor: user_id,
      session_id,
      detail: { id, prefix, grace },
    })
    return { ...viewOfKey({ ...found, ...next }, now), key }
  })
}

function changed(expires_at: Seconds | null, now: Seconds): Problem {
  const detail =
    expires_at !== null && expires_at <= now
      ? 'This key has expired. Make a new one.'
      : 'This key is being rotated already. Look at it again.'
  return new Problem('conflict', { detail })
}
