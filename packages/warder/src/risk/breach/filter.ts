import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { ConfigError } from '../../config/problem.ts'
import { bitOf, blockOf, block_bytes, header_bytes, readHeader, type Shape } from './format.ts'

export type Filter = {
  shape: Shape
  /** SHA-256 of all blocks, as the header has it. */
  body_sum: Buffer
  /** Whether a SHA-1 may be in the file: yes is wrong as often as the file says, no is never wrong. */
  has: (sha1: Uint8Array) => boolean
  close: () => void
}

/**
 * Opens a file of `warder breach build`. One block is read for every question; the rest stays with the operating
 * system, which gives it back when memory is short. The blocks themselves are checked by `warder breach verify`.
 * `name` is what an error calls it.
 * @throws ConfigError when it is missing, damaged, cut off or of another version
 */
export function openFilter(path: string, name = 'breach.filter'): Filter {
  const file = openOrTell(path, name)
  const header = Buffer.alloc(header_bytes)
  const length = readSync(file, header, 0, header_bytes, 0)
  const read = readHeader(header.subarray(0, length), fstatSync(file).size)
  if (!read.ok) {
    closeSync(file)
    throw unusable(name, read.problem)
  }
  const { shape, body_sum } = read
  const block = Buffer.alloc(block_bytes)
  return {
    shape,
    body_sum,
    has(sha1) {
      const at = header_bytes + blockOf(sha1, 0, shape.blocks) * block_bytes
      if (readSync(file, block, 0, block_bytes, at) !== block_bytes)
        throw new Error('the breach filter is cut off')
      for (let index = 0; index < shape.bits; index++) {
        const bit = bitOf(sha1, 0, index)
        if (((block[bit >> 3] ?? 0) & (1 << (bit & 7))) === 0) return false
      }
      return true
    },
    close: () => closeSync(file),
  }
}

function openOrTell(path: string, name: string): number {
  try {
    return openSync(path, 'r')
  } catch {
    throw unusable(name, 'cannot be read')
  }
}

const unusable = (name: string, problem: string): ConfigError =>
  new ConfigError([{ where: name, problem, remedy: 'Make it again with warder breach build' }])
