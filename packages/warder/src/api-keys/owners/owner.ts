import type { AuditEvent } from '../../audit/audit.ts'
import type { KeyOwner } from '../../store/programs/api-keys.ts'

export const readAccounts = 'service_accounts:read'
export const writeAccounts = 'service_accounts:write'
export const readKeys = 'api_keys:read'
export const writeKeys = 'api_keys:write'

/** What somebody wants with a key. */
export type Wish = 'read' | 'write'

/** The permission to look after the keys of an owner; undefined for those of a person, which are theirs alone. Pure. */
export function permissionFor({ type }: Pick<KeyOwner, 'type'>, wish: Wish): string | undefined {
  if (type === 'person') return undefined
  if (type === 'tenant') return wish === 'read' ? readKeys : writeKeys
  return wish === 'read' ? readAccounts : writeAccounts
}

/** Whom an event about a key is about. */
export function aboutOwner({ type, id }: KeyOwner): Pick<AuditEvent, 'subject' | 'client_id'> {
  return { subject: id, ...(type === 'service_account' && { client_id: id }) }
}
