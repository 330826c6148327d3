import { ScimError } from '../error.ts'
import { isObject, memberOf } from '../schema/attribute-path.ts'

export type Operation = { op: 'add' | 'replace' | 'remove'; path: string | undefined; value: unknown }

/**
 * Reads the body of a PATCH. Entra writes `Add` and `Replace`.
 *
 * @throws ScimError `invalidSyntax`
 * @see RFC 7644 §3.5.2
 */
export function parseOperations(body: unknown): Operation[] {
  const operations = isObject(body) ? memberOf(body, 'operations') : undefined
  if (!Array.isArray(operations) || operations.length === 0)
    throw new ScimError('invalidSyntax', 'A PATCH has a list of Operations.')
  return operations.map(operationOf)
}

function operationOf(value: unknown): Operation {
  if (!isObject(value)) throw new ScimError('invalidSyntax', 'An operation is an object.')
  const [op, path] = [memberOf(value, 'op'), memberOf(value, 'path')]
  const word = typeof op === 'string' ? op.toLowerCase() : ''
  if (word !== 'add' && word !== 'replace' && word !== 'remove')
    throw new ScimError('invalidSyntax', 'op is add, replace or remove.')
  if (path !== undefined && path !== null && typeof path !== 'string')
    throw new ScimError('invalidPath', 'A path is text.')
  return { op: word, path: path || undefined, value: memberOf(value, 'value') }
}
