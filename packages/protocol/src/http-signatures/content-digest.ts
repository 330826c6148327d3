import { hash, timingSafeEqual } from 'node:crypto'
import { isInnerList, parseDictionary } from './structured-fields.ts'

/** RFC 9530 §5: the two that are not broken. */
const algorithms = { 'sha-256': 'sha256', 'sha-512': 'sha512' } as const

/**
 * Whether Content-Digest is that of these bytes. Every digest in it that we know must fit, and there must be one.
 *
 * @see RFC 9530 §2
 */
export function isContentDigest(field: string, content: Uint8Array): boolean {
  const digests = parseDictionary(field)
  if (!digests) return false
  let fitting = 0
  for (const [name, digest] of Object.entries(algorithms)) {
    const member = digests.get(name)
    if (member === undefined) continue
    if (isInnerList(member) || member.bare.type !== 'bytes') return false
    const actual = hash(digest, content, 'buffer')
    if (actual.length !== member.bare.value.length || !timingSafeEqual(actual, member.bare.value))
      return false
    fitting++
  }
  return fitting > 0
}

/** The value of Content-Digest for these bytes. */
export function contentDigest(content: Uint8Array, algorithm: keyof typeof algorithms = 'sha-256'): string {
  return `${algorithm}=:${hash(algorithms[algorithm], content, 'base64')}:`
}
