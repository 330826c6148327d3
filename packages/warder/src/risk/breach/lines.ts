import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'

/** What stands in the input: `hashes` is `HASH:COUNT` or, in a file named for its range, `SUFFIX:COUNT`; `passwords` is one a line. */
export type InputKind = 'hashes' | 'passwords'

/** The input is not what it was said to be. `message` names file and line, and never repeats the line. */
export class InputError extends Error {
  override readonly name = 'InputError'
}

const sha1_bytes = 20
const nothing = Buffer.alloc(0)
const newline = 0x0a

/** Every file to read, in order. @throws InputError when there is none */
export async function filesOf(input: string): Promise<string[]> {
  const found = await stat(input).catch(() => undefined)
  if (!found) throw new InputError(`${input} cannot be read`)
  if (!found.isDirectory()) return [input]
  const names = (await readdir(input)).toSorted()
  if (names.length === 0) throw new InputError(`${input} is empty`)
  return names.map((name) => join(input, name))
}

/** The hashes of a file as 20 bytes each, many at a time: `batch` is valid until the next one. */
export async function* hashesOf(
  file: string | AsyncIterable<Uint8Array>,
  kind: InputKind,
): AsyncGenerator<Buffer> {
  const name = typeof file === 'string' ? file : 'standard input'
  const prefix = typeof file === 'string' ? rangeOf(basename(file)) : nothing
  const bytes = typeof file === 'string' ? createReadStream(file, { highWaterMark: 1 << 20 }) : file
  let rest: Buffer = nothing
  let line = 0
  for await (const chunk of bytes) {
    const text =
      rest.length === 0 ? Buffer.from(chunk as Uint8Array) : Buffer.concat([rest, chunk as Uint8Array])
    const end = text.lastIndexOf(newline) + 1
    rest = Buffer.from(text.subarray(end))
    if (rest.length > 1 << 20) throw new InputError(`${name}, line ${line + 1}, is too long`)
    const read = readLines(text.subarray(0, end), kind, prefix, name, line)
    line = read.line
    yield read.batch
  }
  if (rest.length > 0)
    yield readLines(Buffer.concat([rest, Buffer.from('\n')]), kind, prefix, name, line).batch
}

function readLines(text: Buffer, kind: InputKind, prefix: Buffer, name: string, before: number) {
  const width = kind === 'passwords' ? 2 : 36
  const batch = Buffer.alloc((Math.floor(text.length / width) + 1) * sha1_bytes)
  let at = 0
  let line = before
  for (let from = 0; from < text.length;) {
    const end = next(text, newline, from)
    const stop = end > from && text[end - 1] === 0x0d ? end - 1 : end
    line++
    if (stop > from) {
      const known =
        kind === 'passwords'
          ? putPassword(text, from, stop, batch, at)
          : putHash(text, from, stop, prefix, batch, at)
      if (known === undefined)
        throw new InputError(
          `${name}, line ${line}, is not a SHA-1 hash with its count. Lists of passwords need --plain`,
        )
      if (known) at += sha1_bytes
    }
    from = end + 1
  }
  return { batch: batch.subarray(0, at), line }
}

/** Lines are so short that leaving JavaScript to search them takes longer than the search. */
function next(text: Buffer, byte: number, from: number): number {
  let at = from
  while (at < text.length && text[at] !== byte) at++
  return at
}

function putPassword(text: Buffer, from: number, stop: number, batch: Buffer, at: number): boolean {
  const password = text.toString('utf8', from, stop).normalize('NFC')
  createHash('sha1').update(password).digest().copy(batch, at)
  return true
}

/** False for padding, which counts nobody; undefined for what is no hash. */
function putHash(
  text: Buffer,
  from: number,
  stop: number,
  prefix: Buffer,
  batch: Buffer,
  at: number,
): boolean | undefined {
  const colon = Math.min(next(text, 0x3a, from), stop)
  const digits = colon - from
  const own = digits === 40 ? nothing : prefix
  if (own.length + digits !== 40) return undefined
  for (let place = 0; place < 40; place++) {
    const value = hex[place < own.length ? (own[place] ?? 0) : (text[from + place - own.length] ?? 0)]
    if (value === undefined || value === 255) return undefined
    const byte = at + (place >> 1)
    batch[byte] = place % 2 === 0 ? value << 4 : (batch[byte] ?? 0) | value
  }
  return countsSomebody(text, colon, stop)
}

function countsSomebody(text: Buffer, colon: number, stop: number): boolean | undefined {
  if (colon === stop) return true
  let count = 0
  if (colon + 1 === stop) return undefined
  for (let place = colon + 1; place < stop; place++) {
    const digit = (text[place] ?? 0) - 0x30
    if (digit < 0 || digit > 9) return undefined
    count = count * 10 + digit
  }
  return count > 0
}

/** `0018A` or `0018A.txt`: the five digits that every line of the file begins with. */
function rangeOf(name: string): Buffer {
  const [, range] = /^([0-9A-Fa-f]{5})(?:\.txt)?$/.exec(name) ?? []
  return range === undefined ? nothing : Buffer.from(range, 'latin1')
}

/** The value of a hexadecimal digit by its character; 255 for every other character. */
const hex = new Uint8Array(256).fill(255)
for (const [value, digit] of [...'0123456789abcdef'].entries()) {
  hex[digit.charCodeAt(0)] = value
  hex[digit.toUpperCase().charCodeAt(0)] = value
}
