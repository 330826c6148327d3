import { isDocumentId } from '@warder/protocol'
import { expressionBuilder, sql } from 'kysely'
import type { Database } from '../schema.ts'

/**
 * A client as everybody calls it, and the tenant in which it is one. A client that describes itself is called the same in every
 * tenant and has a row in each, so rows that refer to one of them have the key of that row, which nobody outside of the store sees.
 */
export type ClientName = { tenant_id: string; client_id: string }

/** What everybody calls the client of a row of `client`. The index `client_by_name` is of this very expression. */
export const nameOfClient = sql<string>`coalesce("client"."document", "client"."client_id")`

/**
 * The key by which other rows know a client: its id, or for one that describes itself what its row in this tenant says. There is
 * none while nobody there has allowed it anything; as a value it is refused then, and as a condition nothing fulfils it.
 */
export function keyOf({ tenant_id, client_id }: ClientName) {
  if (!isDocumentId(client_id)) return client_id
  return expressionBuilder<Database>()
    .selectFrom('client')
    .select('client.client_id')
    .where('client.tenant_id', '=', tenant_id)
    .where(nameOfClient, '=', client_id)
}
