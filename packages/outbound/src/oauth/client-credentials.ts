import type { Credential } from '../credential.ts'
import { createTokenSource } from '../token/source.ts'
import { tokenCredential } from '../token/token-credential.ts'
import { given, tokenServer, type ServerOptions } from './server.ts'

export type ClientCredentialsOptions = ServerOptions & {
  scope?: string
  /** RFC 8707, and what some servers had before it. */
  resource?: string
  audience?: string
}

/**
 * RFC 6749 §4.4: a program that acts for itself. The token is got at the first request and kept until shortly before it ends;
 * twenty requests at the same time cost one call of the token endpoint, and so do twenty that are refused with 401.
 *
 * @throws OutboundError INVALID_CLIENT, TOKEN_ENDPOINT_UNAVAILABLE or TOKEN_RESPONSE_INVALID, when it is used
 */
export function clientCredentials(options: ClientCredentialsOptions): Credential {
  const ask = tokenServer(options)
  const { scope, resource, audience } = options
  const source = createTokenSource((clock, signal) =>
    ask('client_credentials', given({ scope, resource, audience }), clock, signal),
  )
  return tokenCredential('client-credentials', source)
}
