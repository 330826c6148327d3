/**
 * What can be wrong with the database itself. `busy` passes by waiting, `full` and `readonly` need the
 * operator, `unavailable` is a database that cannot be reached or read.
 */
export type StorageErrorKind = 'busy' | 'full' | 'readonly' | 'unavailable'

/** The write was not reported as done, and did not happen unless a sync of the disk failed. The edge answers 503 `storage_unavailable`. */
export class StorageError extends Error {
  override readonly name = 'StorageError'
  readonly kind: StorageErrorKind

  constructor(kind: StorageErrorKind, message: string, cause?: unknown) {
    super(message, { cause })
    this.kind = kind
  }
}

/** Primary result codes of SQLite. @see https://www.sqlite.org/rescode.html */
const sqliteKinds: { [code: number]: StorageErrorKind } = {
  5: 'busy', // SQLITE_BUSY
  6: 'busy', // SQLITE_LOCKED
  8: 'readonly', // SQLITE_READONLY
  10: 'unavailable', // SQLITE_IOERR
  11: 'unavailable', // SQLITE_CORRUPT
  13: 'full', // SQLITE_FULL
  14: 'unavailable', // SQLITE_CANTOPEN
  15: 'busy', // SQLITE_PROTOCOL: too many lost races for the WAL lock
  26: 'unavailable', // SQLITE_NOTADB
}

/** SQLSTATE values and classes. @see https://www.postgresql.org/docs/current/errcodes-appendix.html */
const postgresKinds: { [state: string]: StorageErrorKind } = {
  '08': 'unavailable', // connection exceptions
  '25006': 'readonly', // read_only_sql_transaction
  '26000': 'busy', // invalid_sql_statement_name: the pool prepares it again
  '28': 'unavailable', // authorization refused
  '40001': 'busy', // serialization_failure
  '40P01': 'busy', // deadlock_detected
  '53100': 'full', // disk_full
  '53': 'busy', // insufficient resources
  '55P03': 'busy', // lock_not_available
  '57014': 'busy', // query_canceled, by statement_timeout
  '57P': 'unavailable', // shut down, crashed or starting
  '58': 'unavailable', // system error
  XX001: 'unavailable', // data_corrupted
  XX002: 'unavailable', // index_corrupted
}

/** The storage error that `error` is or stands for; undefined when the database is not at fault. */
export function asStorageError(error: unknown): StorageError | undefined {
  if (error instanceof StorageError) return error
  const { errcode, code } = codesOf(error)
  const kind =
    errcode === undefined
      ? code && (postgresKinds[code] ?? postgresKinds[code.slice(0, 3)] ?? postgresKinds[code.slice(0, 2)])
      : sqliteKinds[errcode & 0xff]
  return kind ? new StorageError(kind, `the database is ${kind}`, error) : undefined
}

/** A row with the same unique key exists: SQLITE_CONSTRAINT_UNIQUE or _PRIMARYKEY, SQLSTATE 23505. */
export function isUniqueViolation(error: unknown): boolean {
  const { errcode, code } = codesOf(error)
  return errcode === undefined ? code === '23505' : errcode === 2067 || errcode === 1555
}

/** A text with NUL, which PostgreSQL does not have: character_not_in_repertoire. Only from outside comes such a text. */
export function isNoText(error: unknown): boolean {
  return codesOf(error).code === '22021'
}

/** A SQLSTATE has five characters, which no error code of Node has. */
const sqlState = /^[0-9A-Z]{5}$/

function codesOf(error: unknown): { errcode?: number; code?: string } {
  if (!(error instanceof Error)) return {}
  if ('errcode' in error && typeof error.errcode === 'number') return { errcode: error.errcode }
  if ('code' in error && typeof error.code === 'string' && sqlState.test(error.code))
    return { code: error.code }
  return {}
}
