import { revokeGrant, type Grant, type StoredRecord } from '@warder/outbound'
import { record } from '../../audit/audit.ts'
import type { Call } from '../../http/router.ts'
import type { SessionCaller } from '../../sessions/guard.ts'
import * as connections from '../../store/vault/connections.ts'
import { grantPlace } from '../connection-store.ts'
import { unknownConnection } from '../connection.ts'
import { findProvider } from '../providers/provider.ts'
import { sendFor } from '../send.ts'

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
  return { given_back: await giveBack(call, removed) }
}

async function giveBack(call: Call, row: connections.ConnectionRow): Promise<boolean> {
  const { app } = call
  try {
    const { definition, client_id, auth } = await findProvider(call, row.provider)
    const { revocation_endpoint, token_endpoint } = definition
    const opened = app.secrets.open(grantPlace(row.id), row.grant_sealed)
    if (revocation_endpoint === undefined || !opened) return false
    const { data } = JSON.parse(opened.toString('utf8')) as StoredRecord // sealed by us
    await revokeGrant(data as Grant, {
      server: { tokenEndpoint: token_endpoint },
      revocationEndpoint: revocation_endpoint,
      clientId: client_id,
      auth,
      fetch: sendFor(app),
    })
    return true
  } catch (error) {
    app.log.warn({ error }, 'a service did not take back the tokens of a connection')
    return false
  }
}
