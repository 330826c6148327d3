import { linesOf, type Piece } from './lines.ts'

/** Characters of a row whose last cell has not ended, at most. */
const mostOpen = 65_536

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
  // Each line is looked at once, however many are open: else a quote that never ends would keep a processor busy.
  let open: { line: number; texts: string[]; length: number } | undefined
  for await (const piece of linesOf(bytes)) {
    if ('refused' in piece) {
      open = undefined
      yield piece
      continue
    }
    const { line, texts, length } = open ?? { line: piece.line, texts: [], length: 0 }
    texts.push(piece.text)
    const size = length + piece.text.length + 1
    // An odd number of quotes opens a cell, or ends the one that is open.
    const odd = (piece.text.match(/"/g)?.length ?? 0) % 2 === 1
    const unended = odd === (open === undefined)
    open = unended && size <= mostOpen ? { line, texts, length: size } : undefined
    if (!open) yield { line, text: texts.join('\n') }
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
