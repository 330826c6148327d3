/** An attribute with the characteristics of RFC 7643 §2.2, written as the document of a schema has them (RFC 7643 §7). */
export type Attribute = {
  readonly name: string
  readonly type: 'string' | 'boolean' | 'complex' | 'dateTime' | 'reference'
  readonly multiValued: boolean
  readonly description: string
  readonly required: boolean
  readonly caseExact: boolean
  readonly mutability: 'readWrite' | 'readOnly' | 'immutable'
  readonly returned: 'default' | 'always'
  readonly uniqueness: 'none' | 'server'
  readonly referenceTypes?: readonly string[]
  /** What is usual; other values are kept too. */
  readonly canonicalValues?: readonly string[]
  readonly subAttributes?: readonly Attribute[]
}

export type Schema = {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly attributes: readonly Attribute[]
}

/** A kind of resource: its schema and what extends it (RFC 7643 §6). */
export type ResourceType = {
  readonly name: 'User' | 'Group'
  readonly endpoint: string
  readonly schema: Schema
  readonly extensions: readonly Schema[]
}

/** A resource in its one form: names as the schema spells them, no attribute that is not there, an extension under its URN. */
export type Resource = Record<string, unknown>

type More = Partial<Omit<Attribute, 'name' | 'type' | 'description'>>

function attribute(name: string, type: Attribute['type'], description: string, more: More): Attribute {
  return {
    name,
    type,
    multiValued: false,
    description,
    required: false,
    caseExact: false,
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'none',
    ...more,
  }
}

export const text = (name: string, description: string, more: More = {}): Attribute =>
  attribute(name, 'string', description, more)

export const flag = (name: string, description: string): Attribute =>
  attribute(name, 'boolean', description, {})

export const time = (name: string, description: string): Attribute =>
  attribute(name, 'dateTime', description, { mutability: 'readOnly' })

export const reference = (
  name: string,
  description: string,
  to: readonly string[],
  more: More = {},
): Attribute => attribute(name, 'reference', description, { caseExact: true, referenceTypes: to, ...more })

export const complex = (
  name: string,
  description: string,
  subAttributes: readonly Attribute[],
  more: More = {},
): Attribute => attribute(name, 'complex', description, { ...more, subAttributes })

/** Several values of one kind, as RFC 7643 §2.4 has them. */
export const several = (name: string, description: string): Attribute =>
  complex(
    name,
    description,
    [
      text('value', 'The value.'),
      text('display', 'A name for people to read.'),
      text('type', 'What it is for.', { canonicalValues: ['work', 'home', 'other'] }),
      flag('primary', 'Whether it is the preferred one.'),
    ],
    { multiValued: true },
  )

/** RFC 7643 §2.4: a multi-valued attribute without a sub-attribute means its `value`. */
export function leafOf(of: Attribute): Attribute | undefined {
  return of.subAttributes ? subOf(of, 'value') : of
}

/** RFC 7643 §2.1: names are compared without regard to case. */
export function named(attributes: readonly Attribute[], name: string): Attribute | undefined {
  const key = name.toLowerCase()
  return attributes.find((one) => one.name.toLowerCase() === key)
}

export function subOf({ subAttributes = [] }: Attribute, name: string): Attribute | undefined {
  return named(subAttributes, name)
}
