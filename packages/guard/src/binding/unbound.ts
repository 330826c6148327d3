import { dpopChallenge } from '@warder/protocol'
import type { Refusal, RefusalReason } from '../refusal.ts'
import type { Refuse } from '../refuse.ts'
import type { Settings } from '../settings/resolve.ts'
import { currentNonce } from './nonce.ts'

const proofs: ReadonlySet<RefusalReason> = new Set(['no_proof', 'wrong_proof', 'replayed_proof'])

/** The answer to a token that is bound to a key, and came without it. The nonce goes with it, so that the next proof has it. */
export function unbound(refuse: Refuse, reason: RefusalReason, settings: Settings, cnf: unknown): Refusal {
  const nonce = currentNonce(settings)
  const told = nonce === undefined ? {} : { nonce }
  if (reason === 'no_nonce') {
    const detail = 'Send the DPoP proof with the nonce of the header DPoP-Nonce.'
    return { ...refuse('use_dpop_nonce', reason, detail), ...told }
  }
  if (!proofs.has(reason)) {
    const detail = 'The access token is not valid here.'
    const refused = refuse('invalid_token', reason, detail)
    if (!isOfKey(cnf)) return refused
    // RFC 9449 §7.1: so that a client which sent it as a bearer token learns how it is sent.
    return { ...refused, challenge: dpopChallenge({ error: 'invalid_token', description: detail }) }
  }
  const detail = 'Send a fresh DPoP proof of the key that the access token is bound to.'
  return { ...refuse('invalid_dpop_proof', reason, detail), ...told }
}

const isOfKey = (cnf: unknown) => typeof cnf === 'object' && cnf !== null && Object.hasOwn(cnf, 'jkt')
