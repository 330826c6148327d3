import { Problem } from '@warder/protocol'
import type { Call } from '../../http/router.ts'
import { issue, waitInstead, type Purpose } from './challenge.ts'
import { pieces } from './puzzle.ts'
import { bitsNow, type WireChallenge } from './require.ts'

/** What the form of a page needs to know of a challenge. */
export type Shown = { token: string; bits: number; pieces: number; wait: number }

/**
 * The challenge of a form: the one that an error brings, or else a new one while work is asked for, so that it is done
 * by the time the form is filled in.
 */
export function challengeOn(
  call: Pick<Call, 'app' | 'trace'>,
  purpose: Purpose,
  { error, account }: { error?: unknown; account?: string | undefined } = {},
): Shown | undefined {
  const brought = error instanceof Problem ? error.extra['challenge'] : undefined
  if (brought !== undefined) {
    const { token, bits, wait } = brought as WireChallenge // only `requireWork` puts one there
    return { token, bits, pieces, wait }
  }
  const bits = bitsNow(call, account)
  if (bits === undefined) return undefined
  const { token } = issue(call.app, purpose, call.trace.address, bits)
  return { token, bits, pieces, wait: waitInstead }
}
