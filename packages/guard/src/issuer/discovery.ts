import { fetchJson } from './fetch-json.ts'

/** What the guard needs of an issuer's metadata. */
export type IssuerMetadata = {
  jwks_uri: string | undefined
  introspection_endpoint: string | undefined
  /** Warder's own: where it tells what was revoked. */
  revocation_feed: string | undefined
}

/**
 * Asks the issuer where its documents are: first as an authorization server, then as an OpenID provider.
 *
 * @throws Error when there is no such document, or it is another issuer's
 * @see RFC 8414 §3 and OpenID Connect Discovery 1.0 §4
 */
export async function discover(issuer: string, signal: AbortSignal): Promise<IssuerMetadata> {
  for (const address of metadataAddresses(issuer)) {
    const { status, json } = await fetchJson(address, { signal })
    if (status === 404) continue
    const metadata = json as Record<string, unknown>
    // RFC 8414 §3.3: identical, or anybody who can serve one document could speak for another issuer.
    if (metadata['issuer'] !== issuer) throw new Error(`${address} describes another issuer than ${issuer}`)
    const text = (name: string) => (typeof metadata[name] === 'string' ? metadata[name] : undefined)
    return {
      jwks_uri: text('jwks_uri'),
      introspection_endpoint: text('introspection_endpoint'),
      revocation_feed: text('revocation_feed'),
    }
  }
  throw new Error(`${issuer} publishes no metadata`)
}

/** RFC 8414 §3.1 puts the well-known part before the issuer's path, OpenID Connect Discovery 1.0 §4.1 after it. */
export function metadataAddresses(issuer: string): [oauth: string, openid: string] {
  const { origin, pathname } = new URL(issuer)
  const path = pathname.replace(/\/$/, '')
  return [
    `${origin}/.well-known/oauth-authorization-server${path}`,
    `${origin}${path}/.well-known/openid-configuration`,
  ]
}
