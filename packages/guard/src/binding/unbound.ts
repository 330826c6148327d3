import type { Refusal, RefusalReason } from '../refusal.ts'
import type { Refuse } from '../refuse.ts'

const proofs: ReadonlySet<RefusalReason> = new Set(['no_proof', 'wrong_proof', 'replayed_proof'])

/** The answer to a token that is bound to a key, and came without it. */
export function unbound(refuse: Refuse, reason: RefusalReason): Refusal {
  return proofs.has(reason)
    ? refuse(
        'invalid_dpop_proof',
        reason,
        'Send a fresh DPoP proof of the key that the access token is bound to.',
      )
    : refuse('invalid_token', reason, 'The access token is not valid here.')
}
