import { leafOf, type Attribute, type Resource } from '../schema/attribute.ts'
import { isObject, valuesOf } from '../schema/attribute-path.ts'
import type { Comparison, Filter } from './parse-filter.ts'

type Compared = Extract<Filter, { kind: 'compare' }>

/** Whether a resource in its one form meets a filter. Of several values one is enough (RFC 7644 §3.4.2.2). */
export function matches(filter: Filter, resource: Resource): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.terms.every((term) => matches(term, resource))
    case 'or':
      return filter.terms.some((term) => matches(term, resource))
    case 'not':
      return !matches(filter.term, resource)
    case 'present':
      return valuesOf(resource, filter.path).length > 0
    case 'some':
      return valuesOf(resource, filter.path).some((one) => isObject(one) && matches(filter.where, one))
    case 'compare':
      return compares(filter, resource)
  }
}

function compares({ path, by, value }: Compared, resource: Resource): boolean {
  const leaf = path.sub ?? leafOf(path.attribute)
  const sub = leaf === path.attribute ? undefined : leaf
  const found = valuesOf(resource, { ...path, sub })
  if (!leaf) return false
  if (value === null) return (found.length === 0) === (by === 'eq')
  if (by === 'ne') return !found.some((one) => holds(leaf, 'eq', one, value))
  return found.some((one) => holds(leaf, by, one, value))
}

function holds(leaf: Attribute, by: Comparison, actual: unknown, wanted: string | number | boolean): boolean {
  // Entra writes "True" here as well.
  if (leaf.type === 'boolean') return String(actual) === String(wanted).toLowerCase()
  if (typeof actual !== 'string' || typeof wanted !== 'string') return false
  if (leaf.type === 'dateTime') return orders(by, Date.parse(actual) - Date.parse(wanted))
  // RFC 7643 §2.2: whether case matters is a matter of the attribute.
  const [a, b] = leaf.caseExact ? [actual, wanted] : [actual.toLowerCase(), wanted.toLowerCase()]
  if (by === 'co') return a.includes(b)
  if (by === 'sw') return a.startsWith(b)
  if (by === 'ew') return a.endsWith(b)
  return orders(by, a < b ? -1 : Number(a > b))
}

function orders(by: Comparison, difference: number): boolean {
  if (by === 'gt') return difference > 0
  if (by === 'ge') return difference >= 0
  if (by === 'lt') return difference < 0
  if (by === 'le') return difference <= 0
  return by === 'eq' && difference === 0
}

/** How many comparisons a filter makes of one resource at most. */
export function comparisonsIn(filter: Filter): number {
  if ('terms' in filter) return filter.terms.reduce((sum, term) => sum + comparisonsIn(term), 0)
  if (filter.kind === 'some') return comparisonsIn(filter.where)
  return 'term' in filter ? comparisonsIn(filter.term) : 1
}

/** Whether a filter asks for an attribute, so that it has to be known. */
export function mentions(filter: Filter, name: string): boolean {
  if ('terms' in filter) return filter.terms.some((term) => mentions(term, name))
  return 'term' in filter ? mentions(filter.term, name) : filter.path.attribute.name === name
}

/**
 * The value that an attribute must equal for the whole filter to be met, so that a store can look there alone; undefined where
 * the filter does not say.
 */
export function mustEqual(filter: Filter, name: string): string | undefined {
  if (filter.kind === 'and') {
    for (const term of filter.terms) {
      const value = mustEqual(term, name)
      if (value !== undefined) return value
    }
  }
  if (filter.kind !== 'compare' || filter.by !== 'eq' || typeof filter.value !== 'string') return undefined
  const { extension, attribute, sub } = filter.path
  const isIt = extension === undefined && attribute.name === name && (!sub || sub === leafOf(attribute))
  return isIt ? filter.value : undefined
}
