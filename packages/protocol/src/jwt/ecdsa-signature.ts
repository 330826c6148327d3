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
  const r = integer(jose.subarray(0, size))
  const s = integer(jose.subarray(size))
  return Buffer.concat([Buffer.of(0x30, r.length + s.length), r, s])
}

function integer(bytes: Buffer): Buffer {
  let start = 0
  while (start < bytes.length - 1 && bytes[start] === 0) start++
  const digits = bytes.subarray(start)
  // A first bit of one would make the number negative.
  const zero = (digits[0] ?? 0) >= 0x80 ? 1 : 0
  const written = Buffer.alloc(2 + zero + digits.length)
  written[0] = 0x02
  written[1] = zero + digits.length
  digits.copy(written, 2 + zero)
  return written
}
