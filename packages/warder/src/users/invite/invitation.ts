import type { Seconds } from '@warder/protocol'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import type { Db } from '../../store/open.ts'
import type { Tenant } from '../../tenants/tenant.ts'
import type { Email } from '../email.ts'

/** What waits until somebody accepts. No account exists before that, and the roles are given by accepting. */
export type Invitation = {
  /** Of the account to be. */
  user_id: string
  email: string
  tenant_id: string
  roles: string[]
}

/** One address has one invitation: the newest. */
export function subjectOf({ directory_id }: Pick<Tenant, 'directory_id'>, { key }: Email): string {
  return `${directory_id}:${key}`
}

/** What was written by `invite`. */
export function readInvitation(row: { data: string }): Invitation {
  return JSON.parse(row.data) as Invitation
}

/** Undefined once it was accepted, withdrawn or renewed, or has expired. */
export async function findInvitation(
  db: Db,
  tenant: Pick<Tenant, 'id'>,
  token: string,
  now: Seconds,
): Promise<Invitation | undefined> {
  const row = await oneTimeTokens.findLive(db, 'invitation', token, now)
  if (!row) return undefined
  const invitation = readInvitation(row)
  return invitation.tenant_id === tenant.id ? invitation : undefined
}
