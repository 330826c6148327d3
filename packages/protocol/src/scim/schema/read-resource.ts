import { ScimError } from '../error.ts'
import { named, subOf, type Attribute, type Resource, type ResourceType } from './attribute.ts'
import { isObject } from './attribute-path.ts'
import { commonAttributes } from './resource-types.ts'

const longestText = 4096
const mostValues = 100
/** A group is as large as this at most, and no single request has as many. */
export const mostMembers = 10_000

/**
 * What a client sent, in its one form. What the server alone says is left out (RFC 7644 §3.3, RFC 7644 §3.5.1), and so is what
 * no schema names.
 *
 * @throws ScimError `invalidSyntax` or `invalidValue`
 */
export function readResource(type: ResourceType, value: unknown): Resource {
  if (!isObject(value)) throw new ScimError('invalidSyntax', `A ${type.name} is a JSON object.`)
  const found = readParts([...commonAttributes, ...type.schema.attributes], value)
  for (const { id, attributes } of type.extensions) {
    const extended = Object.entries(value).find(([key]) => key.toLowerCase() === id.toLowerCase())?.[1]
    const parts = isObject(extended) ? readParts(attributes, extended) : {}
    if (Object.keys(parts).length > 0) found[id] = parts
  }
  return found
}

/** @throws ScimError `invalidValue` for a resource without something that it must have */
export function requireComplete({ schema }: ResourceType, resource: Resource): void {
  const missing = schema.attributes.find(({ name, required }) => required && !resource[name])
  if (missing) throw new ScimError('invalidValue', `${missing.name} is required.`)
}

function readParts(attributes: readonly Attribute[], value: Resource): Resource {
  const found: Resource = {}
  for (const [key, given] of Object.entries(value)) {
    const attribute = named(attributes, key)
    if (!attribute || attribute.mutability === 'readOnly') continue
    const read = readValue(attribute, given)
    if (read !== undefined) found[attribute.name] = read
  }
  return found
}

/**
 * One value, or all values of an attribute with several. RFC 7643 §2.5: null and an empty list are no value, which is undefined
 * here.
 *
 * @throws ScimError `invalidValue`
 */
export function readValue(attribute: Attribute, value: unknown): unknown {
  if (!attribute.multiValued) return readOne(attribute, value)
  if (value === null || value === undefined) return undefined
  const given: unknown[] = Array.isArray(value) ? value : [value]
  // Before each of them is looked at.
  if (given.length > mostOf(attribute)) throw wrong(attribute, `has at most ${mostOf(attribute)} values`)
  const read = given.map((one) => readOne(attribute, one)).filter((one) => one !== undefined)
  requireFewValues(attribute, read)
  return read.length === 0 ? undefined : read
}

const mostOf = ({ name }: Attribute): number => (name === 'members' ? mostMembers : mostValues)

/** @throws ScimError `invalidValue` for more values than there may be, or more than one primary one */
export function requireFewValues(attribute: Attribute, read: readonly unknown[]): void {
  if (read.length > mostOf(attribute)) throw wrong(attribute, `has at most ${mostOf(attribute)} values`)
  // RFC 7643 §2.4: true stands once at most.
  if (read.filter((one) => isObject(one) && one['primary'] === true).length > 1)
    throw wrong(attribute, 'has one primary value at most')
}

/** One value of an attribute, whether it has several or not. */
export function readOne(attribute: Attribute, value: unknown): unknown {
  if (value === null || value === undefined) return undefined
  if (attribute.type === 'boolean') return readFlag(attribute, value)
  if (attribute.type === 'complex') return readComplex(attribute, value)
  return readText(attribute, value)
}

function readText(attribute: Attribute, value: unknown): string | undefined {
  if (typeof value !== 'string') throw wrong(attribute, 'is text')
  if (value.length > longestText) throw wrong(attribute, `has at most ${longestText} characters`)
  return value === '' ? undefined : value
}

/** Entra writes "True" and "False". */
function readFlag(attribute: Attribute, value: unknown): boolean {
  if (typeof value === 'boolean') return value
  const word = typeof value === 'string' ? value.toLowerCase() : ''
  if (word !== 'true' && word !== 'false') throw wrong(attribute, 'is true or false')
  return word === 'true'
}

/** Entra sends the manager as the text alone. */
function readComplex(attribute: Attribute, value: unknown): Resource | undefined {
  const given = typeof value === 'string' && subOf(attribute, 'value') ? { value } : value
  if (!isObject(given)) throw wrong(attribute, 'is an object')
  const parts = readParts(attribute.subAttributes ?? [], given)
  return Object.keys(parts).length === 0 ? undefined : parts
}

function wrong({ name }: Attribute, what: string): ScimError {
  return new ScimError('invalidValue', `${name} ${what}.`)
}
