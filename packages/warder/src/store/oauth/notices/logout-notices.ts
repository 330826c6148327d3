import type { Seconds } from '@warder/protocol'
import type { Db } from '../../open.ts'
import { nameOfClient } from '../client-key.ts'
import { suspendedAt } from './notices.ts'

/** The notices that are due, oldest first, each with where it goes and what signs it. */
export async function due(db: Db, now: Seconds, limit: number) {
  return db
    .selectFrom((eb) =>
      eb
        .selectFrom('logout_notice as one')
        .selectAll()
        .where('one.next_attempt_at', '<=', now)
        .where(suspendedAt('one.client_id'), 'is', null)
        .orderBy('one.next_attempt_at')
        .limit(limit)
        .as('notice'),
    )
    .innerJoin('client', 'client.client_id', 'notice.client_id')
    .innerJoin('tenant', 'tenant.id', 'notice.tenant_id')
    .select([
      'notice.id',
      'notice.tenant_id',
      nameOfClient.as('client_id'),
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
    .orderBy('notice.next_attempt_at')
    .execute()
}

export type DueNotice = Awaited<ReturnType<typeof due>>[number]
