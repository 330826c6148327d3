import type { X509Certificate } from 'node:crypto'
import type { Config } from '../config/config.ts'
import { newRequestId } from '../crypto/tokens.ts'
import { clientAddress } from './trusted/client-address.ts'
import type { Request } from './wire/request.ts'

/** What the audit and the log say about where a request came from. */
export type Trace = { request_id: string; address: string; user_agent: string }

/** What the listener, or the program Warder is mounted in, knows about the connection. */
export type Connection = {
  address?: string
  internal?: boolean
  /** Of a connection whose TLS was ended by us and that was asked for a certificate: null when it showed none. */
  certificate?: X509Certificate | null
}

const sane = /^[A-Za-z0-9._-]{1,128}$/
// A header is latin-1 on the wire; what is not printable ASCII is replaced before it is stored or shown.
const unprintable = /[^\x20-\x7e]/g

export function traceOf(request: Request, connection: Connection, config: Config): Trace {
  // FAPI 1.0 Baseline §6.2.1, 12: what an application calls the exchange stands in the log.
  const agent = request.headers.get('user-agent')
  const given = request.headers.get('x-request-id') ?? request.headers.get('x-fapi-interaction-id')
  return {
    request_id: given !== null && sane.test(given) ? given : newRequestId(),
    address: clientAddress(
      connection.address ?? '',
      request.headers.get('x-forwarded-for'),
      // Nobody between us and whoever holds the other end of TLS can have written the header.
      connection.certificate === undefined ? config.trusted_proxies : [],
    ),
    user_agent: agent === null ? '' : agent.slice(0, 256).replace(unprintable, '?'),
  }
}
