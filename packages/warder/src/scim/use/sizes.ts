import { ScimError, type Resource } from '@warder/protocol'

/** Characters of what an index holds: PostgreSQL has 2,704 bytes for an entry. */
const longestKey = 512
/** Characters of a resource, however many requests it was put together by: as many as one request has. */
const longestResource = 64 * 1024

/** A text that people and groups are found by. @throws ScimError `invalidValue` */
export function keyText(name: string, text: string): string {
  if (text.length <= longestKey) return text
  throw new ScimError('invalidValue', `${name} has at most ${longestKey} characters.`)
}

/** A resource as it is kept. @throws ScimError `invalidValue` for one that is too large to be read with many others */
export function resourceText(sent: Resource): string {
  const text = JSON.stringify(sent)
  if (text.length <= longestResource) return text
  throw new ScimError('invalidValue', `All values together have at most ${longestResource} characters.`)
}
