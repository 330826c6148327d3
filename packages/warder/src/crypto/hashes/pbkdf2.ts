import { pbkdf2, timingSafeEqual } from 'node:crypto'
import { bytesOf, UnusableHash, within, type Reader, type StoredHash } from './hash.ts'

const rounds = (digits: string | undefined): number =>
  within(digits, 'The iterations of PBKDF2', 1, 4_000_000)

/**
 * PBKDF2 (RFC 8018 §5.2) as a PHC string, `$pbkdf2-sha256$i=600000$salt$hash`, or as passlib writes it,
 * `$pbkdf2-sha256$29000$salt$hash`, where `$pbkdf2$` alone is SHA-1.
 */
export const readPbkdf2: Reader = (text) => {
  if (!/^\$pbkdf2[-$]/.test(text)) return undefined
  const [, digest, count, salt, hash] =
    /^\$pbkdf2(?:-(sha1|sha256|sha512))?\$(?:i=)?(\d+)(?:,l=\d+)?\$([^$]*)\$([^$]+)$/.exec(text) ?? []
  if (count === undefined) throw new UnusableHash('The hash is not PBKDF2 as $pbkdf2-sha256$i=…$salt$hash')
  return verifier(digest ?? 'sha1', rounds(count), bytesOf(salt, 'The salt', 1, 1024), hash)
}

/** As Django writes it: `pbkdf2_sha256$1000000$salt$hash`, where the salt is text. */
export const readDjangoPbkdf2: Reader = (text) => {
  if (!text.startsWith('pbkdf2_')) return undefined
  const [, digest, count, salt, hash] =
    /^pbkdf2_(sha1|sha256)\$(\d+)\$([^$]{1,128})\$([^$]+)$/.exec(text) ?? []
  if (digest === undefined || salt === undefined)
    throw new UnusableHash('The hash is not PBKDF2 as pbkdf2_sha256$iterations$salt$hash')
  return verifier(digest, rounds(count), Buffer.from(salt), hash)
}

function verifier(digest: string, iterations: number, salt: Buffer, hash64: string | undefined): StoredHash {
  const hash = bytesOf(hash64, 'The hash', 16, 64)
  return {
    kind: 'foreign',
    heavy: iterations > 2_000_000,
    verify: (password) =>
      new Promise((done, fail) =>
        pbkdf2(password, salt, iterations, hash.length, digest, (error, key) =>
          error ? fail(error) : done(timingSafeEqual(key, hash)),
        ),
      ),
  }
}
