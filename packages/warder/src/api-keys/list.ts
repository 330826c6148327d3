import { Problem } from '@warder/protocol'
import { pageAsked, pageOf } from '../http/paging.ts'
import type { Db } from '../store/open.ts'
import * as apiKeys from '../store/programs/api-keys.ts'
import { ownerOf, type KeyOwner } from '../store/programs/api-keys.ts'
import { viewOfKey, type KeyView } from './key.ts'
import { looksAfter, requireLooksAfter, type Keeper } from './owners/keeper.ts'
import type { Wish } from './owners/owner.ts'

const cursorForm = /^(\d{1,12})\.(key_[0-9a-z]{1,40})$/

/**
 * A page of the keys of an owner, the newest first; `?limit=` and `?cursor=` say which.
 * @throws Problem `forbidden` for an owner they do not look after, or `invalid_input`
 */
export async function listKeys(
  by: Keeper,
  owner: KeyOwner,
  query: URLSearchParams,
): Promise<{ items: KeyView[]; next_cursor: string | null }> {
  requireLooksAfter(by, owner, 'read')
  const { app, tenant } = by
  const { limit, cursor } = pageAsked(query, cursorForm)
  const page = { limit: limit + 1, after: cursor === undefined ? undefined : afterOf(cursor) }
  const rows = await apiKeys.listOf(app.db, { owner, tenant_id: tenant.id }, page)
  const { items, next_cursor } = pageOf(rows, limit, (last) => `${last.created_at}.${last.id}`)
  return { items: items.map((row) => viewOfKey(row, app.now())), next_cursor }
}

/** @throws Problem `not_found`, also for one that they do not look after */
export async function findKey(by: Keeper, id: string): Promise<KeyView> {
  return viewOfKey(await requireKey(by, id, 'read'), by.app.now())
}

/** A key, for whoever looks after it. @throws Problem `not_found`, also for one of another tenant */
export async function requireKey(by: Keeper, id: string, wish: Wish, db: Db = by.app.db) {
  const found = await apiKeys.find(db, by.tenant.id, id)
  if (!found || !looksAfter(by, ownerOf(found), wish)) throw unknownKey()
  return found
}

export function unknownKey(): Problem {
  return new Problem('not_found', { detail: 'There is no such API key.' })
}

function afterOf(cursor: string): apiKeys.After {
  const [, created_at, id = ''] = cursorForm.exec(cursor) ?? []
  return { created_at: Number(created_at), id }
}
