/**
 * ECDSA signatures in the two forms they are written in: JOSE joins r and s at full length, OpenSSL makes a
 * DER sequence of two integers. Converting takes half a microsecond, while asking node:crypto for the JOSE form costs
 * as much as the signature itself.
 *
 * Both curves we have fit into one-byte DER lengths: 2 + 2·(2 + 49) octets at most.
 */

/**
 * From DER, as OpenSSL writes it, to r and s of `size` bytes each.
 *
 * @see RFC 7518 §3.4
 */
export function derToJose(der: Buffer, size: number): Buffer {
  const jose = Buffer.alloc(2 * size)
  const rLength = der[3] ?? 0
  copyInteger(der, 4, rLength, jose, size)
  copyInteger(der, 6 + rLength, der[5 + rLength] ?? 0, jose, 2 * size)
  return jose
}

/** Right-aligned before `end`. A DER integer has a leading zero when its first bit is set, and none otherwise. */
function copyInteger(der: Buffer, start: number, length: number, target: Buffer, end: number): void {
  const zero = der[start] === 0 ? 1 : 0
  der.copy(target, end - length + zero, start + zero, start + length)
}

/**
 * From r and s to DER; undefined when the signature does not have exactly two times `size` bytes. That r and s
 * are between 1 and the order of the curve is for OpenSSL to check.
 *
 * @see RFC 7518 §3.4
 */
export function joseToDer(jose: Buffer, size: number): Buffer | undefined {
  if (jose.length !== 2 * size) return undefined
  const der = Buffer.allocUnsafe(2 + 2 * (3 + size))
  const afterR = writeInteger(jose, 0, size, der, 2)
  const end = writeInteger(jose, size, 2 * size, der, afterR)
  der[0] = 0x30
  der[1] = end - 2
  return der.subarray(0, end)
}

/** Writes the number in `source` from `start` to `end` as a DER integer, and returns where the next one goes. */
function writeInteger(source: Buffer, start: number, end: number, der: Buffer, at: number): number {
  let first = start
  while (first < end - 1 && source[first] === 0) first++
  // A first bit of one would make the number negative.
  const zero = (source[first] ?? 0) >= 0x80 ? 1 : 0
  der[at] = 0x02
  der[at + 1] = zero + end - first
  der[at + 2] = 0
  source.copy(der, at + 2 + zero, first, end)
  return at + 2 + zero + end - first
}
