import { createCipheriv, scrypt, timingSafeEqual } from 'node:crypto'
import { bytesOf, UnusableHash, within, type Reader } from './hash.ts'

type Cost = { N: number; r: number; p: number }

const most_memory = 128 * 1024 * 1024

/** RFC 7914 §2: N is a power of two, and one computation takes 128·N·r bytes. */
function costOf(ln: string | undefined, r: string | undefined, p: string | undefined): Cost {
  const cost = {
    N: 2 ** within(ln, 'The logarithm of N of scrypt', 1, 20),
    r: within(r, 'The r of scrypt', 1, 32),
    p: within(p, 'The p of scrypt', 1, 16),
  }
  if (128 * cost.N * cost.r > most_memory) throw new UnusableHash('scrypt would take more than 128 MiB')
  if (cost.N * cost.r * cost.p > 2 ** 21) throw new UnusableHash('scrypt would take more than a second')
  return cost
}

/** The PHC string: `$scrypt$ln=16,r=8,p=1$salt$hash`. */
export const readScrypt: Reader = (text) => {
  if (!text.startsWith('$scrypt$')) return undefined
  const [, ln, r, p, salt64, hash64] =
    /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([^$]*)\$([^$]+)$/.exec(text) ?? []
  if (ln === undefined) throw new UnusableHash('The hash is not scrypt as $scrypt$ln=…,r=…,p=…$salt$hash')
  const cost = costOf(ln, r, p)
  const salt = bytesOf(salt64, 'The salt', 1, 64)
  const hash = bytesOf(hash64, 'The hash', 16, 64)
  return {
    kind: 'foreign',
    verify: async (password) => timingSafeEqual(await derive(password, salt, hash.length, cost), hash),
  }
}

/**
 * What Firebase Authentication exports, with the parameters of its project in the text:
 * `$firebase-scrypt$ln=14,r=8,sep=Bw==,key=…$salt$hash`, all of them as Firebase shows them (mem_cost is ln, rounds
 * is r, key is base64_signer_key). The hash is the signer key, encrypted under what scrypt makes of the password.
 */
export const readFirebaseScrypt: Reader = (text) => {
  if (!text.startsWith('$firebase-scrypt$')) return undefined
  const [, ln, r, sep64, key64, salt64, hash64] =
    /^\$firebase-scrypt\$ln=(\d+),r=(\d+),sep=([^,$]*),key=([^,$]+)\$([^$]+)\$([^$]+)$/.exec(text) ?? []
  if (ln === undefined)
    throw new UnusableHash('The hash is not of Firebase as $firebase-scrypt$ln=…,r=…,sep=…,key=…$salt$hash')
  const cost = costOf(ln, r, '1')
  const separator = bytesOf(sep64, 'The salt separator', 0, 64)
  const key = bytesOf(key64, 'The signer key', 16, 128)
  const salt = bytesOf(salt64, 'The salt', 1, 64)
  const hash = bytesOf(hash64, 'The hash', key.length, key.length)
  return {
    kind: 'foreign',
    verify: async (password) => {
      const derived = await derive(password, Buffer.concat([salt, separator]), 32, cost)
      // Every password has its own key, so that a counter which begins at zero is used once.
      const cipher = createCipheriv('aes-256-ctr', derived, Buffer.alloc(16))
      return timingSafeEqual(Buffer.concat([cipher.update(key), cipher.final()]), hash)
    },
  }
}

function derive(password: string, salt: Buffer, length: number, cost: Cost): Promise<Buffer> {
  return new Promise((done, fail) =>
    scrypt(password, salt, length, { ...cost, maxmem: 2 * most_memory }, (error, key) =>
      error ? fail(error) : done(key),
    ),
  )
}
