import { ScimError } from '../error.ts'
import { comparisonsIn, matches } from '../filter/matches.ts'
import type { Filter } from '../filter/parse-filter.ts'
import type { Attribute, Resource, ResourceType } from '../schema/attribute.ts'
import { isObject } from '../schema/attribute-path.ts'
import { objectAt } from '../schema/project.ts'
import { readOne, readValue, requireComplete, requireFewValues } from '../schema/read-resource.ts'
import type { Operation } from './operations.ts'
import { parseTarget, type Target } from './target.ts'

type Writing = 'add' | 'replace'

/** Values that all operations together look at, one time for each comparison: a hundred changes of the largest group. */
const mostLooks = 1_000_000
type Looks = { left: number }

/**
 * A resource as it is after the operations, all of them or an error. The one that is given stays as it is.
 *
 * @param resource in its one form
 * @throws ScimError `invalidPath`, `invalidFilter`, `invalidValue`, `mutability`, `noTarget`, or `tooMany` for what would take so long that
 *   nobody else is answered meanwhile
 * @see RFC 7644 §3.5.2
 */
export function applyPatch(
  type: ResourceType,
  resource: Resource,
  operations: readonly Operation[],
): Resource {
  const next = copyOf(resource)
  const looks: Looks = { left: mostLooks }
  for (const { op, path, value } of operations) {
    const extension = path && type.extensions.find(({ id }) => id.toLowerCase() === path.toLowerCase())
    if (path === undefined) applyAll(type, next, { op, value }, looks)
    else if (extension && op === 'remove') delete next[extension.id]
    else if (extension) applyAll(type, next, { op, value: { [extension.id]: value } }, looks)
    else if (op === 'remove') remove(next, removable(parseTarget(type, path)), value, looks)
    else write(next, writable(parseTarget(type, path)), { op, value }, looks)
  }
  for (const { id } of type.extensions) {
    const extended = next[id]
    if (isObject(extended) && Object.keys(extended).length === 0) delete next[id]
  }
  requireComplete(type, next)
  return next
}

/** Several values are replaced as a whole and never changed where they are, so that ten thousand members need no copies. */
function copyOf(resource: Resource): Resource {
  const copied = (value: unknown): unknown => (Array.isArray(value) ? value : structuredClone(value))
  return Object.fromEntries(Object.entries(resource).map(([name, value]) => [name, copied(value)]))
}

/**
 * RFC 7644 §3.5.2.1 and RFC 7644 §3.5.2.3: without a path, the value holds attributes. Entra names them by paths. Okta sends the
 * id as well: what the server alone says, and what no schema names, is passed over as in a whole resource.
 */
function applyAll(
  type: ResourceType,
  resource: Resource,
  { op, value }: Omit<Operation, 'path'>,
  looks: Looks,
): void {
  // RFC 7644 §3.5.2.2: what is to be removed has to be named.
  if (op === 'remove') throw new ScimError('noTarget', 'A remove has a path.')
  if (!isObject(value)) throw new ScimError('invalidValue', 'Without a path, the value is an object.')
  for (const [key, given] of Object.entries(value)) {
    const extension = type.extensions.find(({ id }) => id.toLowerCase() === key.toLowerCase())
    const parts = extension && isObject(given) ? given : undefined
    const named = parts
      ? Object.entries(parts).map(([name, part]) => [`${key}:${name}`, part] as const)
      : [[key, given] as const]
    for (const [path, one] of named) {
      const target = knownTarget(type, path)
      if (target && !isReadOnly(target)) write(resource, target, { op, value: one }, looks)
    }
  }
}

function knownTarget(type: ResourceType, path: string): Target | undefined {
  try {
    return parseTarget(type, path)
  } catch (error) {
    if (error instanceof ScimError && error.scim_type === 'invalidPath') return undefined
    throw error
  }
}

const isReadOnly = ({ attribute, sub }: Target) =>
  attribute.mutability === 'readOnly' || sub?.mutability === 'readOnly'

/** RFC 7644 §3.5.2: what is read only is not changed by naming it. */
function writable(target: Target): Target {
  if (isReadOnly(target)) throw new ScimError('mutability', `${target.attribute.name} is read only.`)
  return target
}

/** RFC 7644 §3.5.2.2: what has to be there is changed, and not taken away. */
function removable(target: Target): Target {
  if (!target.attribute.required || target.sub) return writable(target)
  throw new ScimError('mutability', `${target.attribute.name} is required.`)
}

type Written = { op: Writing; value: unknown }

function write(resource: Resource, target: Target, { op, value }: Written, looks: Looks): void {
  const { extension, attribute, sub } = target
  const home = extension === undefined ? resource : objectAt(resource, extension)
  if (attribute.multiValued) return writeSeveral(home, target, { op, value }, looks)
  if (sub) {
    const parts = objectAt(home, attribute.name)
    put(parts, sub, readValue(sub, value))
    return put(home, attribute, parts)
  }
  const read = readValue(attribute, value)
  // RFC 7644 §3.5.2.3: parts that are not named stay.
  put(home, attribute, isObject(read) ? { ...objectAt(home, attribute.name), ...read } : read)
}

/** RFC 7643 §2.5: what has no value is not there. */
function put(home: Resource, { name }: Attribute, value: unknown): void {
  const isNone = value === undefined || (isObject(value) && Object.keys(value).length === 0)
  if (isNone || (Array.isArray(value) && value.length === 0)) delete home[name]
  else home[name] = value
}

/** The values that are there, each of which is about to be looked at. */
function elementsOf(home: Resource, { attribute, where }: Target, looks: Looks): Resource[] {
  const value = home[attribute.name]
  const elements = Array.isArray(value) ? value.filter(isObject) : []
  looks.left -= elements.length * (where ? comparisonsIn(where) : 1)
  if (looks.left >= 0) return elements
  throw new ScimError(
    'tooMany',
    'Put many members into one operation, in place of many operations, and name them by their value.',
  )
}

function writeSeveral(home: Resource, target: Target, { op, value }: Written, looks: Looks): void {
  const { attribute, sub, where } = target
  // RFC 7643 §7: what is immutable is what it was made as, or it is another.
  if (sub?.mutability === 'immutable')
    throw new ScimError('mutability', `${attribute.name} come and go, and do not become others.`)
  const before = elementsOf(home, target, looks)
  if (!where && !sub) {
    const read = readValue(attribute, value)
    const given = Array.isArray(read) ? read.filter(isObject) : []
    return keep(home, attribute, ...(op === 'add' ? appended(before, given) : ([given, given] as const)))
  }
  const chosen = where ? before.filter(chosenBy(where)) : before
  const read = readOne(sub ?? attribute, value)
  if (chosen.length === 0) return keep(home, attribute, ...withNew(before, target, op, read))
  const changed = new Map(chosen.map((one) => [one, changedBy(one, sub, op, read)]))
  const after = before.map((one) => changed.get(one) ?? one).filter((one) => Object.keys(one).length > 0)
  keep(home, attribute, after, [...changed.values()])
}

/** Whether a filter chooses a value. */
function chosenBy(where: Filter): (one: Resource) => boolean {
  if (where.kind !== 'compare' || where.by !== 'eq' || !where.path.attribute.caseExact)
    return (one) => matches(where, one)
  // How one member of ten thousand is named.
  const { path, value } = where
  return value === null ? (one) => matches(where, one) : (one) => one[path.attribute.name] === value
}

function changedBy(one: Resource, sub: Attribute | undefined, op: Writing, read: unknown): Resource {
  if (sub) {
    const next = { ...one }
    put(next, sub, read)
    return next
  }
  const parts = isObject(read) ? read : {}
  return op === 'add' ? { ...one, ...parts } : parts
}

/** A value that is added where no other meets the filter has what the filter asks for: so Entra adds an address for work. */
function withNew(
  before: Resource[],
  { attribute, sub, where }: Target,
  op: Writing,
  read: unknown,
): [after: Resource[], given: Resource[]] {
  // RFC 7644 §3.5.2.3: a replace needs something that is replaced.
  if (where && op === 'replace')
    throw new ScimError('noTarget', `No value of ${attribute.name} meets the filter.`)
  const made = changedBy(where ? askedBy(where) : {}, sub, 'add', read)
  return Object.keys(made).length === 0 ? [before, []] : [[...before, made], [made]]
}

/** What a value has that meets a filter of equalities. */
function askedBy(filter: Filter): Resource {
  if (filter.kind === 'and') return Object.assign({}, ...filter.terms.map(askedBy)) as Resource // of resources
  if (filter.kind !== 'compare' || filter.by !== 'eq')
    throw new ScimError('noTarget', 'No value meets the filter.')
  return { [filter.path.attribute.name]: readOne(filter.path.attribute, filter.value) }
}

/** RFC 7644 §3.5.2.1: what is there already is not added again, but may become the primary one. */
function appended(before: Resource[], given: Resource[]): [after: Resource[], given: Resource[]] {
  const added = new Map(given.map((one) => [nameOf(one), one]))
  const changed = new Map<string, Resource>()
  const kept = before.map((one) => {
    const again = added.get(nameOf(one))
    if (!again) return one
    const next = { ...one, ...again }
    changed.set(nameOf(one), next)
    return next
  })
  const fresh = [...added].filter(([name]) => !changed.has(name)).map(([, one]) => one)
  return [
    [...kept, ...fresh],
    [...changed.values(), ...fresh],
  ]
}

/** What two entries have in common that are the same: the value, or all of it, and what it is for. */
function nameOf(one: Resource): string {
  const { value, type } = one
  // The usual case, thousands of times: a member.
  if (typeof value === 'string' && (type === undefined || type === 'User')) return `=${value}`
  const rest = () => Object.entries(one).filter(([name]) => name !== 'type' && name !== 'primary')
  return JSON.stringify([value === undefined ? rest() : value, type])
}

/** RFC 7644 §3.5.2: a new primary value takes the place of the one before. */
function keep(home: Resource, attribute: Attribute, after: Resource[], given: Resource[]): void {
  const primary = given.find((one) => one['primary'] === true)
  const settled = primary
    ? after.map((one) => (one['primary'] === true && !given.includes(one) ? { ...one, primary: false } : one))
    : after
  requireFewValues(attribute, settled)
  put(home, attribute, settled)
}

/** Entra removes single members by a list of them as the value. */
function remove(resource: Resource, target: Target, value: unknown, looks: Looks): void {
  const { extension, attribute, sub, where } = target
  const home = extension === undefined ? resource : resource[extension]
  if (!isObject(home)) return
  if (!attribute.multiValued) {
    const parts = home[attribute.name]
    if (!sub) delete home[attribute.name]
    else if (isObject(parts)) put(parts, sub, undefined)
    return put(home, attribute, home[attribute.name])
  }
  const listed = where || sub ? undefined : listedIn(attribute, value)
  const isMeant = where ? chosenBy(where) : (one: Resource) => !listed || listed.has(one['value'])
  const after = elementsOf(home, target, looks).flatMap((one) => {
    if (!isMeant(one)) return [one]
    return sub ? [changedBy(one, sub, 'replace', undefined)] : []
  })
  put(home, attribute, after)
}

function listedIn(attribute: Attribute, value: unknown): Set<unknown> | undefined {
  const read = readValue(attribute, value)
  return Array.isArray(read) ? new Set(read.filter(isObject).map((one) => one['value'])) : undefined
}
