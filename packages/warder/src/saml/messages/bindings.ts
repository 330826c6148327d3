import { sign, type KeyObject } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { insist, SamlRefused } from '../refused.ts'
import { rsaSha256 } from '../signature/algorithms.ts'
import { isSignedBy } from '../signature/verify.ts'
import { longest } from '../xml/parse.ts'

export type Kind = 'SAMLRequest' | 'SAMLResponse'

/** What a form carries in the field `SAMLRequest` or `SAMLResponse` (SAML Bindings §3.5.4). @throws SamlRefused */
export function decodePosted(field: string): string {
  return utf8(base64(field))
}

/** SAML Bindings §3.4.4: the message deflated, in the address. A small one may be a thousand times as long (SA-21). */
export function decodeRedirected(parameter: string): string {
  const deflated = base64(parameter)
  try {
    return utf8(inflateRawSync(deflated, { maxOutputLength: longest }))
  } catch (cause) {
    throw new SamlRefused('encoding', cause)
  }
}

function base64(text: string): Buffer {
  const plain = text.replace(/[\t\n\r ]/g, '')
  insist(plain.length <= (longest * 4) / 3 + 4, 'too_long')
  insist(plain !== '' && /^[A-Za-z0-9+/]+={0,2}$/.test(plain), 'encoding')
  return Buffer.from(plain, 'base64')
}

function utf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new SamlRefused('encoding', cause)
  }
}

/** The same, to be sent. */
export const encodePosted = (message: string): string => Buffer.from(message).toString('base64')

/**
 * The address that carries a message with the browser, signed with `key` where there is one (RSA).
 *
 * @param to an address of the identity provider, which may have a query of its own
 */
export function redirectAddress(
  to: string,
  kind: Kind,
  message: string,
  { key, relay_state }: { key?: KeyObject; relay_state?: string | undefined } = {},
): string {
  const deflated = deflateRawSync(Buffer.from(message)).toString('base64')
  const pairs: [string, string][] = [[kind, deflated]]
  if (relay_state !== undefined) pairs.push(['RelayState', relay_state])
  if (key) pairs.push(['SigAlg', rsaSha256])
  const query = pairs.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
  const signature = key && sign('sha256', Buffer.from(query), key).toString('base64')
  const signed = signature === undefined ? query : `${query}&Signature=${encodeURIComponent(signature)}`
  return `${to}${to.includes('?') ? '&' : '?'}${signed}`
}

/**
 * Whether the query of an address is signed. The signature is over the parameters as they were written, in the order of the
 * specification (SAML Bindings §3.4.4.1).
 *
 * @param query without the question mark
 * @throws SamlRefused where a parameter stands there twice, or the signature is not theirs
 */
export function isQuerySigned(query: string, kind: Kind, keys: readonly KeyObject[]): boolean {
  const written = new Map<string, string>()
  for (const pair of query.split('&')) {
    const at = pair.indexOf('=')
    const name = at === -1 ? pair : pair.slice(0, at)
    insist(!written.has(name), 'repeated')
    written.set(name, pair)
  }
  const value = (name: string) => new URLSearchParams(written.get(name) ?? '').get(name)
  const signature = value('Signature')
  const algorithm = value('SigAlg')
  if (signature === null) return false
  insist(algorithm !== null, 'algorithm')
  // Written in another way, the message would be read and not be a part of what was signed.
  insist(written.has(kind), 'incomplete')
  const signed = [kind, 'RelayState', 'SigAlg'].flatMap((name) => written.get(name) ?? []).join('&')
  insist(isSignedBy(keys, algorithm, signed, base64(signature)), 'signature')
  return true
}
