import { hkdfSync } from 'node:crypto'
import { openUnder, sealUnder } from '../../crypto/secrets.ts'
import type { TokenAnswer } from './answer.ts'

const context = 'refresh_token.successor'

/**
 * The answer of a rotation, kept for the grace window under a key that only the presented token gives
 * (RFC 5869 §2): whoever reads the database alone finds no token in it.
 */
export function sealAnswer(presented: string, answer: TokenAnswer): string {
  return sealUnder(keyOf(presented), context, JSON.stringify(answer))
}

/** Undefined when there is nothing to open, or the token presented is not the one it was sealed for. */
export function openAnswer(presented: string, sealed: string | null): TokenAnswer | undefined {
  const opened = sealed === null ? undefined : openUnder(keyOf(presented), context, sealed)
  // Sealed by `sealAnswer` and authenticated, so it is what was put in.
  return opened && (JSON.parse(opened.toString('utf8')) as TokenAnswer)
}

// The token has 256 random bits, so there is nothing for a salt or a slow hash to add.
const keyOf = (presented: string) => Buffer.from(hkdfSync('sha256', presented, '', context, 32))
