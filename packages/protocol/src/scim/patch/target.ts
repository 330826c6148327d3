import { ScimError } from '../error.ts'
import { parseFilter, type Filter } from '../filter/parse-filter.ts'
import { subOf, type Attribute, type ResourceType } from '../schema/attribute.ts'
import { resolveIn, resolvePartsOf } from '../schema/attribute-path.ts'

/** What an operation is about: an attribute or a part of it, of all its values or of those that meet a filter. */
export type Target = {
  extension: string | undefined
  attribute: Attribute
  sub: Attribute | undefined
  where: Filter | undefined
}

const selecting = /^([^[\]]+)\[(.*)\](?:\.([A-Za-z$][\w$-]*))?$/s

/**
 * Reads the path of an operation: `userName`, `name.givenName`, `emails[type eq "work"]` or `emails[type eq "work"].value`.
 *
 * @throws ScimError `invalidPath` for what is no path, or leads to nothing that there is; `invalidFilter` for what is wrong
 *   between the brackets
 * @see RFC 7644 §3.5.2
 */
export function parseTarget(type: ResourceType, path: string): Target {
  const [, name = path, filter, part] = path.length > 2048 ? [] : (selecting.exec(path) ?? [])
  const found = resolveIn(type)(name)
  if (!found) throw invalid(path)
  const { extension, attribute } = found
  if (filter === undefined) return { ...found, where: undefined }
  if (!attribute.multiValued || found.sub) throw invalid(path)
  const sub = part === undefined ? undefined : subOf(attribute, part)
  if (part !== undefined && !sub) throw invalid(path)
  return { extension, attribute, sub, where: parseFilter(filter, resolvePartsOf(attribute)) }
}

function invalid(path: string): ScimError {
  return new ScimError('invalidPath', `${path.slice(0, 100)} leads to no attribute.`)
}
