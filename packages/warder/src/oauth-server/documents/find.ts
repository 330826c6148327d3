import { isDocumentId } from '@warder/protocol'
import { after, type Maybe } from '../../after.ts'
import { checkLimit, costly } from '../../http/limit.ts'
import type { Call } from '../../http/router.ts'
import { findClient, type Client } from '../clients/client.ts'

/**
 * The client that somebody names. To find out about one that describes itself costs a request to wherever its address leads,
 * and is limited like everything that is costly.
 *
 * @throws Problem `too_many_requests`
 */
export function findNamedClient(call: Call, client_id: string): Maybe<Client | undefined> {
  const { app, tenant } = call
  const fetches = isDocumentId(client_id) && app.oauth.client_documents.wouldFetch(client_id, app.now())
  return after(fetches ? checkLimit(call, costly) : undefined, () => findClient(app, tenant.id, client_id))
}
