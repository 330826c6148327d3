import { ScimError } from '../error.ts'
import { isObject } from '../schema/attribute-path.ts'
import type { BulkOperation } from './request.ts'

/**
 * RFC 7644 §3.7.2: `bulkId:` and the name that another operation of the request has, in place of an id that nobody knows yet. It
 * stands for the `value` of something, or for the resource that a path leads to; anywhere else it is text.
 */
const reference = /^bulkId:(.+)$/s
const inPath = /^(.*\/)bulkId:([^/]+)$/

/** The names that an operation refers to. */
export function referencesOf(operation: BulkOperation): Set<string> {
  const found = new Set<string>()
  eachReplaced(operation, (name, text) => {
    found.add(name)
    return text
  })
  return found
}

/**
 * The operation with ids in place of the names.
 *
 * @throws ScimError `invalidValue` for a name that no operation of the request has
 */
export function withIds(operation: BulkOperation, ids: ReadonlyMap<string, string>): BulkOperation {
  return eachReplaced(operation, (name) => {
    const id = ids.get(name)
    if (id !== undefined) return id
    throw new ScimError('invalidValue', `No POST of this request has the bulkId ${name.slice(0, 64)}.`)
  })
}

type Replace = (name: string, text: string) => string

function eachReplaced(operation: BulkOperation, replace: Replace): BulkOperation {
  const [, before, name] = inPath.exec(operation.path) ?? []
  const path =
    before === undefined || name === undefined ? operation.path : before + replace(name, `bulkId:${name}`)
  return { ...operation, path, data: valueReplaced(operation.data, false, replace) }
}

function valueReplaced(node: unknown, isValue: boolean, replace: Replace): unknown {
  if (typeof node === 'string') {
    const name = isValue ? reference.exec(node)?.[1] : undefined
    return name === undefined ? node : replace(name, node)
  }
  if (Array.isArray(node)) return node.map((one) => valueReplaced(one, isValue, replace))
  if (!isObject(node)) return node
  return Object.fromEntries(
    Object.entries(node).map(([key, one]) => [
      key,
      valueReplaced(one, key.toLowerCase() === 'value', replace),
    ]),
  )
}
