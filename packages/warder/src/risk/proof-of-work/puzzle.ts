import { hash } from 'node:crypto'

/** So many small pieces instead of one large: the time they take together varies far less. */
export const pieces = 8

/**
 * Whether `solution` solves the puzzle of a token: eight nonces of eight hexadecimal digits, joined by dots, so that
 * SHA-256 of (SHA-256 of the token in hex, the number of the piece in four digits, the nonce) begins with `bits` zeros.
 */
export function solves(token: string, solution: string, bits: number): boolean {
  const nonces = solution.split('.', pieces + 1)
  if (nonces.length !== pieces) return false
  const seed = hash('sha256', token, 'hex')
  return nonces.every((nonce, piece) => {
    if (!/^[0-9a-f]{8}$/.test(nonce)) return false
    return leadingZeros(hash('sha256', `${seed}${String(piece).padStart(4, '0')}${nonce}`, 'buffer')) >= bits
  })
}

function leadingZeros(digest: Buffer): number {
  // As much as a puzzle can ask for lies in the first 32 bits.
  return Math.clz32(digest.readUInt32BE(0))
}
