import { accept, refuse, type Kind } from './kind.ts'

/** How to make a key, as every message about one ends. */
export const makeKey = `Make one with: node -p "crypto.randomBytes(32).toString('base64url')"`

/** Keys that were ever shown in documentation, examples or tests. Whoever can read those can read this database. */
const shown = new Set([
  'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8',
  'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY',
])

/** Keys in canonical base64url (RFC 4648 §5, without padding), 32 bytes or more, separated by spaces. */
export const secretKeys: Kind<Buffer[]> = {
  label: 'keys',
  list: true,
  parse(input) {
    const keys: Buffer[] = []
    const words = input.split(/\s+/).filter(Boolean)
    for (const [at, word] of words.entries()) {
      const which = words.length > 1 ? `key ${at + 1} ` : ''
      const key = Buffer.from(word, 'base64url')
      // A word like `changeme` is short before it is anything else: say the useful thing.
      if (key.length < 32) return refuse(`${which}is shorter than 32 bytes`, makeKey)
      if (!/^[\w-]+$/.test(word)) return refuse(`${which}is not base64url without padding`, makeKey)
      // RFC 4648 §3.5: the bits after the last byte are zero.
      if (key.toString('base64url') !== word)
        return refuse(`${which}was cut off or mistyped: no base64url of whole bytes ends like it`, makeKey)
      keys.push(key)
    }
    return keys.length > 0 ? accept(keys) : refuse('holds no key', makeKey)
  },
}

/**
 * Why a key must not protect anything real, or undefined. It cannot prove that a key is random; it
 * finds what people actually write: a word, a repeated pattern, a counted row, the key of an example.
 */
export function weakness(key: Buffer): string | undefined {
  const written = key.toString('base64url')
  if (shown.has(written)) return 'was shown in an example'
  if (/change.?me|secret|passw[o0]rd|example|default|warder/i.test(written + key.toString('latin1')))
    return 'contains a word'
  // 32 random bytes are printable throughout once in 10^13 keys.
  if (key.every((byte) => byte >= 0x20 && byte < 0x7f)) return 'is text, not random bytes'
  if (new Set(key).size < 12 || repeats(key)) return 'repeats itself'
  const step = (key[1] ?? 0) - (key[0] ?? 0)
  if (key.every((byte, at) => at === 0 || byte - (key[at - 1] ?? 0) === step)) return 'counts up or down'
  return undefined
}

/** A string with a period is found inside its own doubling before its end. */
function repeats(key: Buffer): boolean {
  return Buffer.concat([key, key]).indexOf(key, 1) < key.length
}
