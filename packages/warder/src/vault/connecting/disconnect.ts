import { record } from '../../audit/audit.ts'
import type { Call } from '../../http/router.ts'
import type { SessionCaller } from '../../sessions/guard.ts'
import * as connections from '../../store/vault/connections.ts'
import { unknownConnection } from '../connection.ts'
import { giveBack } from './give-back.ts'

/**
 * Ends a connection: nothing is done with it from here on. The tokens are given back to the service where it takes them
 * back (RFC 7009); where it does not, or does not answer, they are forgotten here all the same.
 *
 * @returns whether the service took them back
 * @throws Problem `not_found`, also for somebody else's
 */
export async function disconnect(
  call: Call,
  caller: SessionCaller,
  id: string,
): Promise<{ given_back: boolean }> {
  const { app, tenant } = call
  const { user_id, session_id } = caller
  const removed = await app.db.transaction().execute(async (tx) => {
    const row = await connections.remove(tx, { tenant_id: tenant.id, user_id }, id)
    if (!row) throw unknownConnection()
    await record(tx, call, {
      type: 'vault.disconnected',
      outcome: 'succeeded',
      actor: user_id,
      session_id,
      detail: { connection: id, provider: row.provider },
    })
    return row
  })
  return { given_back: (await giveBack(app, [removed])) === 1 }
}
