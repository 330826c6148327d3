import { isDocumentId, Problem } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import type { Call } from '../../http/router.ts'
import * as clients from '../../store/oauth/clients.ts'
import type { Db } from '../../store/open.ts'
import { forgetClient } from '../clients/client.ts'
import { without } from '../registration/metadata.ts'

/**
 * Writes down what the document of a client said when somebody allowed it something: their account shows it, and an operator
 * can look at it, disable it and delete it like any other. A client of ours is there already. Nobody but a person who said
 * yes adds a row, and only to the tenant they are in.
 *
 * @throws Problem application_refused when the client is disabled
 */
export async function keepDescribed(tx: Db, call: Call, client_id: string): Promise<void> {
  const { app, tenant } = call
  if (!isDocumentId(client_id)) return
  const row = app.oauth.client_documents.last(client_id)
  if (!row) return holdBelieved(tx, call, client_id)
  const mine = { ...row, tenant_id: tenant.id, created_at: app.now(), updated_at: app.now() }
  if (await clients.insertDescribed(tx, mine)) {
    await record(tx, call, {
      type: 'client.created',
      outcome: 'succeeded',
      client_id,
      detail: { type: row.type },
    })
    return
  }
  const change = without(mine, ['client_id', 'tenant_id', 'created_at', 'disabled_at'])
  if (await clients.updateEnabled(tx, tenant.id, client_id, change)) return
  throw refused(call, client_id)
}

/** Its address answers nothing for now: what was written down of it counts, and nobody disables it before the transaction ends. */
async function holdBelieved(tx: Db, call: Call, client_id: string): Promise<void> {
  const row = await clients.hold(tx, call.tenant.id, client_id)
  if (row?.disabled_at !== null) throw refused(call, client_id)
}

function refused({ app, tenant }: Call, client_id: string): Problem {
  forgetClient(app, tenant.id, client_id)
  return new Problem('application_refused', { detail: 'This application cannot be used here.' })
}
