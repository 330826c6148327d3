import { createHash, timingSafeEqual } from 'node:crypto'
import { bytesOf, UnusableHash, type Reader } from './hash.ts'

// oxfmt-ignore
const digests: Record<string, { name: string; length: number }> = {
  SSHA:    { name: 'sha1',   length: 20 },
  SSHA256: { name: 'sha256', length: 32 },
  SSHA384: { name: 'sha384', length: 48 },
  SSHA512: { name: 'sha512', length: 64 },
}

/** What directories store: `{SSHA}` and its longer kin, base64 of the digest of password and salt, then the salt. */
export const readSaltedSha: Reader = (text) => {
  const [, scheme = '', value] = /^\{([A-Za-z0-9-]+)\}(.*)$/s.exec(text) ?? []
  if (scheme === '') return undefined
  const digest = digests[scheme.toUpperCase()]
  if (!digest) throw new UnusableHash('The scheme in braces is not SSHA, SSHA256, SSHA384 or SSHA512')
  const bytes = bytesOf(value, 'The hash with its salt', digest.length + 4, digest.length + 64)
  const hash = bytes.subarray(0, digest.length)
  const salt = bytes.subarray(digest.length)
  return {
    kind: 'foreign',
    verify: async (password) =>
      timingSafeEqual(createHash(digest.name).update(password).update(salt).digest(), hash),
  }
}
