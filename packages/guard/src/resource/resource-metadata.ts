import type { Settings } from '../settings/resolve.ts'
import { metadataUrl } from './metadata-url.ts'

export type ResourceMetadata = {
  /** Where clients look for it. */
  url: string
  /** The path of it, to mount a route at. */
  path: string
  document: {
    resource: string
    authorization_servers: readonly string[]
    scopes_supported?: readonly string[]
    bearer_methods_supported: readonly string[]
    resource_name?: string
    resource_documentation?: string
  }
  /** The document as an answer, which any site may read. */
  response: () => Response
}

/**
 * What a client that knows only the API's address needs to get a token for it. MCP clients begin here: a request
 * without a token is answered with the address of this document.
 *
 * @see RFC 9728 §2 and §3.2
 */
export function resourceMetadata({ resource: options, sources }: Settings): ResourceMetadata | undefined {
  if (!options) return undefined
  const { resource, scopes_supported, resource_name, resource_documentation } = options
  const issuers = sources.flatMap((source) =>
    'issuer' in source && source.issuer !== '' ? [source.issuer] : [],
  )
  const document = {
    resource,
    authorization_servers: options.authorization_servers ?? [...new Set(issuers)],
    ...(scopes_supported && { scopes_supported }),
    // RFC 6750 §2.1: the header alone; the guard reads no token from a form or a query.
    bearer_methods_supported: ['header'],
    ...(resource_name !== undefined && { resource_name }),
    ...(resource_documentation !== undefined && { resource_documentation }),
  }
  const url = metadataUrl(resource)
  return {
    url,
    path: new URL(url).pathname,
    document,
    response: () =>
      Response.json(document, {
        headers: { 'cache-control': 'public, max-age=300', 'access-control-allow-origin': '*' },
      }),
  }
}
