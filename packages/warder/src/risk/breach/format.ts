import { createHash } from 'node:crypto'

/**
 * The file of stolen passwords: a header of 128 bytes, then blocks of 64 bytes, a Bloom filter each. A password is in
 * one block alone, so that looking it up reads one cache line, or one page of a disk.
 */
export type Shape = {
  /** Bits that one password sets. */
  bits: number
  blocks: number
  /** Passwords in the file. */
  count: number
  /** How often a password that is not in it is taken for one that is. */
  error_rate: number
}

export const block_bytes = 64
export const header_bytes = 128
/** Nine bits of the hash choose one of the 512 bits of a block; four words of it are left for them. */
export const most_bits = 14

const magic = 'WARDERBF'
const version = 1
const body_sum_at = 40
const header_sum_at = 72

/**
 * Little-endian: magic (8 bytes), version (4), bits (4), blocks (8), count (8), error rate (8), SHA-256 of the
 * blocks (32), the first 32 bytes of the SHA-256 of all that (32), zeros.
 */
export function writeHeader({ bits, blocks, count, error_rate }: Shape, body_sum: Buffer): Buffer {
  const header = Buffer.alloc(header_bytes)
  header.write(magic, 'latin1')
  header.writeUInt32LE(version, 8)
  header.writeUInt32LE(bits, 12)
  header.writeBigUInt64LE(BigInt(blocks), 16)
  header.writeBigUInt64LE(BigInt(count), 24)
  header.writeDoubleLE(error_rate, 32)
  body_sum.copy(header, body_sum_at)
  sha256(header.subarray(0, header_sum_at)).copy(header, header_sum_at)
  return header
}

/** What a header says, or why the file cannot be used. `size` is that of the whole file in bytes. */
export function readHeader(
  header: Buffer,
  size: number,
): { ok: true; shape: Shape; body_sum: Buffer } | { ok: false; problem: string } {
  if (header.length < header_bytes || header.toString('latin1', 0, 8) !== magic)
    return { ok: false, problem: 'is not a file of warder breach build' }
  if (header.readUInt32LE(8) !== version)
    return { ok: false, problem: 'was made by another version of warder breach build' }
  const sum = sha256(header.subarray(0, header_sum_at))
  if (!sum.equals(header.subarray(header_sum_at, header_sum_at + 32)))
    return { ok: false, problem: 'is damaged' }
  const shape = {
    bits: header.readUInt32LE(12),
    blocks: Number(header.readBigUInt64LE(16)),
    count: Number(header.readBigUInt64LE(24)),
    error_rate: header.readDoubleLE(32),
  }
  if (size !== header_bytes + shape.blocks * block_bytes) return { ok: false, problem: 'is cut off' }
  return { ok: true, shape, body_sum: header.subarray(body_sum_at, body_sum_at + 32) }
}

/** The block of a SHA-1, in the order of the hashes: what is sorted is written from front to back. */
export function blockOf(sha1: Uint8Array, at: number, blocks: number): number {
  const leading =
    ((sha1[at] ?? 0) * 0x1000000 +
      ((sha1[at + 1] ?? 0) << 16) +
      ((sha1[at + 2] ?? 0) << 8) +
      (sha1[at + 3] ?? 0)) /
    0x100000000
  return Math.floor(leading * blocks)
}

/** The place of one of a password's bits in its block: nine bits of the hash after those that chose the block. */
export function bitOf(sha1: Uint8Array, at: number, index: number): number {
  const first = 32 + index * 9
  const byte = at + (first >> 3)
  const window = ((sha1[byte] ?? 0) << 8) | (sha1[byte + 1] ?? 0)
  return (window >> (16 - 9 - (first & 7))) & 511
}

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest()
