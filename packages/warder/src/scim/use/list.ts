import { cursorResponse, listResponse, matches, type Resource } from '@warder/protocol'
import { keyOf, requireFew, sorted, type Query } from './query.ts'

/** Where the resources of one kind are, of one connection. */
export type Source<Row> = {
  idOf: (row: Row) => string
  /** What an index finds of what is asked for, by id: those behind one, or those from a place on. */
  next: (from: { after?: string | undefined; offset?: number }, limit: number) => Promise<Row[]>
  again: (ids: readonly string[]) => Promise<Row[]>
  /** All that there are, whatever is asked for. */
  count: () => Promise<number>
  /** As a filter or an order sees them. */
  seen: (rows: readonly Row[]) => Promise<Resource[]>
  /** As they are shown. */
  shown: (rows: readonly Row[]) => Promise<Resource[]>
}

/** Resources that are looked through for one answer at most: what no index finds is read one by one. */
const mostLookedAt = 5000
/** As many are held at once, however many are looked through. */
const batch = 200

/**
 * The part of a list that is asked for.
 *
 * @throws ScimError `tooMany`
 * @see RFC 7644 §3.4.2, RFC 9865 §2
 */
export async function listed<Row>(source: Source<Row>, query: Query) {
  const { filter, sort, start, count, after } = query
  if (after !== undefined) {
    const { rows, next } = await goOn(source, { ...query, after })
    return cursorResponse(await source.shown(rows), filter ? undefined : await source.count(), next)
  }
  const { rows, total } = await (filter || sort ? lookThrough(source, query) : page(source, query))
  return listResponse(await source.shown(rows), total, count === 0 ? 1 : start)
}

/** Without a filter or an order, the database counts. */
async function page<Row>(source: Source<Row>, { start, count }: Query) {
  const total = await source.count()
  return { total, rows: count === 0 ? [] : await source.next({ offset: start - 1 }, count) }
}

type Found<Row> = { id: string; key: string | undefined; row: Row | undefined }

async function lookThrough<Row>(source: Source<Row>, { filter, sort, start, count }: Query) {
  const found: Found<Row>[] = []
  let looked = 0
  for await (const rows of batches(source)) {
    looked += rows.length
    requireFew(looked, mostLookedAt)
    const resources = await source.seen(rows)
    for (const [at, row] of rows.entries()) {
      const resource = resources[at] ?? {}
      if (filter && !matches(filter, resource)) continue
      const key = sort && keyOf(resource, sort.path)
      // One batch is usually all there is. Of more, those that are shown are read again.
      found.push({ id: source.idOf(row), key, row: looked <= batch ? row : undefined })
    }
  }
  const chosen = sorted(found, sort).slice(start - 1, start - 1 + count)
  return { total: found.length, rows: await rowsOf(source, chosen) }
}

async function rowsOf<Row>(source: Source<Row>, chosen: readonly Found<Row>[]): Promise<Row[]> {
  const missing = chosen.filter(({ row }) => row === undefined).map(({ id }) => id)
  const again = missing.length === 0 ? [] : await source.again(missing)
  const known = new Map(again.map((row) => [source.idOf(row), row]))
  return chosen.flatMap(({ id, row }) => row ?? known.get(id) ?? [])
}

/**
 * RFC 9865 §2: what is behind a cursor, as far as one answer goes. It looks no further than it must, so that a list of any length
 * can be gone through; an answer may so have fewer than were asked for, and still be followed by another.
 */
async function goOn<Row>(source: Source<Row>, { filter, count, after }: Query & { after: string }) {
  const most = Math.max(1, count)
  const rows: Row[] = []
  let looked = 0
  let last = after
  for await (const read of batches(source, after, filter ? batch : most + 1)) {
    const resources = filter ? await source.seen(read) : []
    for (const [at, row] of read.entries()) {
      if (filter && !matches(filter, resources[at] ?? {})) continue
      if (rows.length === most) return { rows, next: last }
      rows.push(row)
      last = source.idOf(row)
    }
    looked += read.length
    const end = read.at(-1)
    if (looked >= mostLookedAt && end !== undefined) return { rows, next: source.idOf(end) }
  }
  return { rows, next: undefined }
}

async function* batches<Row>({ next, idOf }: Source<Row>, first = '', limit = batch) {
  for (let after = first; ;) {
    const rows = await next({ after: after || undefined }, limit)
    const last = rows.at(-1)
    if (last === undefined) return
    yield rows
    if (rows.length < limit) return
    after = idOf(last)
  }
}
