import type { Call } from '../../http/router.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import { ofSamePeople } from '../../tenants/same-people.ts'
import type { Tenant } from '../../tenants/tenant.ts'
import type { Email } from '../email.ts'

/** What waits until somebody accepts. No account exists before that, and the roles are given by accepting. */
export type Invitation = {
  /** Of the account to be. */
  user_id: string
  email: string
  tenant_id: string
  roles: string[]
  /** The person who invites, by themselves or by a key of theirs; undefined for an operator, or a program. */
  invited_by?: string | undefined
}

/** Whose invitations are kept apart: those of a directory, or of a tenant that has none of its own. */
export const prefixOf = ({ id, directory_id, shared }: Tenant): string => `${shared ? id : directory_id}:`

/** One address has one invitation: the newest. */
export function subjectOf(tenant: Tenant, { key }: Email): string {
  return prefixOf(tenant) + key
}

/** What was written by `invite`. */
export function readInvitation(row: { data: string }): Invitation {
  return JSON.parse(row.data) as Invitation
}

/**
 * Undefined once it was accepted, withdrawn or renewed, or has expired. People of the common directory accept at the root what
 * other tenants of theirs invite them to.
 */
export async function findInvitation(
  call: Pick<Call, 'app' | 'tenant'>,
  token: string,
): Promise<{ invitation: Invitation; into: Tenant } | undefined> {
  const { app, tenant } = call
  const row = await oneTimeTokens.findLive(app.db, 'invitation', token, app.now())
  if (!row) return undefined
  const invitation = readInvitation(row)
  const into = await ofSamePeople(call, invitation.tenant_id)
  const here = into && (into.id === tenant.id || (tenant.prefix === '' && into.shared))
  return here ? { invitation, into } : undefined
}
