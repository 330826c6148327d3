import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import type { QueryResult } from 'kysely'

export type Row = Record<string, unknown>

/** Runs one SQL text at once, on one connection. */
export type Execute = (sql: string, parameters: readonly unknown[]) => QueryResult<Row>

type Prepared = {
  statement: StatementSync
  returnsRows: boolean
  /** The shape of a row, when the text names all columns: `*` may mean others after a migration. */
  shape: Shape | undefined
}

/** The columns, and an empty row that has them. */
type Shape = { columns: readonly string[]; empty: Row }

/** Preparing costs four times what running does, so the last `limit` texts stay prepared. */
export function statementsOf(db: DatabaseSync, limit = 400): Execute {
  const prepared = new Map<string, Prepared>()

  const prepare = (sql: string): Prepared => {
    const known = prepared.get(sql)
    if (known) return known
    const made = prepareOne(db, sql)
    const oldest = prepared.size >= limit ? prepared.keys().next().value : undefined
    if (oldest !== undefined) prepared.delete(oldest)
    prepared.set(sql, made)
    return made
  }

  return (sql, parameters) => {
    const { statement, returnsRows, shape } = prepare(sql)
    const values = bindable(parameters)
    if (!returnsRows) {
      const { changes, lastInsertRowid } = statement.run(...values)
      return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) }
    }
    const found = statement.all(...values)
    const rows = shape ? found.map((row) => named(shape, row)) : found.map((row) => ({ ...row }))
    return { rows, numAffectedRows: BigInt(rows.length) }
  }
}

function prepareOne(db: DatabaseSync, sql: string): Prepared {
  const statement = db.prepare(sql)
  const columns = statement.columns().map((column) => column.name)
  const returnsRows = columns.length > 0
  if (!returnsRows || sql.includes('*')) return { statement, returnsRows, shape: undefined }
  statement.setReturnArrays(true)
  return { statement, returnsRows, shape: shapeOf(columns) }
}

/**
 * An object that grows by computed names becomes a slow hash table at the thirteenth (V8 has a limit for those), and so
 * does everything that is copied from it. One that was parsed has all of them from the beginning, and so have its copies.
 */
function shapeOf(columns: readonly string[]): Shape {
  const fields = columns.map((column) => `${JSON.stringify(column)}:null`)
  return { columns, empty: JSON.parse(`{${fields.join()}}`) as Row }
}

/** With `setReturnArrays` a row is its values. Objects made here are quick to read and have a prototype. */
function named({ columns, empty }: Shape, values: Iterable<unknown> | object): Row {
  const row = { ...empty }
  if (!Array.isArray(values)) throw new TypeError('a row is not an array')
  for (let i = 0; i < columns.length; i++) row[columns[i]!] = values[i]
  return row
}

/** node:sqlite takes an object in the first place for named parameters and would store NULL. */
function bindable(parameters: readonly unknown[]): SQLInputValue[] {
  const first = parameters[0]
  if (typeof first === 'object' && first !== null && !ArrayBuffer.isView(first)) {
    throw new TypeError('a parameter is text, a number, bytes or null')
  }
  return parameters as SQLInputValue[] // node:sqlite refuses what it cannot bind
}
