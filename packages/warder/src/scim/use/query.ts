import {
  isObject,
  mentions,
  parseFilter,
  parsePart,
  resolveIn,
  ScimError,
  valuesOf,
  type Asked,
  type AttributePath,
  type Filter,
  type Part,
  type Resource,
  type ResourceType,
} from '@warder/protocol'

/** What a list is asked for (RFC 7644 §3.4.2). */
export type Query = Part & { filter: Filter | undefined; sort: Sort | undefined; asked: Asked }

type Sort = { path: AttributePath; descending: boolean }

/** @throws ScimError `invalidFilter`, `invalidPath`, `invalidCursor` or `invalidValue` */
export function queryIn(type: ResourceType, query: URLSearchParams): Query {
  const filter = query.get('filter')
  const part = parsePart(query.get('startIndex'), query.get('count'), query.get('cursor'))
  const sort = sortIn(type, query)
  if (sort && part.after !== undefined)
    throw new ScimError('invalidValue', 'A cursor goes through everything by its id: leave sortBy out.')
  return {
    ...part,
    filter: filter === null ? undefined : parseFilter(filter, resolveIn(type)),
    sort,
    asked: askedIn(query),
  }
}

/** The same as a body, for what does not belong into an address (RFC 7644 §3.4.3). @throws ScimError `invalidSyntax` */
export function searchIn(body: unknown): URLSearchParams {
  if (!isObject(body)) throw new ScimError('invalidSyntax', 'A search is a JSON object.')
  const found = new URLSearchParams()
  for (const [name, value] of Object.entries(body)) {
    if (Array.isArray(value)) found.set(name, value.join(','))
    else if (typeof value === 'string' || typeof value === 'number') found.set(name, String(value))
  }
  return found
}

/** RFC 7644 §3.9: those alone, or else all but those. */
export function askedIn(query: URLSearchParams): Asked {
  const attributes = listIn(query, 'attributes')
  const excluded = listIn(query, 'excludedAttributes')
  if (attributes) return { attributes }
  return excluded ? { excluded } : {}
}

function listIn(query: URLSearchParams, name: string): string[] | undefined {
  const text = query.get(name)
  if (!text) return undefined
  return text
    .slice(0, 2048)
    .split(',')
    .map((one) => one.trim())
}

/** RFC 7644 §3.4.2.3. */
function sortIn(type: ResourceType, query: URLSearchParams): Sort | undefined {
  const name = query.get('sortBy')
  if (!name) return undefined
  const path = resolveIn(type)(name)
  if (!path) throw new ScimError('invalidPath', `There is no attribute ${name.slice(0, 100)}.`)
  return { path, descending: query.get('sortOrder')?.toLowerCase() === 'descending' }
}

/** Whether a filter or an order needs an attribute. */
export function needs({ filter, sort }: Query, name: string): boolean {
  return (filter !== undefined && mentions(filter, name)) || sort?.path.attribute.name === name
}

/** RFC 7644 §3.4.2.3: what has no value comes last, or first where the order is turned round. */
export function sorted<R extends { key: string | undefined }>(found: R[], sort: Sort | undefined): R[] {
  if (!sort) return found
  const way = sort.descending ? -1 : 1
  return found.toSorted(({ key: x }, { key: y }) => {
    if (x === y) return 0
    if (x === undefined || y === undefined) return x === undefined ? way : -way
    return x < y ? -way : way
  })
}

/** RFC 7644 §3.4.2.3: of several values the primary one counts, or the first. */
export function keyOf(resource: Resource, { attribute, ...path }: AttributePath): string | undefined {
  const all = valuesOf(resource, { ...path, attribute })
  const values = valuesOf(resource, { ...path, attribute, sub: undefined })
  const primary = values.findIndex(
    (one) => typeof one === 'object' && one !== null && 'primary' in one && one.primary === true,
  )
  const value = all[Math.max(0, primary)]
  const leaf = typeof value === 'object' && value !== null && 'value' in value ? value.value : value
  if (typeof leaf !== 'string') return leaf === undefined ? undefined : JSON.stringify(leaf)
  const { caseExact } = path.sub ?? attribute
  return caseExact ? leaf : leaf.toLowerCase()
}

/** @throws ScimError `tooMany` (RFC 7644 §3.12) */
export function requireFew(count: number, most: number): void {
  if (count <= most) return
  throw new ScimError(
    'tooMany',
    'This is about too many resources. Filter by id, userName, externalId or displayName, or exclude members.',
  )
}
