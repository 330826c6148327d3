import * as apiKeys from '../store/programs/api-keys.ts'
import type { KeyOwner } from '../store/programs/api-keys.ts'
import { findUser, type Operator } from '../users/manage.ts'
import { viewOfKey, writtenKey } from './key.ts'

/** A key as operators see it. */
export type OwnedKey = ReturnType<typeof writtenKey> & {
  /** The address of the person whose it is; null for the key of a program. */
  email: string | null
}

/** Whose keys are meant: of a person, by identifier or address, of a service account, or of anybody. */
export type Asked = { user?: string | undefined; service_account?: string | undefined }

/** The keys of a tenant that were not revoked, by id. @throws Problem `not_found` */
export async function listAllKeys(
  by: Operator,
  { limit = 50, cursor, ...asked }: { limit?: number; cursor?: string } & Asked,
): Promise<{ items: OwnedKey[]; next_cursor: string | null }> {
  const { app, tenant } = by
  const owner = await ownerAsked(by, asked)
  const whose = { tenant_id: tenant.id, ...(owner && { owner }) }
  const rows = await apiKeys.listAll(app.db, whose, limit + 1, cursor)
  const items = rows.slice(0, limit).map((row) => {
    return { ...writtenKey(viewOfKey(row, app.now())), email: row.email }
  })
  return { items, next_cursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}

async function ownerAsked(by: Operator, { user, service_account }: Asked): Promise<KeyOwner | undefined> {
  if (user !== undefined) return { type: 'person', id: (await findUser(by, user)).id }
  return service_account === undefined ? undefined : { type: 'service_account', id: service_account }
}
