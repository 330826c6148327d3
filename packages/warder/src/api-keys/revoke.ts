import { record } from '../audit/audit.ts'
import type { Call } from '../http/router.ts'
import type { SessionCaller } from '../sessions/guard.ts'
import * as apiKeys from '../store/programs/api-keys.ts'
import { announceEnd } from './ended.ts'
import { unknownKey } from './list.ts'

/**
 * Ends a key, with the secret it replaced. No fresh sign-in is asked for: whoever ends one in haste has a reason.
 * @throws Problem `not_found`, also for somebody else's
 */
export async function revokeKey(call: Call, caller: SessionCaller, id: string): Promise<void> {
  const { app, tenant } = call
  const { user_id, session_id } = caller
  const now = app.now()
  await app.db.transaction().execute(async (tx) => {
    const ended = await apiKeys.revoke(tx, { tenant_id: tenant.id, user_id }, id, now)
    if (!ended) throw unknownKey()
    await announceEnd(tx, [id], now)
    await record(tx, call, {
      type: 'api_key.revoked',
      outcome: 'succeeded',
      actor: user_id,
      session_id,
      detail: { id, prefix: ended.prefix },
    })
  })
}
