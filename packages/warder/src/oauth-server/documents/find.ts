import { isDocumentId } from '@warder/protocol'
import { after, type Maybe } from '../../after.ts'
import { checkLimit, costly, tooManyRequests } from '../../http/limit.ts'
import type { Call } from '../../http/router.ts'
import { limitBucket } from '../../http/trusted/client-address.ts'
import { minute } from '../../time.ts'
import { findClient, type Client } from '../clients/client.ts'

/** Documents of one host that nobody has read, for one address in a minute: what is left of `documents.ts` is for everybody else. */
const unread = { most: 10, window: minute }

/**
 * The client that somebody names. To find out about one that describes itself costs a request to wherever its address leads,
 * and is limited like everything that is costly.
 *
 * @throws Problem `too_many_requests`
 */
export function findNamedClient(call: Call, client_id: string): Maybe<Client | undefined> {
  const { app, tenant } = call
  const fetches = isDocumentId(client_id) && app.oauth.client_documents.wouldFetch(client_id, app.now())
  return after(fetches ? checkFetch(call, client_id) : undefined, () => findClient(app, tenant.id, client_id))
}

async function checkFetch(call: Call, client_id: string): Promise<void> {
  await checkLimit(call, costly)
  const { app, trace } = call
  if (app.oauth.client_documents.last(client_id)) return
  const now = app.now()
  const key = `documents:${new URL(client_id).hostname} ${limitBucket(trace.address)}`
  const taken = await app.counters.take(key, unread.most, unread.window, now)
  if (!taken.ok) throw tooManyRequests('documents', unread.most, unread.window, taken.reset - now)
}
