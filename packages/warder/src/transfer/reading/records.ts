import { Problem } from '@warder/protocol'
import { UnusableHash } from '../../crypto/hashes/hash.ts'
import { fromAuth0 } from '../formats/auth0.ts'
import { columnProblem, fromCells } from '../formats/csv.ts'
import { fromFirebase, type FirebaseHash } from '../formats/firebase.ts'
import { fromKeycloak } from '../formats/keycloak.ts'
import { readRecord, type Incoming, type Parsed } from '../person.ts'
import { rowsOf } from './csv.ts'
import { elementsOf } from './elements.ts'
import { linesOf, type Piece } from './lines.ts'

/** What made a file, and so how it is read. */
export const sources = ['warder', 'auth0', 'keycloak', 'firebase', 'csv'] as const
export type Source = (typeof sources)[number]

export type Record = { line: number; parsed: Parsed } | { line: number; refused: string }

/** What a file is beside its bytes. */
export type Origin = { source: Source; firebase?: FirebaseHash | undefined }

/**
 * What a file holds, record by record, each read or refused by itself.
 * @throws Problem `invalid_input` where the file as a whole is not what it should be
 */
export async function* recordsOf(
  bytes: AsyncIterable<Uint8Array>,
  { source, firebase }: Origin,
): AsyncGenerator<Record, void> {
  if (source === 'csv') {
    for await (const row of rowsOf(bytes, requireColumns)) {
      yield 'refused' in row ? row : attempt(row.line, () => readRecord(fromCells(requireText(row.cells))))
    }
    return
  }
  const read = readers[source](firebase)
  for await (const piece of await piecesOf(bytes, source)) {
    yield 'refused' in piece ? piece : attempt(piece.line, () => read(parsed(piece.text)))
  }
}

function requireColumns(names: readonly string[]): void {
  const detail = columnProblem(names)
  if (detail !== undefined) throw new Problem('invalid_input', { detail })
}

const person =
  (read: (value: unknown) => Incoming) =>
  (value: unknown): Parsed => {
    return { kind: 'user', person: read(value) }
  }

const readers = {
  warder: () => readRecord,
  auth0: () => person(fromAuth0),
  keycloak: () => person(fromKeycloak),
  firebase: (hash: FirebaseHash | undefined) => person(fromFirebase(hash)),
} satisfies { [S in Source]?: (hash: FirebaseHash | undefined) => (value: unknown) => Parsed }

/** Documents have a list of users; the others write a record a line, or all of them as one list. */
async function piecesOf(bytes: AsyncIterable<Uint8Array>, source: Source): Promise<AsyncIterable<Piece>> {
  if (source === 'keycloak' || source === 'firebase') return elementsOf(bytes, 'users')
  const { first, all } = await begun(bytes)
  return first === '[' ? elementsOf(all, '') : linesOf(all)
}

/** The first character that is not white space, and everything as it was. */
async function begun(bytes: AsyncIterable<Uint8Array>) {
  const iterator = bytes[Symbol.asyncIterator]()
  const head = await iterator.next()
  const first = head.done ? '' : Buffer.from(head.value).subarray(0, 4096).toString().trimStart().slice(0, 1)
  async function* all() {
    if (head.done) return
    yield head.value
    yield* { [Symbol.asyncIterator]: () => iterator }
  }
  return { first, all: all() }
}

function parsed(text: string): unknown {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new Problem('malformed_request', { detail: 'it is not JSON' })
  }
  return requireText(value)
}

/** What JSON writes for NUL and for half of a character, which are no text for a database. */
const noText = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/

function requireText<T>(value: T): T {
  if (noText.test(JSON.stringify(value)))
    throw new Problem('malformed_request', { detail: 'it has a character that is none' })
  return value
}

function attempt(line: number, read: () => Parsed): Record {
  try {
    return { line, parsed: read() }
  } catch (error) {
    return { line, refused: reasonOf(error) }
  }
}

/** Why a record was refused, for whoever has the file. @throws what is no fault of the record */
export function reasonOf(error: unknown): string {
  if (error instanceof UnusableHash) return error.message
  if (!(error instanceof Problem)) throw error
  const [field] = error.errors ?? []
  if (field === undefined) return error.message
  const place = field.pointer.slice(1).replaceAll('/', '.')
  return place === '' ? field.detail : `${place}: ${field.detail}`
}
