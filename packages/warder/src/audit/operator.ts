import type { App } from '../app.ts'
import type { NoteMade } from '../http/repeats/once.ts'
import type { Tenant } from '../tenants/tenant.ts'
import type { Audited } from './audit.ts'

/** Who runs a tenant: an operator's command, or an administrator with the limits of what they may do themselves. */
export type Operator = Audited & {
  app: App
  tenant: Tenant
  /** Whether they hold a permission; an operator holds all. */
  holds?: (permission: string) => boolean
  /** Notes what was made, in the transaction that makes it. */
  made?: NoteMade
  /** The state that is to be changed; undefined for whatever it is. */
  if_match?: string | undefined
}
