import { named, subOf, type Attribute, type Resource, type ResourceType } from './attribute.ts'
import { commonAttributes } from './resource-types.ts'

/** Where a value is: an attribute, perhaps of an extension, perhaps one part of it. */
export type AttributePath = {
  /** The URN of the extension that has it; undefined for what is at the top. */
  extension: string | undefined
  attribute: Attribute
  sub: Attribute | undefined
}

/** What a name stands for in some place; undefined where there is nothing of that name. */
export type Resolve = (name: string) => AttributePath | undefined

/**
 * `userName`, `name.givenName`, or either behind the URN of its schema (RFC 7644 §3.10).
 */
export function resolveIn({ schema, extensions }: ResourceType): Resolve {
  return (name) => {
    const key = name.toLowerCase()
    for (const one of [schema, ...extensions]) {
      if (!key.startsWith(`${one.id.toLowerCase()}:`)) continue
      const extension = one === schema ? undefined : one.id
      return pathIn(one.attributes, name.slice(one.id.length + 1), extension)
    }
    return pathIn([...commonAttributes, ...schema.attributes], name, undefined)
  }
}

/** Within the brackets of a value filter, names are those of the parts (RFC 7644 §3.5.2). */
export function resolvePartsOf(attribute: Attribute): Resolve {
  return (name) => pathIn(attribute.subAttributes ?? [], name, undefined)
}

function pathIn(
  attributes: readonly Attribute[],
  name: string,
  extension: string | undefined,
): AttributePath | undefined {
  const [first = '', second, ...rest] = name.split('.')
  const attribute = named(attributes, first)
  if (!attribute || rest.length > 0) return undefined
  if (second === undefined) return { extension, attribute, sub: undefined }
  const sub = subOf(attribute, second)
  return sub && { extension, attribute, sub }
}

export function isObject(value: unknown): value is Resource {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** RFC 7643 §2.1: the member of a name in small letters, however it is written. */
export function memberOf(value: Record<string, unknown>, name: string): unknown {
  return Object.entries(value).find(([key]) => key.toLowerCase() === name)?.[1]
}

/** What stands under an attribute, as a list: none, one or several. */
export function valuesOf(resource: Resource, { extension, attribute, sub }: AttributePath): unknown[] {
  const home = extension === undefined ? resource : resource[extension]
  const value = isObject(home) ? home[attribute.name] : undefined
  const all: unknown[] = Array.isArray(value) ? value : [value]
  const found = sub ? all.map((one) => (isObject(one) ? one[sub.name] : undefined)) : all
  return found.filter((one) => one !== undefined)
}
