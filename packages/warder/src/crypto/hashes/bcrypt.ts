import { UnusableHash, within, type Reader } from './hash.ts'

/**
 * bcrypt as OpenBSD, PHP and most others write it. It reads 72 bytes of a password and takes a NUL for the end, so that
 * what follows is not proved by it: a password with a NUL is never right here, and Argon2id replaces the hash at
 * the first right sign-in, with the whole password (PW-04).
 */
export const readBcrypt: Reader = (text) => {
  if (!/^\$2[abxy]?\$/.test(text)) return undefined
  const [, cost] = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/.exec(text) ?? []
  if (cost === undefined) throw new UnusableHash('The hash is not bcrypt as $2a$, $2b$ or $2y$')
  const rounds = within(cost.replace(/^0/, ''), 'The cost of bcrypt', 4, 15)
  return {
    kind: 'foreign',
    heavy: rounds > 13,
    verify: async (password) => {
      if (password.includes('\0')) return false
      const bcrypt = await import('@node-rs/bcrypt')
      return bcrypt.verify(password, text)
    },
  }
}
