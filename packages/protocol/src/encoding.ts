import { timingSafeEqual } from 'node:crypto'

/**
 * Decodes base64url in its one canonical form: no padding, no white space, no `+` or `/`, no other bytes
 * than those the encoder would write. Anything else is undefined.
 *
 * A second spelling of the same bytes would let a token pass a deny list that names the first.
 *
 * @see RFC 7515 §2 and RFC 4648 §3.5
 */
export function decodeBase64url(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url')
  // Node skips what it does not know. Encoding again shows whether it skipped anything.
  return bytes.toString('base64url') === text ? bytes : undefined
}

/** Compares two secrets in a time that depends on their lengths alone. */
export function constantTimeEqual(a: string, b: string): boolean {
  // As UTF-16 and not UTF-8, which would write every unpaired surrogate as the same replacement character.
  const [x, y] = [Buffer.from(a, 'utf16le'), Buffer.from(b, 'utf16le')]
  return x.length === y.length && timingSafeEqual(x, y)
}
