import { OutboundError } from '../errors.ts'
import { createChecksum, trailerLengths, trailerNames, type Checksum } from './checksum.ts'
import { algorithm, emptyHash, sha256 } from './signature.ts'

/**
 * A body in pieces, each signed with the signature of the one before it (S3, "Signature calculations for the Authorization
 * header: transferring payload in multiple chunks"): it is sent while it is read, and no byte of it goes unsigned.
 */

/** Bytes of a piece; S3 takes none below eight thousand but the last. */
export const pieceSize = 64 * 1024

/** Signs the text of a piece. */
export type SignText = (text: string) => string

export type ChunkPlan = {
  /** Of the headers; the first piece is chained to it. */
  seed: string
  date: string
  scope: string
  /** Undefined: the pieces are not signed, which S3 takes over https and with a checksum. */
  sign: SignText | undefined
  checksum?: Checksum | undefined
}

/** What S3 documents as the text of one piece. */
export function chunkText(date: string, scope: string, before: string, data: Uint8Array): string {
  return [`${algorithm}-PAYLOAD`, date, scope, before, emptyHash, sha256(data)].join('\n')
}

/** The same of the line after the last piece. */
export function trailerText(date: string, scope: string, before: string, line: string): string {
  return [`${algorithm}-TRAILER`, date, scope, before, sha256(`${line}\n`)].join('\n')
}

const signatureLength = 64
const chunkWord = ';chunk-signature='
const trailerWord = 'x-amz-trailer-signature:'

/** Bytes on the wire of so many bytes of content. */
export function encodedLength(decoded: number, plan: Pick<ChunkPlan, 'sign' | 'checksum'>): number {
  const extension = plan.sign ? chunkWord.length + signatureLength : 0
  const piece = (size: number) => size.toString(16).length + extension + 2 + (size > 0 ? size + 2 : 0)
  const whole = Math.floor(decoded / pieceSize)
  const rest = decoded % pieceSize
  const trailer = plan.checksum
    ? trailerNames[plan.checksum].length +
      1 +
      trailerLengths[plan.checksum] +
      2 +
      (plan.sign ? trailerWord.length + signatureLength + 2 : 0)
    : 0
  return whole * piece(pieceSize) + (rest > 0 ? piece(rest) : 0) + piece(0) + trailer + 2
}

/**
 * The pieces as they go over the wire.
 *
 * @param decoded how many bytes were announced
 * @throws OutboundError CONFIG_INVALID when there are more or fewer
 */
export async function* chunksOf(
  body: Uint8Array | ReadableStream<Uint8Array>,
  decoded: number,
  plan: ChunkPlan,
): AsyncGenerator<Uint8Array> {
  const { date, scope, sign, checksum } = plan
  const sum = checksum && createChecksum(checksum)
  let before = plan.seed
  let sent = 0
  const frame = (data: Uint8Array): string => {
    if (!sign) return `${data.length.toString(16)}\r\n`
    before = sign(chunkText(date, scope, before, data))
    return `${data.length.toString(16)}${chunkWord}${before}\r\n`
  }
  for await (const data of piecesOf(body)) {
    sent += data.length
    if (sent > decoded) throw wrongLength()
    sum?.add(data)
    yield Buffer.concat([Buffer.from(frame(data), 'latin1'), data, Buffer.from('\r\n', 'latin1')])
  }
  if (sent !== decoded) throw wrongLength()
  let end = frame(new Uint8Array())
  if (sum && checksum) {
    const line = `${trailerNames[checksum]}:${sum.end()}`
    end += `${line}\r\n`
    if (sign) end += `${trailerWord}${sign(trailerText(date, scope, before, line))}\r\n`
  }
  yield Buffer.from(`${end}\r\n`, 'latin1')
}

const wrongLength = () => new OutboundError('CONFIG_INVALID', 'the body is not as long as its headers say')

/** The same bytes in pieces of one size, the last of which may be shorter. */
async function* piecesOf(body: Uint8Array | ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (body instanceof Uint8Array) {
    for (let at = 0; at < body.length; at += pieceSize) yield body.subarray(at, at + pieceSize)
    return
  }
  let held = Buffer.alloc(0)
  for await (const data of body as unknown as AsyncIterable<Uint8Array>) {
    held = Buffer.concat([held, data])
    let at = 0
    for (; held.length - at >= pieceSize; at += pieceSize) yield held.subarray(at, at + pieceSize)
    held = held.subarray(at)
  }
  if (held.length > 0) yield held
}
