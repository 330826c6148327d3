import type { Seconds } from '@warder/protocol'
import { after, type Maybe } from '../after.ts'
import { boundedMap } from '../cache/bounded-map.ts'
import type { Config } from '../config/config.ts'
import type { Db } from '../store/open.ts'
import * as tenants from '../store/tenants.ts'
import type { Clock } from '../time.ts'
import { isSlug } from './slug.ts'
import { tenantOf, type Tenant } from './tenant.ts'

/** The tenants that were lately asked for: those that nobody asks for cost nothing. */
export type TenantMemory = {
  /** The tenant of a slug; undefined where there is none, or it is suspended. */
  open: (slug: string) => Maybe<Tenant | undefined>
  /** It changed: the next request reads it anew. */
  forget: (slug: string) => void
}

type Remembered = { tenant: Tenant; asked_at: Seconds }

/** Another instance that suspended one is believed after so many seconds at most. */
const keep: Seconds = 3

/** @param capacity tenants remembered at most */
export function createTenantMemory(
  { db, config, now }: { db: Db; config: Pick<Config, 'issuer'>; now: Clock },
  capacity = 1000,
): TenantMemory {
  const remembered = boundedMap<Remembered>(capacity)
  /** Grows with each change, so that what was read before one is not kept after it. */
  let changes = 0

  return {
    open(slug) {
      const asked_at = now()
      const known = remembered.get(slug)
      // A clock that was set back must not lengthen what is remembered.
      if (known && known.asked_at <= asked_at && asked_at < known.asked_at + keep) return known.tenant
      if (!isSlug(slug)) return undefined

      const before = changes
      return after(tenants.findBySlug(db, slug), (row) => {
        remembered.delete(slug)
        if (!row || row.suspended_at !== null) return undefined
        const tenant = tenantOf(row, config)
        // The first tenant has one address, at the root.
        if (tenant.prefix === '') return undefined
        if (before === changes) remembered.set(slug, { tenant, asked_at })
        return tenant
      })
    },
    forget(slug) {
      changes++
      remembered.delete(slug)
    },
  }
}
