import type { Stranger } from '../../../pages/access/stranger.ts'
import { hostOfDocument } from '../../documents/client-id.ts'
import type { Client } from '../client.ts'

/** What people are told of an application that nobody here registered. */
export function strangerOf(client: Pick<Client, 'client_id' | 'self_registered'>): Stranger | undefined {
  return client.self_registered ? { published_at: hostOfDocument(client.client_id) } : undefined
}
