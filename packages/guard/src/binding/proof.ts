import { checkDpopProof, OAuthError } from '@warder/protocol'
import type { Presented } from '../check.ts'
import type { RefusalReason } from '../refusal.ts'
import type { Settings } from '../settings/resolve.ts'
import { isCurrentNonce } from './nonce.ts'
import { targetOf } from '../sources/signatures/target.ts'

/**
 * Whether a request comes with a proof of the key that its token is bound to: undefined when it does. The token was
 * verified before, so that nobody can fill the memory of used proofs with inventions.
 *
 * @see RFC 9449 §4.3 and §7.2
 */
export async function proofRefusal(
  jkt: unknown,
  access_token: string,
  request: Presented,
  settings: Settings,
): Promise<RefusalReason | undefined> {
  const header = request.headers.get('dpop')
  if (header === null) return 'no_proof'
  const target = targetOf(request, settings)
  if (!target) return 'wrong_proof'
  const { scheme, authority, path } = target
  const now = settings.clock.now()
  try {
    const url = `${scheme}://${authority}${path}`
    const proof = checkDpopProof(header, {
      method: request.method,
      url,
      access_token,
      now,
      ...(settings.nonce_secret !== '' && {
        isNonce: (nonce: string) => isCurrentNonce(settings, nonce),
        nonceRequired: true,
      }),
    })
    if (proof.jkt !== jkt) return 'wrong_proof'
    const first = await settings.replay(`dpop ${proof.jkt} ${proof.jti}`, proof.until, now)
    return first ? undefined : 'replayed_proof'
  } catch (error) {
    if (error instanceof OAuthError) return error.code === 'use_dpop_nonce' ? 'no_nonce' : 'wrong_proof'
    throw error
  }
}
