import type { Seconds } from '@warder/protocol'
import type { Tenant } from '../../tenants/tenant.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import type { Db } from '../../store/open.ts'

/** What stands behind a link to a new password. */
export type PasswordReset = {
  user_id: string
  /** Of a link that was mailed at somebody's request: it is dead once the address is no longer theirs. */
  address_id?: string
  aim?: Aim
}

/** What somebody was on the way to who asked for the link, for the browser that they asked in: a stranger leads nobody anywhere. */
export type Aim = {
  browser_hash: string
  interaction?: string | undefined
  return_to?: string | undefined
}

/** A new link under which a person chooses a password. The links before it stay as they are. */
export async function newResetLink(
  tx: Db,
  tenant: Pick<Tenant, 'issuer'>,
  reset: PasswordReset,
  { lifetime, now }: { lifetime: Seconds; now: Seconds },
): Promise<string> {
  const token = await oneTimeTokens.create(tx, 'password_reset', {
    subject: reset.user_id,
    data: reset,
    expires_at: now + lifetime,
    now,
  })
  return resetLink(tenant, token)
}

/** Where a token for a new password is taken. */
export function resetLink({ issuer }: Pick<Tenant, 'issuer'>, token: string): string {
  return `${issuer}/reset-password?token=${token}`
}
