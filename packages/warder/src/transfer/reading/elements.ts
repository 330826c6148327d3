import { gathering, type Piece } from './lines.ts'

const quote = 0x22
const backslash = 0x5c
const lineFeed = 0x0a
const opening = new Set([0x7b, 0x5b]) // { [
const closing = new Set([0x7d, 0x5d]) // } ]
/** More than the name of any member that is asked for. */
const mostName = 64

/**
 * The objects of one list in a JSON document, `{"users": […]}` or a list by itself, without the document ever being in
 * memory as a whole. What is no JSON is told by whoever parses the pieces.
 *
 * @param name of the list
 */
export async function* elementsOf(
  bytes: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<Piece, void> {
  const record = gathering()
  let [line, began] = [1, 1]
  let depth = 0
  let [quoted, escaped] = [false, false]
  let key: number[] = []
  /** How deep the list lies that is asked for; 0 outside of it. */
  let list = 0
  for await (const chunk of bytes) {
    // Where the record that is being read begins in this chunk.
    let from = list > 0 && depth > list ? 0 : -1
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0
      if (byte === lineFeed) line++
      if (quoted) {
        if (escaped) escaped = false
        else if (byte === backslash) escaped = true
        else if (byte === quote) quoted = false
        if (depth === 1 && quoted && key.length < mostName) key.push(byte)
      } else if (byte === quote) {
        quoted = true
        if (depth === 1) key = []
      } else if (opening.has(byte)) {
        depth++
        if (list > 0 && depth === list + 1) {
          from = at
          began = line
        } else if (list === 0 && byte === 0x5b && (depth === 1 || (depth === 2 && isNamed(key, name)))) {
          list = depth
        }
      } else if (closing.has(byte)) {
        depth--
        if (list > 0 && depth === list) {
          record.add(chunk.subarray(from, at + 1))
          from = -1
          yield record.take(began)
        } else if (depth < list) list = 0
      }
    }
    if (from >= 0) record.add(chunk.subarray(from))
  }
  if (list > 0 || depth > 0) yield { line, refused: 'the document ends in the middle' }
}

const isNamed = (key: readonly number[], name: string) => Buffer.from(key).toString() === name
