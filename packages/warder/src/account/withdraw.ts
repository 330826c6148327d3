import { Problem } from '@warder/protocol'
import { record } from '../audit/audit.ts'
import type { Call } from '../http/router.ts'
import { revokeConsent } from '../oauth-server/revoke.ts'
import type { SessionCaller } from '../sessions/guard.ts'
import * as consents from '../store/oauth/consents.ts'
import * as vaultUsers from '../store/vault/users.ts'

/** Takes back what a person allowed an application; its tokens stop working at once. @throws Problem `not_found` */
export async function withdrawAccess(call: Call, caller: SessionCaller, client_id: string): Promise<void> {
  const { app, tenant } = call
  const now = app.now()
  const { user_id, session_id } = caller
  await app.db.transaction().execute(async (tx) => {
    const found = await consents.withdraw(tx, { user_id, client_id, tenant_id: tenant.id }, now)
    if (!found) throw new Problem('not_found', { detail: 'This application has no access to your account.' })
    await revokeConsent(tx, tenant, { user_id, client_id }, now)
    await vaultUsers.removeProgram(tx, { user_id, tenant_id: tenant.id }, client_id)
    await record(tx, call, {
      type: 'consent.withdrawn',
      outcome: 'succeeded',
      actor: user_id,
      client_id,
      session_id,
    })
  })
}
