import { decodeBase64url } from '../../encoding.ts'
import { parseJsonObject } from '../json-object.ts'

/**
 * The kid that a token names, before anything about it is believed: to see whether a key set that is kept has that key,
 * or must be fetched again. Undefined when it names none.
 *
 * @see RFC 7515 §4.1.4
 */
export function keyIdOf(token: string): string | undefined {
  const header = token.length <= 16_384 ? decodeBase64url(token.slice(0, token.indexOf('.'))) : undefined
  const kid = header && parseJsonObject(header)?.['kid']
  return typeof kid === 'string' ? kid : undefined
}
