import { ScimError } from '../error.ts'
import type { ResourceType } from '../schema/attribute.ts'
import { isObject, memberOf } from '../schema/attribute-path.ts'
import { resourceTypes } from '../schema/resource-types.ts'

/** RFC 7644 §3.7.4: operations in one request at most. */
export const mostOperations = 100
/** RFC 7644 §3.7.4: bytes of one request at most. */
export const mostBulkBytes = 1024 * 1024

/** One operation as it was sent. What is wrong with it is wrong with it alone, and is said when its turn comes. */
export type BulkOperation = {
  /** In capital letters. It may be none that there is. */
  method: string
  path: string
  /** What others call the resource that it makes. */
  bulkId: string | undefined
  /** The state that it is about, as `If-Match` has it for a single request. */
  version: string | undefined
  data: unknown
}

export type BulkRequest = {
  /** How many errors are too many: behind them nothing more is done. */
  failOnErrors: number
  operations: BulkOperation[]
}

/**
 * Reads the body of a bulk request.
 *
 * @throws ScimError `invalidSyntax` or `invalidValue`, for what is wrong with the whole
 * @see RFC 7644 §3.7
 */
export function parseBulk(body: unknown): BulkRequest {
  const operations = operationsIn(body).map(operationOf)
  const names = operations.flatMap(({ bulkId }) => bulkId ?? [])
  // RFC 7644 §3.7.2: of two resources of one name nobody could say which is meant.
  if (new Set(names).size < names.length)
    throw new ScimError('invalidValue', 'A bulkId names one operation alone.')
  return { failOnErrors: failOnErrorsIn(body), operations }
}

/** How many operations there are, before any of them is looked at. @throws ScimError `invalidSyntax` */
export const countOperations = (body: unknown): number => operationsIn(body).length

function operationsIn(body: unknown): unknown[] {
  const listed = isObject(body) ? memberOf(body, 'operations') : undefined
  if (Array.isArray(listed) && listed.length > 0) return listed
  throw new ScimError('invalidSyntax', 'A bulk request has a list of Operations.')
}

/** RFC 7644 §3.7.3: without it, everything is tried. */
function failOnErrorsIn(body: unknown): number {
  const most = isObject(body) ? memberOf(body, 'failonerrors') : undefined
  if (most === undefined || most === null) return Infinity
  if (typeof most === 'number' && Number.isInteger(most) && most > 0) return most
  throw new ScimError('invalidValue', 'failOnErrors is a whole number, 1 or more.')
}

function operationOf(value: unknown): BulkOperation {
  const sent = isObject(value) ? value : {}
  const text = (name: string) => {
    const found = memberOf(sent, name)
    return typeof found === 'string' && found !== '' ? found : undefined
  }
  return {
    method: (text('method') ?? '').toUpperCase(),
    path: text('path') ?? '',
    bulkId: text('bulkid'),
    version: text('version'),
    data: memberOf(sent, 'data'),
  }
}

/** What an operation is about. Only what is made has no id yet. */
export type BulkTarget =
  | { method: 'POST'; type: ResourceType; bulkId: string }
  | { method: 'PUT' | 'PATCH' | 'DELETE'; type: ResourceType; id: string }

const place = /^(\/[A-Za-z]+)(?:\/([^/?#]+))?$/

/** @throws ScimError `invalidSyntax` or `invalidPath` (RFC 7644 §3.7) */
export function bulkTargetOf({ method, path, bulkId }: BulkOperation): BulkTarget {
  if (method !== 'POST' && method !== 'PUT' && method !== 'PATCH' && method !== 'DELETE')
    throw new ScimError('invalidSyntax', 'The method of an operation is POST, PUT, PATCH or DELETE.')
  const [, endpoint, id] = path.length > 512 ? [] : (place.exec(path) ?? [])
  const type = resourceTypes.find((one) => one.endpoint === endpoint)
  if (!type) throw new ScimError('invalidPath', 'The path of an operation begins with /Users or /Groups.')
  if (method !== 'POST') {
    if (id !== undefined) return { method, type, id }
    throw new ScimError('invalidPath', `A ${method} names one resource in its path.`)
  }
  if (id !== undefined) throw new ScimError('invalidPath', 'A POST names no resource in its path.')
  if (bulkId === undefined) throw new ScimError('invalidSyntax', 'A POST has a bulkId.')
  return { method, type, bulkId }
}
