import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { ProxyConfig } from '../config/load.ts'
import { secretOf, type SecretSources } from '../config/secrets.ts'
import { OutboundError } from '../errors.ts'
import { createAllowList, type AllowList, type BoundOf } from './allow-list.ts'

/** A program that uses credentials which it never sees. Its token is kept as a digest. */
export type ProxyClient = { name: string; digest: Buffer; allowed: AllowList }

/** Characters: 32 of them, chosen at random, are guessed by nobody. */
const least = 32

/** Reads who may use the proxy. @throws OutboundError CONFIG_INVALID, SECRET_MISSING */
export async function readClients(
  { clients }: ProxyConfig,
  sources: SecretSources,
  boundOf: BoundOf,
): Promise<ProxyClient[]> {
  const read = Object.entries(clients).map(async ([name, { token, allow }]): Promise<ProxyClient> => {
    const text = await secretOf(token, sources)
    if (text.length < least)
      throw new OutboundError('CONFIG_INVALID', `the token of the proxy's client ${name} is too short`, {
        hint: 'Make one with: openssl rand -hex 32',
      })
    return { name, digest: digestOf(text), allowed: createAllowList(allow, boundOf) }
  })
  const all = await Promise.all(read)
  if (new Set(all.map(({ digest }) => digest.toString('hex'))).size < all.length)
    throw new OutboundError('CONFIG_INVALID', 'two clients of the proxy have the same token')
  return all
}

const digestOf = (token: string) => createHash('sha256').update(token).digest()

/** Whose token is among these. Every client is compared in full, so that time tells nothing of any token. */
export function clientOf(
  clients: readonly ProxyClient[],
  tokens: readonly string[],
): ProxyClient | undefined {
  let found: ProxyClient | undefined
  for (const digest of tokens.map(digestOf))
    for (const client of clients) if (timingSafeEqual(client.digest, digest)) found ??= client
  return found
}

/**
 * What may be a token of ours in a request: in a header of our own, or where an SDK puts the key that it is given.
 *
 * @param names of the headers, in small letters
 */
export function shownTokens(headers: IncomingHttpHeaders, names: readonly string[]): string[] {
  return names.flatMap((name) => {
    const value = headers[name]
    if (typeof value !== 'string' || value.length > 4096) return []
    const [, scheme, rest] = /^([A-Za-z]+) +(\S+)$/.exec(value) ?? []
    if (scheme === undefined || rest === undefined) return [value]
    if (scheme.toLowerCase() !== 'basic') return [rest]
    // RFC 7617 §2: either half may be the key.
    const text = Buffer.from(rest, 'base64').toString('utf8')
    const colon = text.indexOf(':')
    return colon < 0 ? [] : [text.slice(0, colon), text.slice(colon + 1)]
  })
}
