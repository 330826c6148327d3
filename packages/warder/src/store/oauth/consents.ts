import type { Seconds } from '@warder/protocol'
import type { Db } from '../open.ts'
import { words } from '../words.ts'
import { keyOf, nameOfClient } from './client-key.ts'

/** Whose consent to what: one row for a person and a client of a tenant. */
export type ConsentKey = {
  user_id: string
  client_id: string
  tenant_id: string
  /** Given where it counts at one host alone: what was allowed at another is nothing there. */
  redirect_host?: string | undefined
}

/** What a person has allowed a client, unless they took it back. */
export async function find(db: Db, key: ConsentKey) {
  const { user_id, tenant_id, redirect_host } = key
  const row = await db
    .selectFrom('consent')
    .select(['scope', 'resource', 'granted_at'])
    .where('user_id', '=', user_id)
    .where('client_id', '=', keyOf(key))
    .where('tenant_id', '=', tenant_id)
    .where('withdrawn_at', 'is', null)
    .$if(redirect_host !== undefined, (query) => query.where('redirect_host', '=', redirect_host ?? ''))
    .executeTakeFirst()
  return row && { scope: words(row.scope), resource: words(row.resource), granted_at: row.granted_at }
}

/** Scopes, and the RFC 8707 resources they may be used at. */
export type Permission = { scope: readonly string[]; resource: readonly string[] }

/** Adds to what was allowed before. After a withdrawal, or for another host, it begins anew. Call it in a transaction. */
export async function grant(
  db: Db,
  key: ConsentKey,
  { scope, resource }: Permission,
  now: Seconds,
): Promise<void> {
  const before = await find(db, key)
  const change = {
    scope: union(before?.scope, scope),
    resource: union(before?.resource, resource),
    redirect_host: key.redirect_host ?? null,
    granted_at: now,
    withdrawn_at: null,
  }
  await db
    .insertInto('consent')
    .values({ ...key, ...change, client_id: keyOf(key) })
    .onConflict((conflict) => conflict.columns(['user_id', 'client_id']).doUpdateSet(change))
    .execute()
}

export async function withdraw(db: Db, key: ConsentKey, now: Seconds): Promise<boolean> {
  const result = await db
    .updateTable('consent')
    .set({ withdrawn_at: now })
    .where('user_id', '=', key.user_id)
    .where('client_id', '=', keyOf(key))
    .where('tenant_id', '=', key.tenant_id)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** Takes back everything that a person has allowed in a tenant. */
export async function withdrawAllIn(
  tx: Db,
  { user_id, tenant_id }: Omit<ConsentKey, 'client_id'>,
  now: Seconds,
): Promise<void> {
  await tx
    .updateTable('consent')
    .set({ withdrawn_at: now })
    .where('user_id', '=', user_id)
    .where('tenant_id', '=', tenant_id)
    .where('withdrawn_at', 'is', null)
    .execute()
}

/** Whether something is still allowed, held so until the end of the transaction: whoever takes it back comes before or after. */
export async function hold(tx: Db, key: ConsentKey): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('consent')
    .set((eb) => ({ granted_at: eb.ref('granted_at') }))
    .where('user_id', '=', key.user_id)
    .where('client_id', '=', keyOf(key))
    .where('tenant_id', '=', key.tenant_id)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** The applications a person has allowed something, by name. */
export async function listOf(db: Db, tenant_id: string, user_id: string) {
  const rows = await db
    .selectFrom('consent')
    .innerJoin('client', 'client.client_id', 'consent.client_id')
    .select([nameOfClient.as('client_id'), 'client.client_name', 'consent.scope', 'consent.granted_at'])
    .where('consent.user_id', '=', user_id)
    .where('consent.tenant_id', '=', tenant_id)
    .where('consent.withdrawn_at', 'is', null)
    .orderBy('client.client_name')
    .execute()
  return rows.map((row) => ({ ...row, scope: words(row.scope) }))
}

const union = (before: readonly string[] = [], more: readonly string[]) =>
  [...new Set([...before, ...more])].join(' ')
