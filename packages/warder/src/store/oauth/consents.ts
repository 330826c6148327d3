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
  if (!row) return undefined
  const scope = words(row.scope)
  const at = placesIn(row.resource, scope)
  return { scope, resource: [...at.keys()].filter((place) => place !== here), at, granted_at: row.granted_at }
}

/** Scopes, and the RFC 8707 resources they may be used at. */
export type Permission = { scope: readonly string[]; resource: readonly string[] }

/** What may be used where, by resource. */
type Places = Map<string, readonly string[]>

/** The place of what was allowed without naming a resource: this server. */
const here = ''

/** What of it may be used at every one of these resources: at another the same scope is another permission (RFC 8707 §2). */
export function scopeAt(
  { scope, at }: { scope: readonly string[]; at: Places },
  resource: readonly string[],
): string[] {
  const places = resource.length > 0 ? resource : [here]
  return scope.filter((one) => places.every((place) => at.get(place)?.includes(one)))
}

/**
 * Reads the column `resource`: resources, each with the scopes that are allowed there behind it, unless those are all. What
 * stands before the first is allowed here.
 */
function placesIn(text: string, all: readonly string[]): Places {
  const places: Places = new Map()
  let place = here
  for (const word of words(text)) {
    // No resource begins so, since none has a fragment.
    if (word.startsWith('#')) places.set(place, [...(places.get(place) ?? []), word.slice(1)])
    else places.set((place = word), [])
  }
  if (places.size === 0) return new Map([[here, all]])
  return new Map([...places].map(([name, scope]) => [name, scope.length > 0 ? scope : all]))
}

function written(places: Places, all: readonly string[]): string {
  const everywhere = [...places.values()].every((scope) => scope.length === all.length)
  if (everywhere && !(places.has(here) && places.size > 1)) return [...places.keys()].join(' ')
  const first = [...places].toSorted(([a], [b]) => Number(b === here) - Number(a === here))
  const text = first.flatMap(([place, scope]) => [place, ...scope.map((one) => `#${one}`)])
  return text.filter(Boolean).join(' ')
}

/** Adds to what was allowed before. After a withdrawal, or for another host, it begins anew. Call it in a transaction. */
export async function grant(
  db: Db,
  key: ConsentKey,
  { scope, resource }: Permission,
  now: Seconds,
): Promise<void> {
  const before = await find(db, key)
  const all = union(before?.scope, scope)
  const at: Places = new Map(before?.at)
  // Nothing at a place would read as everything.
  const places = scope.length > 0 && resource.length > 0 ? resource : [here]
  for (const place of places) at.set(place, union(at.get(place), scope))
  const change = {
    scope: all.join(' '),
    resource: written(at, all),
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

const union = (before: readonly string[] = [], more: readonly string[]) => [...new Set([...before, ...more])]
