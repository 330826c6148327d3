import { Problem } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import type { Call } from '../../http/router.ts'
import * as clients from '../../store/oauth/clients.ts'
import type { Db } from '../../store/open.ts'
import { forgetClient } from '../clients/client.ts'
import { without } from '../registration/metadata.ts'
import { isDocumentId } from './client-id.ts'

/**
 * Writes down what the document of a client said when somebody allowed it something: their account shows it, and an operator
 * can look at it, disable it and delete it like any other. A client of ours is there already. Nobody but a person who said
 * yes adds a row.
 *
 * @throws Problem application_refused when the client is disabled, or another tenant has it
 */
export async function keepDescribed(tx: Db, call: Call, client_id: string): Promise<void> {
  const { app, tenant } = call
  const row = isDocumentId(client_id) ? app.oauth.client_documents.last(client_id) : undefined
  if (!row) return
  const mine = { ...row, tenant_id: tenant.id, created_at: app.now(), updated_at: app.now() }
  if (await clients.insertNew(tx, mine)) {
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
  forgetClient(app, tenant.id, client_id)
  throw new Problem('application_refused', { detail: 'This application cannot be used here.' })
}
