import { fetchJson } from './fetch-json.ts'

/**
 * Asks the issuer where its keys are: first as an authorization server, then as an OpenID provider.
 *
 * @throws Error when there is no such document, or it is another issuer's
 * @see RFC 8414 §3 and OpenID Connect Discovery 1.0 §4
 */
export async function discoverKeysUrl(issuer: string, signal: AbortSignal): Promise<string> {
  for (const address of metadataAddresses(issuer)) {
    const { status, json } = await fetchJson(address, signal)
    if (status === 404) continue
    const metadata = json as { issuer?: unknown; jwks_uri?: unknown }
    // RFC 8414 §3.3: identical, or anybody who can serve one document could speak for another issuer.
    if (metadata.issuer !== issuer) throw new Error(`${address} describes another issuer than ${issuer}`)
    if (typeof metadata.jwks_uri !== 'string') throw new Error(`${address} names no jwks_uri`)
    return metadata.jwks_uri
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
