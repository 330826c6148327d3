import type { Presented } from '../check.ts'
import type { Credential } from '../credentials/credential.ts'
import type { RefusalReason } from '../refusal.ts'
import type { Settings } from '../settings/resolve.ts'
import { certificateThumbprint } from './certificate.ts'
import { proofRefusal } from './proof.ts'

type Token = Extract<Credential, { kind: 'token' }>

/**
 * Whether a token that is bound to a key (`cnf`, RFC 7800 §3) comes with a proof of that key: undefined when it does, or
 * when it is bound to none. Whatever it is bound to that is not known here is refused.
 */
export type Binding = (
  cnf: unknown,
  presented: Token,
  request: Presented,
) => RefusalReason | undefined | Promise<RefusalReason | undefined>

export function bindingOf(settings: Settings): Binding {
  return (cnf, presented, request) => {
    if (cnf === undefined) {
      // RFC 9449 §7.1: the scheme DPoP is for tokens that are bound to a key.
      return presented.scheme === 'Bearer' ? undefined : 'bound_token'
    }
    if (typeof cnf !== 'object' || cnf === null || Array.isArray(cnf)) return 'bound_token'
    const { jkt, 'x5t#S256': x5t, ...unknown } = cnf as Record<string, unknown>
    if ((jkt === undefined && x5t === undefined) || Object.keys(unknown).length > 0) return 'bound_token'
    // RFC 9449 §7.1: what is bound to a key comes by its own scheme, and nothing else does.
    if ((jkt === undefined) !== (presented.scheme === 'Bearer')) return 'bound_token'
    // RFC 8705 §3: the certificate of this very connection.
    if (x5t !== undefined && certificateThumbprint(request, settings) !== x5t) return 'wrong_certificate'
    return jkt === undefined ? undefined : proofRefusal(jkt, presented.token, request, settings)
  }
}
