import type { Seconds } from '@warder/protocol'
import { after, type Maybe } from '../after.ts'
import { boundedMap } from '../cache/bounded-map.ts'
import type { Config } from '../config/config.ts'
import type { Db } from '../store/open.ts'
import * as domains from '../store/tenants/domains.ts'
import * as tenants from '../store/tenants.ts'
import type { Clock } from '../time.ts'
import { isDomainName } from './domains/name.ts'
import { isSlug, isTenantId, slugProblem } from './slug.ts'
import { tenantOf, type Tenant } from './tenant.ts'

/** The tenants that were lately asked for: those that nobody asks for cost nothing. */
export type TenantMemory = {
  /** The tenant of a slug or an id; undefined where there is none, or it is suspended. */
  open: (name: string) => Maybe<Tenant | undefined>
  /** The slug or the id of the tenant whose host this is, suspended or not. */
  at: (host: string) => Maybe<string | undefined>
  /** Something of it changed: the next request reads it anew. */
  forget: () => void
}

/** Another instance that suspended one, or took a domain from it, is believed after so many seconds at most. */
const keep: Seconds = 3

/** @param capacity tenants remembered at most, and hosts */
export function createTenantMemory(
  { db, config, now }: { db: Db; config: Pick<Config, 'issuer' | 'tenants'>; now: Clock },
  capacity = 1000,
): TenantMemory {
  const byName = remembering<Tenant>(now, capacity)
  const byHost = remembering<string>(now, capacity)
  const below = config.tenants.base_domain && `.${config.tenants.base_domain}`

  return {
    open: (name) =>
      byName.of(name, () => {
        if (!isSlug(name) && !isTenantId(name)) return undefined
        return after(tenants.findByName(db, name), (row) => {
          if (!row || row.suspended_at !== null) return undefined
          const tenant = tenantOf(row, config)
          // The first tenant has one address, at the root.
          return tenant.prefix === '' ? undefined : tenant
        })
      }),
    at: (host) => {
      if (below !== undefined && host.endsWith(below)) {
        const slug = host.slice(0, -below.length)
        return slugProblem(slug) === undefined ? slug : undefined
      }
      return byHost.of(host, () => (isDomainName(host) ? domains.holderOf(db, host) : undefined))
    },
    forget: () => {
      byName.forget()
      byHost.forget()
    },
  }
}

/** What is there is remembered for a while; what is not is looked for each time. */
function remembering<T>(now: Clock, capacity: number) {
  let remembered = boundedMap<{ value: T; asked_at: Seconds }>(capacity)
  return {
    of(key: string, find: () => Maybe<T | undefined>): Maybe<T | undefined> {
      const asked_at = now()
      const into = remembered
      const known = into.get(key)
      // A clock that was set back must not lengthen what is remembered.
      if (known && known.asked_at <= asked_at && asked_at < known.asked_at + keep) return known.value
      return after(find(), (value) => {
        into.delete(key)
        if (value !== undefined) into.set(key, { value, asked_at })
        return value
      })
    },
    /** What is being read at this moment is not kept either. */
    forget: () => {
      remembered = boundedMap(capacity)
    },
  }
}
