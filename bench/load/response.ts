/** Reading HTTP/1.1 answers: just enough for servers that we started ourselves, and quick. */
export type Answer = { status: number; body: string; closes: boolean }

const endOfHead = '\r\n\r\n'
const contentLength = /\r\ncontent-length: *(\d+)/i
const chunked = /\r\ntransfer-encoding: *chunked/i
const close = /\r\nconnection: *close/i

/**
 * One whole answer, or undefined while bytes are missing. There is never more than one answer in `text`, because the
 * generator has one request under way on each connection. RFC 9112 §6.3 (length of a body).
 *
 * @param text the bytes read so far as latin1, one character for one byte
 */
export function readAnswer(text: string): Answer | undefined {
  const headEnd = text.indexOf(endOfHead)
  if (headEnd === -1) return undefined
  const head = text.slice(0, headEnd)
  const start = headEnd + endOfHead.length
  const status = Number(head.slice(9, 12))
  const closes = close.test(head)

  const length = contentLength.exec(head)?.[1]
  if (length !== undefined) {
    const end = start + Number(length)
    return text.length < end ? undefined : { status, body: text.slice(start, end), closes }
  }
  if (!chunked.test(head)) return { status, body: '', closes }
  const body = readChunks(text, start)
  return body === undefined ? undefined : { status, body, closes }
}

/** RFC 9112 §7.1: chunks of a hexadecimal size each, until one of size zero. Trailers are not expected. */
function readChunks(text: string, start: number): string | undefined {
  let body = ''
  for (let at = start; ;) {
    const lineEnd = text.indexOf('\r\n', at)
    if (lineEnd === -1) return undefined
    const size = Number.parseInt(text.slice(at, lineEnd), 16)
    const from = lineEnd + 2
    if (text.length < from + size + 2) return undefined
    if (size === 0) return body
    body += text.slice(from, from + size)
    at = from + size + 2
  }
}
