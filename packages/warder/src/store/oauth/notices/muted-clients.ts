import type { Seconds } from '@warder/protocol'
import type { Db } from '../../open.ts'
import { keyOf, nameOfClient, type ClientName } from '../client-key.ts'

export async function isMuted(db: Db, user_id: string, client: ClientName): Promise<boolean> {
  const row = await db
    .selectFrom('muted_client')
    .select('client_id')
    .where('user_id', '=', user_id)
    .where('client_id', '=', keyOf(client))
    .executeTakeFirst()
  return row !== undefined
}

export async function mute(db: Db, user_id: string, client: ClientName, now: Seconds): Promise<void> {
  await db
    .insertInto('muted_client')
    .values({ user_id, client_id: keyOf(client), muted_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** False when it was not muted. */
export async function unmute(db: Db, user_id: string, client: ClientName): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('muted_client')
    .where('user_id', '=', user_id)
    .where('client_id', '=', keyOf(client))
    .executeTakeFirst()
  return numDeletedRows === 1n
}

/** The applications that a person muted, by name. */
export async function listOf(db: Db, tenant_id: string, user_id: string) {
  return db
    .selectFrom('muted_client')
    .innerJoin('client', 'client.client_id', 'muted_client.client_id')
    .select([nameOfClient.as('client_id'), 'client.client_name', 'muted_client.muted_at'])
    .where('muted_client.user_id', '=', user_id)
    .where('client.tenant_id', '=', tenant_id)
    .orderBy('client.client_name')
    .execute()
}
