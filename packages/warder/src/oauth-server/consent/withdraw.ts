import { Problem } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import type { Call } from '../../http/router.ts'
import * as consents from '../../store/consents.ts'
import { revokeConsent } from '../revoke.ts'

/**
 * Takes back what a person allowed a client: its tokens stop working, and it has to ask again.
 *
 * @throws Problem not_found when there is nothing to take back
 */
export async function withdrawAccess(
  call: Call,
  { user_id, session_id }: { user_id: string; session_id: string },
  client_id: string,
): Promise<void> {
  const { app, tenant } = call
  const now = app.now()
  await app.db.transaction().execute(async (tx) => {
    if (!(await consents.withdraw(tx, { user_id, client_id, tenant_id: tenant.id }, now))) {
      throw new Problem('not_found', { detail: 'This application has no access.' })
    }
    await revokeConsent(tx, user_id, client_id, now)
    await record(tx, call, {
      type: 'consent.withdrawn',
      outcome: 'succeeded',
      actor: user_id,
      client_id,
      session_id,
    })
  })
}
