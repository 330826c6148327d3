import { checkDpopProof, OAuthError, type SigningAlgorithm } from '@warder/protocol'
import type { Call } from '../../http/router.ts'
import type { Client } from '../clients/client.ts'
import { endpointHere } from './audiences.ts'
import { fapiAlgorithms } from './client-assertion.ts'
import { currentNonce, isCurrentNonce } from './dpop-nonce.ts'

/** A key that the caller has shown to have. */
export type ProvenKey = {
  jkt: string
  /** What the proof was signed with. */
  alg: SigningAlgorithm
  /**
   * Uses the proof up. Call it before anything is given for it, and not before it is known who asks: each leaves a row.
   *
   * @throws OAuthError invalid_dpop_proof when it was used before, on whichever instance
   */
  spend: () => Promise<void>
}

/**
 * The key of the DPoP proof of a request; undefined when it came without one.
 *
 * @param access_token the token beside it, at a resource
 * @throws OAuthError invalid_dpop_proof or use_dpop_nonce
 * @see RFC 9449 §4.3 and §8
 */
export function provenKey(call: Call, access_token?: string): ProvenKey | undefined {
  const { app, request } = call
  const header = request.headers.get('dpop')
  if (header === null) return undefined
  const nonceRequired = app.config.dpop_nonce === 'required'
  // RFC 9449 §8.2: with every answer, so that the next proof has it.
  if (nonceRequired) call.headers = { ...call.headers, 'dpop-nonce': currentNonce(call) }
  const now = app.now()
  const { jkt, alg, jti, until } = checkDpopProof(header, {
    method: request.method,
    // By a name that this server has, whatever host it was asked for.
    url: endpointHere(call),
    now,
    ...(access_token !== undefined && { access_token }),
    isNonce: (nonce) => isCurrentNonce(call, nonce),
    nonceRequired,
  })
  const mark = async () => {
    if (!(await app.replay.once(`dpop ${jkt} ${jti}`, until, now)))
      throw new OAuthError('invalid_dpop_proof', 'the proof was used before')
  }
  let spent: Promise<void> | undefined
  // One request may come to it twice, when it lost a race and decides again.
  return { jkt, alg, spend: () => (spent ??= mark()) }
}

/** FAPI 2.0 Security Profile §5.4.1: what its clients may sign with. @throws OAuthError invalid_dpop_proof */
export function checkProofOf(client: Pick<Client, 'profile'> | undefined, key: ProvenKey | undefined): void {
  if (client?.profile && key && !fapiAlgorithms.includes(key.alg))
    throw new OAuthError(
      'invalid_dpop_proof',
      `proofs of this client are signed with ${fapiAlgorithms.join(', ')}`,
    )
}
