import type { Seconds } from '@warder/protocol'
import type { Db } from '../../open.ts'

/** Puts the news on its way that somebody answered, in the transaction of the answer. `id` is the digest of its `auth_req_id`. */
export async function insert(
  tx: Db,
  { id, client_id }: { id: string; client_id: string },
  now: Seconds,
): Promise<void> {
  await tx
    .insertInto('approval_notice')
    .values({ id, client_id, attempts: 0, next_attempt_at: now })
    .execute()
}

/** The notices that are due, oldest first, each with the question that was answered. */
export async function due(db: Db, now: Seconds, limit: number) {
  return (
    db
      .selectFrom('approval_notice as notice')
      .innerJoin('one_time_token as question', 'question.token_hash', 'notice.id')
      .innerJoin('client', 'client.client_id', 'notice.client_id')
      .innerJoin('tenant', 'tenant.id', 'client.tenant_id')
      .select([
        'notice.id',
        'notice.client_id',
        'notice.attempts',
        'notice.next_attempt_at',
        'question.subject as user_id',
        'question.data',
        'question.expires_at',
        'question.consumed_at',
      ])
      .where('notice.next_attempt_at', '<=', now)
      // What is suspended says nothing to anybody.
      .where('tenant.suspended_at', 'is', null)
      .orderBy('notice.next_attempt_at')
      .limit(limit)
      .execute()
  )
}

export type DueNotice = Awaited<ReturnType<typeof due>>[number]
