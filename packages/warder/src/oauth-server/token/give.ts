import { record } from '../../audit/audit.ts'
import type { Call } from '../../http/router.ts'
import * as sessionClients from '../../store/oauth/session-clients.ts'
import type { Db } from '../../store/open.ts'
import type { ClientCaller } from '../client-auth.ts'
import { keepTokens, type Draft, type Prepared } from './answer.ts'

/**
 * Makes the first tokens of a person's grant good, for a client that has just spent what it got for their yes. Call it in that
 * transaction, with the grant held.
 */
export async function give(
  tx: Db,
  call: Call<ClientCaller>,
  { draft, prepared, grant_type }: { draft: Draft; prepared: Prepared; grant_type: string },
): Promise<void> {
  const { app, tenant } = call
  const { client_id } = draft.client
  const { user_id, session_id } = draft.grant
  await keepTokens(tx, app, draft, prepared)
  // Whoever wants to hear of the end of a session takes part in it from here on.
  const { backchannel_logout_uri, frontchannel_logout_uri } = call.caller.client
  if (backchannel_logout_uri !== null || frontchannel_logout_uri !== null)
    await sessionClients.note(tx, session_id, { tenant_id: tenant.id, client_id }, app.now())
  await record(tx, call, {
    type: 'token.issued',
    outcome: 'succeeded',
    actor: user_id,
    client_id,
    session_id,
    detail: { grant_type, scope: [...draft.scope] },
  })
}
