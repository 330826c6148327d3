import { Problem } from '@warder/protocol'
import { pageAsked, pageOf } from '../http/paging.ts'
import type { Call } from '../http/router.ts'
import type { SessionCaller } from '../sessions/guard.ts'
import * as apiKeys from '../store/programs/api-keys.ts'
import { viewOfKey, type KeyView } from './key.ts'

const cursorForm = /^(\d{1,12})\.(key_[0-9a-z]{1,40})$/

/**
 * A page of the keys of a person, the newest first; `?limit=` and `?cursor=` say which.
 * @throws Problem `invalid_input`
 */
export async function listKeys(
  { app, tenant, url }: Call,
  { user_id }: Pick<SessionCaller, 'user_id'>,
): Promise<{ items: KeyView[]; next_cursor: string | null }> {
  const { limit, cursor } = pageAsked(url.searchParams, cursorForm)
  const page = { limit: limit + 1, after: cursor === undefined ? undefined : afterOf(cursor) }
  const rows = await apiKeys.listOf(app.db, { user_id, tenant_id: tenant.id }, page)
  const { items, next_cursor } = pageOf(rows, limit, (last) => `${last.created_at}.${last.id}`)
  return { items: items.map((row) => viewOfKey(row, app.now())), next_cursor }
}

/** @throws Problem `not_found`, also for somebody else's */
export async function findKey(
  { app, tenant }: Pick<Call, 'app' | 'tenant'>,
  { user_id }: Pick<SessionCaller, 'user_id'>,
  id: string,
): Promise<KeyView> {
  const found = await apiKeys.find(app.db, { tenant_id: tenant.id, user_id }, id)
  if (!found) throw unknownKey()
  return viewOfKey(found, app.now())
}

export function unknownKey(): Problem {
  return new Problem('not_found', { detail: 'You have no such API key.' })
}

function afterOf(cursor: string): apiKeys.After {
  const [, created_at, id = ''] = cursorForm.exec(cursor) ?? []
  return { created_at: Number(created_at), id }
}
