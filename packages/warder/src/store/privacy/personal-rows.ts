import { sql } from 'kysely'
import type { Db } from '../open.ts'
import type { Database } from '../schema.ts'

/** Rows that are of one person, in the order of a key that an index has. */
export type RowsOf = {
  table: keyof Database
  /** The column that names the person, or what it names in another table whose rows do. */
  by: string | { column: string; of: { table: keyof Database; key: string; by: string } }
  /** Where this column names the person as well, the row is another part's. */
  not_by?: string
  /** Unique among the rows of a person. */
  key: readonly string[]
  columns: readonly string[]
  /** Whether the rows have a `client_id`. It is a key of ours there, beside which stands `client`: what everybody calls that client. */
  client?: true
}

export type Row = Record<string, unknown>

/** A page of them. `after` is the key of the last row of the page before. */
export async function pageOf(
  db: Db,
  { table, by, not_by, key, columns, client }: RowsOf,
  user_id: string,
  after: readonly unknown[] | undefined,
  limit: number,
): Promise<Row[]> {
  const keys = sql.join(key.map((column) => sql.ref(column)))
  const wanted = sql.join([...new Set([...columns, ...key])].map((column) => sql.ref(column)))
  const theirs =
    typeof by === 'string'
      ? sql`${sql.ref(by)} = ${user_id}`
      : sql`${sql.ref(by.column)} in (select ${sql.ref(by.of.key)} from ${sql.table(by.of.table)} where ${sql.ref(by.of.by)} = ${user_id})`
  const further = after ? sql`and (${keys}) > (${sql.join([...after])})` : sql``
  const apart = typeof by === 'string' && not_by ? sql`and ${sql.ref(by)} <> ${sql.ref(not_by)}` : sql``
  const named = client
    ? sql`, coalesce((select document from client where client.client_id = ${sql.ref(`${table}.client_id`)}), client_id) as client`
    : sql``
  const { rows } = await sql<Row>`
    select ${wanted} ${named} from ${sql.table(table)} where ${theirs} ${apart} ${further} order by ${keys} limit ${limit}
  `.execute(db)
  return rows
}
