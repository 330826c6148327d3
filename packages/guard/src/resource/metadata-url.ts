/**
 * Where the metadata of a resource are: the well-known part stands between its host and its path.
 *
 * @see RFC 9728 §3.1
 */
export function metadataUrl(resource: string): string {
  const { origin, pathname, search } = new URL(resource)
  const path = pathname === '/' ? '' : pathname
  return `${origin}/.well-known/oauth-protected-resource${path}${search}`
}
