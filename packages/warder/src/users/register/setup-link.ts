import { administrator } from '../../access/permissions/roles.ts'
import type { App } from '../../app.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import * as users from '../../store/people/users.ts'
import type { Tenant } from '../../tenants/tenant.ts'
import { day } from '../../time.ts'

const subject = 'first administrator'

/** A new one-time link for the first administrator, which ends older ones; undefined once there is one. */
export async function setupLink(app: App, tenant: Tenant): Promise<string | undefined> {
  if (await users.someoneHolds(app.db, tenant.id, administrator)) return undefined
  const now = app.now()
  const token = await oneTimeTokens.create(app.db, 'admin_setup', {
    subject,
    data: {},
    expires_at: now + day,
    now,
    replace: true,
  })
  return `${tenant.issuer}/setup?token=${token}`
}
