import {
  LimitNode,
  ValueNode,
  type Compilable,
  type CompiledQuery,
  type Insertable,
  type KyselyPlugin,
} from 'kysely'
import { after, type Maybe } from '../after.ts'
import { kindOf, type Db } from './open.ts'
import type { Database } from './schema.ts'
import type { DirectAdapter } from './sqlite/dialect.ts'
import type { Until } from './sqlite/job.ts'

export type Prepared<Args extends readonly unknown[], Row> = {
  /** The rows, at once where the database is in this process. */
  all: (db: Db, ...args: Args) => Maybe<Row[]>
  first: (db: Db, ...args: Args) => Maybe<Row | undefined>
}

/** Stands for an argument while the query is built. */
type Slot = { argument: number }

type Plan = {
  query: CompiledQuery
  how: 'read' | Until
  parameters: readonly unknown[]
  fill: readonly number[]
}

/**
 * A query that is built once per kind of database and afterwards only run. `build` gets stand-ins for
 * the arguments: it may place them in conditions and values, and nothing else.
 *
 * `until` says how far a write outside a transaction must have come before it is acknowledged: on the disk, or
 * committed, which survives the end of the process but perhaps not a power cut. PostgreSQL decides that itself.
 *
 * @throws Error at first use when `build` does not place each argument
 */
export function prepared<Args extends readonly unknown[], Row>(
  build: (db: Db, ...args: Args) => Compilable<Row>,
  until: Until = 'disk',
): Prepared<Args, Row> {
  return preparedOf(build.length - 1, build, until)
}

/** Texts are kept for lists as long as this; a longer one is built each time. */
const longest = 8

/** The same for a query about a list, which is the first argument: its text is another one for each length. */
export function preparedList<Item, Args extends readonly unknown[], Row>(
  build: (db: Db, list: readonly Item[], ...args: Args) => Compilable<Row>,
): Prepared<[list: readonly Item[], ...Args], Row> {
  const others = build.length - 2
  const known: Prepared<unknown[], Row>[] = []

  function all(db: Db, list: readonly Item[], ...args: Args): Maybe<Row[]> {
    const { length } = list
    if (length > longest) return db.executeQuery(build(db, list, ...args)).then(({ rows }) => rows)
    // Stand-ins, in the order of the arguments.
    const flat = (to: Db, ...slots: unknown[]) =>
      build(to, slots.slice(0, length) as Item[], ...(slots.slice(length) as unknown as Args))
    known[length] ??= preparedOf(length + others, flat, 'disk')
    return known[length].all(db, ...list, ...args)
  }

  return { all, first: (db, ...args) => after(all(db, ...args), (rows) => rows[0]) }
}

/** Adds one row, whose text is built once for each set of columns. */
export function preparedInsert<T extends keyof Database>(
  table: T,
  until: Until = 'disk',
): (db: Db, row: Insertable<Database[T]>) => Promise<void> {
  const known = new Map<string, Prepared<unknown[], object>>()

  return async (db, row) => {
    const columns = Object.keys(row)
    const set = columns.join()
    let insert = known.get(set)
    if (!insert) {
      const build = (to: Db, ...slots: unknown[]) =>
        to
          .insertInto(table as keyof Database)
          .values(Object.fromEntries(columns.map((name, i) => [name, slots[i]])))
      insert = preparedOf<unknown[], object>(columns.length, build, until)
      known.set(set, insert)
    }
    await insert.all(db, ...Object.values(row))
  }
}

function preparedOf<Args extends readonly unknown[], Row>(
  count: number,
  build: (db: Db, ...args: Args) => Compilable<Row>,
  until: Until,
): Prepared<Args, Row> {
  const plans: { sqlite?: Plan; postgres?: Plan } = {}

  function run(db: Db, args: Args): Maybe<Row[]> {
    const kind = kindOf(db)
    const plan = (plans[kind] ??= planOf(db, count, build, until))
    const parameters = plan.parameters.slice()
    for (let i = 0; i < plan.fill.length; i++) {
      const argument = plan.fill[i]!
      if (argument >= 0) parameters[i] = args[argument]
    }
    if (kind === 'sqlite') {
      const { run: direct } = db.getExecutor().adapter as DirectAdapter // kindOf has looked
      const rows = direct(db, plan.query.sql, parameters, plan.how)
      if (rows) return rows as Maybe<Row[]> // the type the query was built with
    }
    return db.executeQuery({ ...plan.query, parameters }).then(({ rows }) => rows as Row[]) // the same
  }

  return {
    all: (db, ...args) => run(db, args),
    first: (db, ...args) => after(run(db, args), (rows) => rows[0]),
  }
}

function planOf<Args extends readonly unknown[], Row>(
  db: Db,
  count: number,
  build: (db: Db, ...args: Args) => Compilable<Row>,
  until: Until,
): Plan {
  const slots = Array.from({ length: count }, (_, argument): Slot => ({ argument }))
  const query = build(db.withPlugin(limitAsText), ...(slots as unknown as Args)).compile() // stand-ins, never read as values
  const fill = query.parameters.map((parameter) => slots.indexOf(parameter as Slot))
  const missing = slots.find((slot) => !fill.includes(slot.argument))
  if (missing) throw new Error(`argument ${missing.argument + 1} is not part of ${query.sql}`)
  return {
    query,
    how: query.query.kind === 'SelectQueryNode' ? 'read' : until,
    parameters: query.parameters,
    fill,
  }
}

/**
 * Writes the number of a limit into the text. SQLite looks at a limit to choose its plan, and where it is a parameter it plans
 * the statement anew each time that it is run, which takes four times as long as to run it.
 */
const limitAsText: KyselyPlugin = {
  transformQuery({ node }) {
    const limit = node.kind === 'SelectQueryNode' ? node.limit?.limit : undefined
    if (!limit || !ValueNode.is(limit) || typeof limit.value !== 'number') return node
    return { ...node, limit: LimitNode.create(ValueNode.createImmediate(limit.value)) }
  },
  transformResult: async ({ result }) => result,
}
