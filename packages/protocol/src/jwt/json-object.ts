import { isUtf8 } from 'node:buffer'

export type JsonObject = Record<string, unknown>

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * Reads the JSON object a part of a token holds; undefined for anything else, and for an object that names a
 * member twice. Which of the two counts differs between parsers, and the guard and the application behind
 * it may have different ones.
 *
 * @see RFC 7515 §4 and RFC 7519 §4
 */
export function parseJsonObject(bytes: Buffer): JsonObject | undefined {
  if (!isUtf8(bytes)) return undefined
  const text = bytes.toString()
  try {
    const value: unknown = JSON.parse(text)
    if (!isJsonObject(value)) return undefined
    return isAsWeWrite(value, text) || !repeatsMember(text) ? value : undefined
  } catch {
    return undefined
  }
}

// Characters. Longer texts may nest so deep that serialising them takes 20 ms and then overflows the stack.
const longestToSerialise = 2048

/** Most tokens are written the way we would write them, and then no member can have been lost. Quicker than to look. */
function isAsWeWrite(value: JsonObject, text: string): boolean {
  return text.length <= longestToSerialise && JSON.stringify(value) === text
}

/** Whether any object in a text, known to be valid JSON, names a member twice. */
export function repeatsMember(text: string): boolean {
  const open: (Set<string> | null)[] = []
  let expectsName = false
  for (let at = 0; at < text.length; at++) {
    switch (text[at]) {
      case '{':
        open.push(new Set())
        expectsName = true
        break
      case '[':
        open.push(null)
        expectsName = false
        break
      case '}':
      case ']':
        open.pop()
        expectsName = false
        break
      case ',':
        expectsName = open.at(-1) instanceof Set
        break
      case '"': {
        const end = endOfString(text, at)
        if (expectsName) {
          // Two spellings of one name, such as "a" and "\u0061", are one member.
          const name = String(JSON.parse(text.slice(at, end + 1)))
          const names = open.at(-1)
          if (names?.has(name)) return true
          names?.add(name)
          expectsName = false
        }
        at = end
        break
      }
      default:
      // A number, true, false, null, a colon or white space.
    }
  }
  return false
}

function endOfString(text: string, start: number): number {
  let at = start + 1
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at
}
