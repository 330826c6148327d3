import { Problem } from '@warder/protocol'
import { record, type Audited } from '../audit/audit.ts'
import type { App } from '../app.ts'
import * as apiKeys from '../store/programs/api-keys.ts'
import { findUser, type Operator } from '../users/manage.ts'
import { announceEnd } from './ended.ts'
import { viewOfKey, writtenKey } from './key.ts'

/** A key as operators see it. */
export type OwnedKey = ReturnType<typeof writtenKey> & { user_id: string; email: string }

/** The keys of a tenant that were not revoked, by id; those of one person where it is said. @throws Problem `not_found` */
export async function listAllKeys(
  by: Operator,
  { limit = 50, cursor, user }: { limit?: number; cursor?: string; user?: string | undefined },
): Promise<{ items: OwnedKey[]; next_cursor: string | null }> {
  const { app, tenant } = by
  const user_id = user === undefined ? undefined : (await findUser(by, user)).id
  const whose = { tenant_id: tenant.id, ...(user_id !== undefined && { user_id }) }
  const rows = await apiKeys.listAll(app.db, whose, limit + 1, cursor)
  const items = rows.slice(0, limit).map((row) => {
    return { ...writtenKey(viewOfKey(row, app.now())), user_id: row.user_id, email: row.email }
  })
  return { items, next_cursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}

/** Ends a key, whosever it is. @throws Problem `not_found` */
export async function revokeAnyKey(
  by: Audited & { app: App },
  id: string,
): Promise<{ id: string; user_id: string; revoked: true }> {
  const { app, tenant } = by
  const now = app.now()
  return app.db.transaction().execute(async (tx) => {
    const ended = await apiKeys.revoke(tx, { tenant_id: tenant.id }, id, now)
    if (!ended) throw new Problem('not_found', { detail: `There is no API key ${id}.` })
    await announceEnd(tx, [id], now)
    const detail = { id, prefix: ended.prefix }
    await record(tx, by, { type: 'api_key.revoked', outcome: 'succeeded', subject: ended.user_id, detail })
    return { id, user_id: ended.user_id, revoked: true }
  })
}
