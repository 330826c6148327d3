import { linesOf, type Piece } from './lines.ts'

/** A row of a table by the names of its columns. */
export type Row = { line: number; cells: Record<string, string> } | { line: number; refused: string }

/**
 * A table with its columns named in the first line (RFC 4180). A cell in quotes may hold commas, quotes and lines.
 *
 * @param columns hears the names before the first row, and may object by throwing
 */
export async function* rowsOf(
  bytes: AsyncIterable<Uint8Array>,
  columns: (names: readonly string[]) => void,
): AsyncGenerator<Row, void> {
  let names: string[] | undefined
  for await (const piece of logicalLines(bytes)) {
    if ('refused' in piece) {
      yield piece
      continue
    }
    const cells = cellsOf(piece.text)
    if (names === undefined) {
      // A spreadsheet may put a byte order mark in front.
      names = cells.map((cell) => cell.replace(/^\uFEFF/, '').trim())
      columns(names)
    } else if (cells.length !== names.length) {
      yield { line: piece.line, refused: `it has ${cells.length} cells and not ${names.length}` }
    } else {
      const entries = names.map((name, at) => [name, cells[at] ?? ''] as const)
      yield { line: piece.line, cells: Object.fromEntries(entries) }
    }
  }
}

/** Lines of which some are more than one, because a cell that began in them has not ended. */
async function* logicalLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Piece, void> {
  let open: { line: number; text: string } | undefined
  for await (const piece of linesOf(bytes)) {
    if ('refused' in piece) {
      open = undefined
      yield piece
      continue
    }
    const text: string = open ? `${open.text}\n${piece.text}` : piece.text
    const line: number = open?.line ?? piece.line
    // An odd number of quotes leaves a cell open.
    if ((text.match(/"/g)?.length ?? 0) % 2 === 1 && text.length < 65_536) open = { line, text }
    else {
      open = undefined
      yield { line, text }
    }
  }
  if (open) yield { line: open.line, refused: 'a quote in it does not end' }
}

function cellsOf(text: string): string[] {
  const cells: string[] = []
  const cell = /(?:"((?:[^"]|"")*)"|([^,]*))(,|$)/gy
  for (const [, quoted, plain, end] of text.replace(/\r$/, '').matchAll(cell)) {
    cells.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'))
    if (end === '') break
  }
  return cells
}
