import { createHash } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { bitOf, blockOf, block_bytes, header_bytes, writeHeader, type Shape } from './format.ts'
import { filesOf, hashesOf, InputError, type InputKind } from './lines.ts'
import { errorRate, sizeFor } from './sizing.ts'

export type BuildOptions = {
  /** A file, a directory of range files, or bytes that come once. */
  input: string | AsyncIterable<Uint8Array>
  output: string
  kind: InputKind
  /** How often a password that is not in it may be taken for one that is. */
  error_rate: number
  /** Most bytes of the filter that are in memory; what is larger is filled in several rounds over the input. */
  memory?: number
  /** Hears of long work: what is done, and how much of it. */
  progress?: (text: string) => void
}

const half_gibibyte = 512 * 1024 * 1024
const sha1_bytes = 20

/**
 * Makes the file of stolen passwords. It appears at once and whole; what stood there before stays until then. Memory
 * is that of the filter, at most half a gibibyte. @throws InputError when a line is none, or no line is there
 */
export async function buildFilter(options: BuildOptions): Promise<Shape & { bytes: number }> {
  const draft = `${options.output}.${process.pid}.part`
  const spool = `${options.output}.${process.pid}.hashes`
  try {
    const source = await sourceOf(options, spool)
    const count = await countOf(source, options)
    if (count === 0) throw new InputError('The input holds no password')
    const size = sizeFor(count, options.error_rate)
    const shape = { ...size, count, error_rate: errorRate(count / size.blocks, size.bits) }
    const bytes = await write(draft, shape, source, options)
    await rename(draft, options.output)
    return { ...shape, bytes }
  } finally {
    await Promise.all([rm(draft, { force: true }), rm(spool, { force: true })])
  }
}

/** Every hash of the input, as often as it is asked. */
type Source = () => AsyncGenerator<Buffer>

/** What comes once, through a pipe, is kept as bare hashes beside the output until the end. */
async function sourceOf({ input, kind }: BuildOptions, spool: string): Promise<Source> {
  if (typeof input === 'string') {
    const files = await filesOf(input)
    return async function* () {
      for (const file of files) yield* hashesOf(file, kind)
    }
  }
  const kept = await open(spool, 'w', 0o600)
  try {
    for await (const batch of hashesOf(input, kind)) await kept.appendFile(batch)
  } finally {
    await kept.close()
  }
  return async function* () {
    const file = await open(spool, 'r')
    try {
      const buffer = Buffer.alloc(sha1_bytes * 65_536)
      for (;;) {
        const { bytesRead } = await file.read(buffer, 0, buffer.length)
        if (bytesRead === 0) return
        yield buffer.subarray(0, bytesRead)
      }
    } finally {
      await file.close()
    }
  }
}

async function countOf(source: Source, { progress }: BuildOptions): Promise<number> {
  let count = 0
  const tell = everyMillions(progress, 'counted')
  for await (const batch of source()) {
    count += batch.length / sha1_bytes
    tell(count)
  }
  return count
}

/** Fills as many blocks as memory holds, writes them, and begins again with the next ones. */
async function write(
  draft: string,
  shape: Shape,
  source: Source,
  { memory = half_gibibyte, progress }: BuildOptions,
): Promise<number> {
  const at_once = Math.max(1, Math.floor(memory / block_bytes))
  const rounds = Math.ceil(shape.blocks / at_once)
  const sum = createHash('sha256')
  const file = await open(draft, 'w', 0o644)
  try {
    await file.appendFile(Buffer.alloc(header_bytes))
    for (let round = 0; round < rounds; round++) {
      const first = round * at_once
      const blocks = Buffer.alloc(Math.min(at_once, shape.blocks - first) * block_bytes)
      const tell = everyMillions(progress, `round ${round + 1} of ${rounds}: added`)
      let seen = 0
      for await (const batch of source()) {
        addAll(batch, blocks, first, shape)
        seen += batch.length / sha1_bytes
        tell(seen)
      }
      sum.update(blocks)
      await file.appendFile(blocks)
    }
    await file.write(writeHeader(shape, sum.digest()), 0, header_bytes, 0)
    await file.sync()
  } finally {
    await file.close()
  }
  return header_bytes + shape.blocks * block_bytes
}

/** Sets the bits of those hashes whose block is among `blocks`, which begin with the block `first`. */
function addAll(batch: Buffer, blocks: Buffer, first: number, shape: Shape): void {
  const end = first * block_bytes + blocks.length
  for (let at = 0; at < batch.length; at += sha1_bytes) {
    const start = blockOf(batch, at, shape.blocks) * block_bytes
    if (start < first * block_bytes || start >= end) continue
    for (let index = 0; index < shape.bits; index++) {
      const bit = bitOf(batch, at, index)
      const byte = start - first * block_bytes + (bit >> 3)
      blocks[byte] = (blocks[byte] ?? 0) | (1 << (bit & 7))
    }
  }
}

const millions = 10_000_000

function everyMillions(progress: BuildOptions['progress'], words: string): (count: number) => void {
  let told = 0
  return (count) => {
    if (!progress || count - told < millions) return
    told = count
    progress(`${words} ${Math.floor(count / 1_000_000)} million passwords`)
  }
}
