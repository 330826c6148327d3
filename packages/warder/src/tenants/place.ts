/** Where a request stands: whose it is by its path, and the path it has among the routes. */
export type Place = {
  /** Undefined for what the whole server has, which is found below every tenant as well. */
  slug: string | undefined
  path: string
}

const below = '/t/'
/** RFC 8414 §3.1: the well-known path stands before that of the issuer. */
const metadata = '/.well-known/oauth-authorization-server'
const metadataBelow = `${metadata}${below}`

/** What belongs to the whole server, and is found at its root alone. */
const ofServer =
  /^\/(?:health|metrics|dev|setup|openapi\.json|api\/admin\/(?:settings|tenants)|console\/settings)(?:\/|$)/

/** One feed for all. Whoever follows it below a tenant must hear there that the tenant was suspended. */
const feed = '/oauth/revocations'

/** The place of a path below a tenant; undefined for every other path, which is the first tenant's. */
export function placeIn(path: string): Place | undefined {
  if (path.startsWith(below)) {
    const end = path.indexOf('/', below.length)
    if (end === -1) return { slug: path.slice(below.length), path: '/' }
    const rest = path.slice(end)
    if (rest === feed) return { slug: undefined, path: rest }
    // A path without a slash at its head is no row of any table.
    return { slug: path.slice(below.length, end), path: ofServer.test(rest) ? '' : rest }
  }
  return path.startsWith(metadataBelow)
    ? { slug: path.slice(metadataBelow.length), path: metadata }
    : undefined
}
