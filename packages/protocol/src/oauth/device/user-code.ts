/** RFC 8628 §6.1: letters that are hard to mistake and spell no word. */
export const userCodeAlphabet = 'BCDFGHJKLMNPQRSTVWXZ'

/** Eight of twenty letters are 34.5 bits, for a code that lives for minutes and that few may guess at (RFC 8628 §5.1). */
export const userCodeLength = 8

/** What somebody typed, as it is compared: in any case, with or without the dash. Undefined when it is no such code. */
export function readUserCode(typed: string): string | undefined {
  const code = typed.toUpperCase().replace(/[\s-]/g, '')
  if (code.length !== userCodeLength) return undefined
  return [...code].every((letter) => userCodeAlphabet.includes(letter)) ? code : undefined
}

/** As people read it: `WDJB-MJHT`. */
export function showUserCode(code: string): string {
  const half = userCodeLength / 2
  return `${code.slice(0, half)}-${code.slice(half)}`
}
