import type { IncomingHttpHeaders } from 'node:http'
import { plainName } from '../fetch/overrides.ts'

/** RFC 9110 §7.6.1: what is for the next hop alone, and what a proxy makes anew. */
const forOneHop = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
  'host',
  'content-length',
]

/** What proves who calls, what cookies of this machine's other programs there are, and what claims to come from elsewhere. */
const ofTheClient = [
  'authorization',
  'cookie',
  'cookie2',
  'forwarded',
  'via',
  'x-real-ip',
  'origin',
  'referer',
]

/**
 * The headers that go on to the API. The credential is added to these, so that a client takes nothing of it away.
 *
 * @param headers by names in small letters
 * @param ofToken further ones that stay here
 */
export function requestHeaders(headers: IncomingHttpHeaders, ofToken: readonly string[] = []): Headers {
  const left = new Set([...forOneHop, ...ofTheClient, ...ofToken, ...named(headers.connection)])
  const sent = new Headers()
  for (const [name, value] of Object.entries(headers)) {
    const plain = plainName(name)
    if (left.has(plain) || plain.startsWith('x-forwarded-') || plain.startsWith('sec-')) continue
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) sent.append(name, one)
  }
  return sent
}

/** What would take effect for every program at this address, in whatever browser: cookies, permissions, other servers. */
const ofTheAddress = ['set-cookie', 'set-cookie2', 'clear-site-data', 'alt-svc', 'strict-transport-security']

/** The headers that go back to the client. */
export function answerHeaders(headers: Headers): Headers {
  const left = new Set([...forOneHop, ...ofTheAddress, ...named(headers.get('connection'))])
  // It has been decoded on the way, and has another length.
  if (headers.has('content-encoding')) left.add('content-encoding')
  else left.delete('content-length')
  const sent = new Headers()
  for (const [name, value] of headers)
    if (!left.has(name) && !name.startsWith('access-control-')) sent.append(name, value)
  return sent
}

const named = (connection: string | null | undefined): string[] =>
  (connection ?? '').split(',').map((name) => name.trim().toLowerCase())
