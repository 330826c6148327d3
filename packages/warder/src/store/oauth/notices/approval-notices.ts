import type { Seconds } from '@warder/protocol'
import type { Db } from '../../open.ts'
import { keyOf, nameOfClient, type ClientName } from '../client-key.ts'
import { suspendedAt } from './notices.ts'

/** Puts the news on its way that somebody answered, in the transaction of the answer. `id` is the digest of its `auth_req_id`. */
export async function insert(
  tx: Db,
  { id, ...client }: ClientName & { id: string },
  now: Seconds,
): Promise<void> {
  await tx
    .insertInto('approval_notice')
    .values({ id, client_id: keyOf(client), attempts: 0, next_attempt_at: now })
    .execute()
}

/** The notices that are due, oldest first, each with the question that was answered. */
export async function due(db: Db, now: Seconds, limit: number) {
  return db
    .selectFrom((eb) =>
      eb
        .selectFrom('approval_notice as one')
        .selectAll()
        .where('one.next_attempt_at', '<=', now)
        .where(suspendedAt('one.client_id'), 'is', null)
        .orderBy('one.next_attempt_at')
        .limit(limit)
        .as('notice'),
    )
    .innerJoin('client', 'client.client_id', 'notice.client_id')
    .innerJoin('one_time_token as question', 'question.token_hash', 'notice.id')
    .select([
      'notice.id',
      nameOfClient.as('client_id'),
      'notice.attempts',
      'notice.next_attempt_at',
      'question.subject as user_id',
      'question.data',
      'question.expires_at',
      'question.consumed_at',
    ])
    .orderBy('notice.next_attempt_at')
    .execute()
}

export type DueNotice = Awaited<ReturnType<typeof due>>[number]
