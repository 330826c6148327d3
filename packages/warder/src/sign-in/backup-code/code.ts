import { newRecoverySecret } from '../../crypto/tokens.ts'

/** Crockford's base32: no letter that looks like a digit, and no U, so that no word stands in it by chance. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/** What people read for something else, or their keyboard writes for it. */
const meant: Readonly<Record<string, string>> = { o: '0', i: '1', l: '1' }

/** 80 random bits in sixteen characters. */
export function newRecoveryCode(): string {
  let rest = BigInt(`0x${newRecoverySecret().toString('hex')}`)
  let code = ''
  for (let at = 0; at < 16; at++) {
    code = (alphabet[Number(rest & 31n)] ?? '') + code
    rest >>= 5n
  }
  return code
}

/** As it is shown: `xxxx-xxxx-xxxx-xxxx`. */
export function grouped(code: string): string {
  return code.match(/.{4}/g)?.join('-') ?? code
}

/** A code as somebody types it, in any case, with or without dashes; undefined when it cannot be one. */
export function readRecoveryCode(typed: string): string | undefined {
  const code = typed
    .toLowerCase()
    .replace(/[\s\p{Pd}]/gu, '')
    .replace(/[oil]/g, (letter) => meant[letter] ?? letter)
  return /^[0-9a-hjkmnp-tv-z]{16}$/.test(code) ? code : undefined
}
