import type { Resource, ResourceType } from './attribute.ts'
import { isObject, resolveIn, type AttributePath } from './attribute-path.ts'

/** Which attributes are asked for (RFC 7644 §3.9): these alone, or all but these. */
export type Asked = { attributes?: readonly string[]; excluded?: readonly string[] }

const always = ['schemas', 'id']

/** The part of a resource that is asked for. Its id is always part of it; names that no schema has are passed over. */
export function project(type: ResourceType, resource: Resource, { attributes, excluded }: Asked): Resource {
  if (attributes !== undefined) return only(resource, pathsOf(type, attributes))
  return excluded === undefined ? resource : without(resource, pathsOf(type, excluded))
}

/** Whether an attribute at the top is part of what is asked for. */
export function isAsked(type: ResourceType, name: string, { attributes, excluded }: Asked): boolean {
  const has = (names: readonly string[]) =>
    pathsOf(type, names).some(({ attribute }) => attribute.name === name)
  return attributes ? has(attributes) : !excluded || !has(excluded)
}

function pathsOf(type: ResourceType, names: readonly string[]): AttributePath[] {
  return names.map(resolveIn(type)).filter((path) => path !== undefined)
}

function only(resource: Resource, paths: readonly AttributePath[]): Resource {
  const found: Resource = {}
  for (const name of always) if (resource[name] !== undefined) found[name] = resource[name]
  for (const path of paths) {
    const from = homeIn(resource, path)
    const value = from?.[path.attribute.name]
    if (value === undefined) continue
    const to = path.extension === undefined ? found : objectAt(found, path.extension)
    const { sub, attribute } = path
    to[attribute.name] = sub
      ? joined(
          to[attribute.name],
          partsOf(value, (name) => name === sub.name),
        )
      : value
  }
  return found
}

function without(resource: Resource, paths: readonly AttributePath[]): Resource {
  const found = structuredClone(resource)
  for (const path of paths) {
    const home = homeIn(found, path)
    const { attribute, sub } = path
    if (!home || home[attribute.name] === undefined || attribute.returned === 'always') continue
    if (sub) home[attribute.name] = partsOf(home[attribute.name], (name) => name !== sub.name)
    else delete home[attribute.name]
  }
  return found
}

function homeIn(resource: Resource, { extension }: AttributePath): Resource | undefined {
  const home = extension === undefined ? resource : resource[extension]
  return isObject(home) ? home : undefined
}

/** An object under a name, made where there is none. */
export function objectAt(resource: Resource, name: string): Resource {
  const there = resource[name]
  if (isObject(there)) return there
  const made: Resource = {}
  resource[name] = made
  return made
}

function partsOf(value: unknown, keep: (name: string) => boolean): unknown {
  if (Array.isArray(value)) return value.map((one) => partsOf(one, keep))
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).filter(([name]) => keep(name)))
}

/** Parts of the same values that were asked for one by one. */
function joined(before: unknown, now: unknown): unknown {
  if (Array.isArray(before) && Array.isArray(now)) return before.map((one, at) => joined(one, now[at]))
  return isObject(before) && isObject(now) ? { ...before, ...now } : now
}
