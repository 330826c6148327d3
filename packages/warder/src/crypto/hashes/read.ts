import { readArgon2 } from './argon2.ts'
import { readBcrypt } from './bcrypt.ts'
import { UnusableHash, type StoredHash } from './hash.ts'
import { readDjangoPbkdf2, readPbkdf2 } from './pbkdf2.ts'
import { readSaltedSha } from './salted-sha.ts'
import { readFirebaseScrypt, readScrypt } from './scrypt.ts'

const readers = [
  readArgon2,
  readBcrypt,
  readScrypt,
  readFirebaseScrypt,
  readPbkdf2,
  readDjangoPbkdf2,
  readSaltedSha,
]

/** Understands a stored hash, ours or another system's. @throws UnusableHash with the reason */
export function readHash(text: string): StoredHash {
  if (text.length > 1024) throw new UnusableHash('The hash is longer than 1024 characters')
  for (const read of readers) {
    const hash = read(text)
    if (hash) return hash
  }
  throw new UnusableHash('The hash is of no known format; docs/passwords.md lists them')
}
