import type { Seconds } from '@warder/protocol'
import { newId } from '../../crypto/tokens.ts'
import type { Db } from '../open.ts'
import { preparedList } from '../prepared.ts'
import { keyOf, type ClientName } from './client-key.ts'

/** Notes that an application takes part in a session, once however often it comes. */
export async function note(tx: Db, session_id: string, client: ClientName, first_at: Seconds): Promise<void> {
  await tx
    .insertInto('session_client')
    .values({ session_id, client_id: keyOf(client), first_at })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** The applications of a session that are told of its end by the browser. */
export async function toldByBrowser(db: Db, session_id: string) {
  const rows = await db
    .selectFrom('session_client')
    .innerJoin('client', 'client.client_id', 'session_client.client_id')
    .select(['client.client_name', 'client.frontchannel_logout_uri', 'client.tenant_id', 'client.sector'])
    .where('session_client.session_id', '=', session_id)
    .where('client.frontchannel_logout_uri', 'is not', null)
    .where('client.disabled_at', 'is', null)
    .orderBy('session_client.first_at')
    .execute()
  return rows.map(({ client_name, frontchannel_logout_uri, tenant_id, sector }) => ({
    client_name,
    uri: frontchannel_logout_uri ?? '',
    tenant_id,
    sector: sector ?? undefined,
  }))
}

/**
 * Puts the news on its way that these sessions have ended, to each application that took part and wants to hear of it
 * from this server. They take part no more, so nobody is told twice. Call it once no grant of these sessions can be
 * redeemed any more: then no application joins them behind its back.
 */
export async function announceEnd(tx: Db, session_ids: readonly string[], now: Seconds): Promise<void> {
  const parts = await wantToHear.all(tx, session_ids)
  await leave.all(tx, session_ids)
  const news = parts.map((part) => ({
    ...part,
    id: newId('lgo'),
    created_at: now,
    attempts: 0,
    next_attempt_at: now,
  }))
  // SQLite takes 32,766 parameters in a statement.
  for (let i = 0; i < news.length; i += 1000) {
    await tx
      .insertInto('logout_notice')
      .values(news.slice(i, i + 1000))
      .execute()
  }
}

const wantToHear = preparedList((tx: Db, session_ids: readonly string[]) =>
  tx
    .selectFrom('session_client')
    .innerJoin('client', 'client.client_id', 'session_client.client_id')
    .innerJoin('session', 'session.id', 'session_client.session_id')
    .select(['client.client_id', 'client.tenant_id', 'session.id as session_id', 'session.user_id'])
    .where('session_client.session_id', 'in', session_ids)
    .where('client.backchannel_logout_uri', 'is not', null)
    .where('client.disabled_at', 'is', null),
)

const leave = preparedList((tx: Db, session_ids: readonly string[]) =>
  tx.deleteFrom('session_client').where('session_id', 'in', session_ids),
)
