import type { KeyObject } from 'node:crypto'

const fewestBits = 2048
/** Verifying takes time with the square of the length, and strangers choose the keys of their clients. */
const mostBits = 8192
const f4 = 65_537n

// RFC 8017 §3.1 only asks for odd. A small exponent invites forgeries, a huge one makes each verification slow.
const exponentIsSane = (e: bigint) => e >= f4 && e < 2n ** 64n && e % 2n === 1n

const smallPrimes = [
  3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107,
  109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167,
]

/**
 * Keys of chips with the Infineon library (ROCA, CVE-2017-15361) are made of primes of the form
 * `k·M + 65537^a mod M`, so their modulus is a power of 65537 modulo every small prime. They can be factored.
 */
function isRoca(modulus: bigint): boolean {
  return smallPrimes.every((prime) => isPowerOfF4(Number(modulus % BigInt(prime)), prime))
}

/** Whether it is a power of 65537 modulo the prime. */
function isPowerOfF4(residue: number, prime: number): boolean {
  for (let power = 1, times = 0; times < prime; power = (power * 65_537) % prime, times++) {
    if (power === residue) return true
  }
  return false
}

/** RFC 7518 §3.3: "A key of size 2048 bits or larger MUST be used". Beside length, what makes a long key weak. */
export function rsaKeyIsStrong(key: KeyObject, modulus: Buffer): boolean {
  const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {}
  if (modulusLength < fewestBits || modulusLength > mostBits || !exponentIsSane(publicExponent)) return false

  const n = BigInt(`0x${modulus.toString('hex')}`)
  return n % 2n === 1n && !isRoca(n)
}
