/** Where a request stands: whose it is, what said so, and the path it has among the routes. */
export type Place = {
  /** Undefined for what the whole server has, which is found below every tenant as well. A slug, or an id. */
  tenant: string | undefined
  path: string
  by: 'path' | 'host' | 'header'
  /** The host name, where that said it. */
  host?: string
  /** Whom a trusted proxy named as well: it has to be the same. */
  also?: string
}

const below = '/t/'
/** RFC 8414 §3.1: the well-known path stands before that of the issuer. */
const metadata = '/.well-known/oauth-authorization-server'
const metadataBelow = `${metadata}${below}`

/** What belongs to the whole server, and is found at its root alone. */
const ofServer =
  /^\/(?:health|metrics|dev|setup|openapi\.json|api\/admin\/(?:settings|health|tenants(?!\/[^/]+\/(?:memberships|invitations)(?:\/|$)))|console\/(?:settings|health|tenants(?!\/[^/]+\/(?:members|invitations)(?:\/|$))))(?:\/|$)/

/** One feed for all. Whoever follows it at the place of a tenant must hear there that the tenant was suspended. */
const feed = '/oauth/revocations'

/** The place of a path below a tenant; undefined for every other path, which is the first tenant's. */
export function placeIn(path: string): Place | undefined {
  if (path.startsWith(below)) {
    const end = path.indexOf('/', below.length)
    if (end === -1) return { tenant: path.slice(below.length), path: '/', by: 'path' }
    return placeAt(path.slice(below.length, end), path.slice(end), 'path')
  }
  return path.startsWith(metadataBelow)
    ? { tenant: path.slice(metadataBelow.length), path: metadata, by: 'path' }
    : undefined
}

/** The place of a path of a tenant: at its host, or where a proxy said whose it is. Another tenant is not below it, since no row begins with `/t/`. */
export function placeAt(tenant: string, path: string, by: Place['by']): Place {
  if (path === feed) return { tenant: undefined, path, by }
  // A path without a slash at its head is no row of any table.
  return { tenant, path: ofServer.test(path) ? '' : path, by }
}
