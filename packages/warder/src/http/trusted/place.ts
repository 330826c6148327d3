import { Problem } from '@warder/protocol'
import { after, type Maybe } from '../../after.ts'
import type { App } from '../../app.ts'
import { firstSlug } from '../../tenants/default.ts'
import { placeAt, placeIn, type Place } from '../../tenants/place/place.ts'
import { hasOwnHost, type Tenant } from '../../tenants/tenant.ts'
import type { Connection } from '../trace.ts'
import type { Request } from '../wire/request.ts'
import { isTrustedProxy } from './client-address.ts'
import { hostNameOf, isForeignHost } from './host.ts'

/** What is asked for of whom, in the two pieces of `https://host/path?query` that say it. */
export type Address = { origin: string; path: string }

/**
 * Where a request stands: at the host of a tenant, below its path, or where a trusted proxy says; undefined is the first tenant's.
 * Nothing is asked about the host of the server itself.
 *
 * @throws Problem `misdirected_request` for a host that is nobody's here
 */
export function placeOf(
  app: App,
  request: Request,
  { origin, path }: Address,
  connection: Connection,
): Maybe<Place | undefined> {
  if (path.startsWith('/health')) return undefined
  if (origin === app.config.origin || !isForeignHost(app.config, origin))
    return withHeader(app, request, path, connection, placeIn(path))
  const host = hostNameOf(origin)
  return after(app.tenants.at(host), (tenant) => {
    if (tenant === undefined)
      throw misdirected('This host name is not served here. Operators: see TRUSTED_HOSTS.')
    return withHeader(app, request, path, connection, { ...placeAt(tenant, path, 'host'), host })
  })
}

/** Whoever can reach us past the proxy could write the header too, so only a proxy is believed. */
function withHeader(
  { config }: App,
  request: Request,
  path: string,
  { address = '' }: Connection,
  place: Place | undefined,
): Place | undefined {
  const { header } = config.tenants
  if (header === undefined || !isTrustedProxy(address, config.trusted_proxies)) return place
  const named = request.headers.get(header)
  if (!named) return place
  if (place) return { ...place, also: named }
  return named === firstSlug ? undefined : placeAt(named, path, 'header')
}

/** Two that say which tenant it is have to say the same: else one tenant's request would be answered as another's. */
export function requireOneTenant({ also }: Place, { id, slug }: Tenant): void {
  if (also !== undefined && also !== slug && also !== id)
    throw misdirected('The address and the proxy name two tenants.')
}

/** Whether the pages of a tenant are somewhere else: cookies, passkeys and forms are of one origin. */
export function isElsewhere(tenant: Tenant, { by, host }: Place): boolean {
  if (by === 'path') return hasOwnHost(tenant)
  return by === 'header' || !hasOwnHost(tenant) || hostNameOf(tenant.origin) !== host
}

const misdirected = (detail: string) => new Problem('misdirected_request', { detail })
