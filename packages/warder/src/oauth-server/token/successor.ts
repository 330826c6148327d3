import { hkdfSync } from 'node:crypto'
import { openUnder, sealUnder } from '../../crypto/secrets.ts'
import type { TokenAnswer } from './answer.ts'

const context = 'refresh_token.successor'

/**
 * The answer of a rotation, kept for the grace window under a key that only the presented token gives
 * (RFC 5869 §2): whoever reads the database alone finds no token in it.
 *
 * @param key what was proved with the request, and must be again: its tokens are of no use to anybody else
 */
export function sealAnswer(presented: string, answer: TokenAnswer, key: string | undefined): string {
  return sealUnder(keyOf(presented), contextOf(key), JSON.stringify(answer))
}

/** Undefined when there is nothing to open, or the token presented is not the one it was sealed for, or another key was proved. */
export function openAnswer(
  presented: string,
  sealed: string | null,
  key: string | undefined,
): TokenAnswer | undefined {
  const opened = sealed === null ? undefined : openUnder(keyOf(presented), contextOf(key), sealed)
  // Sealed by `sealAnswer` and authenticated, so it is what was put in.
  return opened && (JSON.parse(opened.toString('utf8')) as TokenAnswer)
}

const contextOf = (key: string | undefined) => (key === undefined ? context : `${context} ${key}`)

// The token has 256 random bits, so there is nothing for a salt or a slow hash to add.
const keyOf = (presented: string) => Buffer.from(hkdfSync('sha256', presented, '', context, 32))
