import type { Secrets } from './secrets.ts'
import { newNonce } from './tokens.ts'

/** What is kept of a code that somebody types: with the database alone nobody can try all there are. */
export type KeptCode = { nonce: string; mac: string }

/** @param purpose what the code is for: one that was made for another purpose never matches */
export function keepCode({ secrets }: { secrets: Secrets }, purpose: string, code: string): KeptCode {
  const nonce = newNonce()
  return { nonce, mac: secrets.mac(purpose, `${nonce} ${code}`) }
}

export function codeMatches(
  { secrets }: { secrets: Secrets },
  purpose: string,
  { nonce, mac }: KeptCode,
  code: string,
): boolean {
  return secrets.macMatches(purpose, `${nonce} ${code}`, mac)
}
