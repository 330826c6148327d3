import { nameOfClient } from '../oauth/client-key.ts'
import type { Db } from '../open.ts'

/** What of applications is not shown to whoever sees them otherwise. */
export async function hiddenOf(db: Db, tenant_id: string, client_ids: readonly string[]) {
  if (client_ids.length === 0) return new Map<string, never>()
  const rows = await db
    .selectFrom('client')
    .select([nameOfClient.as('client_id'), 'client_secret_hash', 'access_token_claims'])
    .where('tenant_id', '=', tenant_id)
    .where(nameOfClient, 'in', client_ids)
    .execute()
  return new Map(rows.map((row) => [row.client_id, row]))
}
