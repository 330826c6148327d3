import type { Seconds } from '@warder/protocol'
import type { Db } from '../open.ts'

/** The notices that are due, oldest first, each with where it goes and what signs it. */
export async function due(db: Db, now: Seconds, limit: number) {
  return db
    .selectFrom('logout_notice as notice')
    .innerJoin('client', 'client.client_id', 'notice.client_id')
    .innerJoin('tenant', 'tenant.id', 'notice.tenant_id')
    .select([
      'notice.id',
      'notice.tenant_id',
      'notice.client_id',
      'notice.user_id',
      'notice.session_id',
      'notice.created_at',
      'notice.attempts',
      'notice.next_attempt_at',
      'client.backchannel_logout_uri',
      'client.id_token_signed_response_alg',
      'client.sector',
      'client.registered_at',
      'tenant.issuer',
    ])
    .where('notice.next_attempt_at', '<=', now)
    .orderBy('notice.next_attempt_at')
    .limit(limit)
    .execute()
}

export type DueNotice = Awaited<ReturnType<typeof due>>[number]

/** Takes a notice for one sender until `until`; false when another process has it. */
export async function claim(
  db: Db,
  notice: Pick<DueNotice, 'id' | 'next_attempt_at'>,
  until: Seconds,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('logout_notice')
    .set((eb) => ({ next_attempt_at: until, attempts: eb('attempts', '+', 1) }))
    .where('id', '=', notice.id)
    .where('next_attempt_at', '=', notice.next_attempt_at)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export async function postpone(db: Db, id: string, until: Seconds): Promise<void> {
  await db.updateTable('logout_notice').set({ next_attempt_at: until }).where('id', '=', id).execute()
}

/** It was told, or nobody tries any more. */
export async function remove(db: Db, id: string): Promise<void> {
  await db.deleteFrom('logout_notice').where('id', '=', id).execute()
}
