/** One record of a file as it stands there, or why it cannot be read. `line` is where it begins. */
export type Piece = { line: number; text: string } | { line: number; refused: string }

/** Bytes of one record, at most: what is longer is read past, and none of it is kept. */
export const mostBytes = 256 * 1024

const lineFeed = 0x0a

/** The lines of a text with their numbers, without those that are blank. */
export async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Piece, void> {
  const record = gathering()
  let line = 1
  for await (const chunk of bytes) {
    let from = 0
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, from)) {
      record.add(chunk.subarray(from, end))
      yield* present(record.take(line))
      line++
      from = end + 1
    }
    record.add(chunk.subarray(from))
  }
  yield* present(record.take(line))
}

function* present(piece: Piece): Generator<Piece, void> {
  if ('refused' in piece || piece.text.trim() !== '') yield piece
}

/** Puts together what came in several chunks. */
export function gathering() {
  const utf8 = new TextDecoder('utf-8', { fatal: true })
  let parts: Uint8Array[] = []
  let size = 0
  return {
    add(bytes: Uint8Array): void {
      size += bytes.length
      if (size <= mostBytes) parts.push(bytes)
      else parts = []
    },
    take(line: number): Piece {
      const [all, length] = [parts, size]
      parts = []
      size = 0
      if (length > mostBytes) return { line, refused: `it is longer than ${mostBytes} bytes` }
      try {
        return { line, text: utf8.decode(Buffer.concat(all)) }
      } catch {
        return { line, refused: 'it is not UTF-8' }
      }
    },
  }
}
