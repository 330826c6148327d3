import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'

/** How the bytes of a body are summed up after it. */
export type Checksum = 'crc32' | 'sha256'

export const trailerNames: Readonly<Record<Checksum, string>> = {
  crc32: 'x-amz-checksum-crc32',
  sha256: 'x-amz-checksum-sha256',
}

/** Letters that the sum of each has in Base64. */
export const trailerLengths: Readonly<Record<Checksum, number>> = { crc32: 8, sha256: 44 }

/** Takes the bytes as they come, and gives the sum in Base64. */
export function createChecksum(by: Checksum): { add: (bytes: Uint8Array) => void; end: () => string } {
  if (by === 'sha256') {
    const hash = createHash('sha256')
    return { add: (bytes) => void hash.update(bytes), end: () => hash.digest('base64') }
  }
  let sum = 0
  return {
    add: (bytes) => {
      sum = crc32(bytes, sum)
    },
    end: () => {
      const bytes = Buffer.alloc(4)
      bytes.writeUInt32BE(sum)
      return bytes.toString('base64')
    },
  }
}
