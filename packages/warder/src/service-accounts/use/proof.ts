import type { CredentialVersion } from '../../oauth-server/claims/credential-claims.ts'

/** Why a service account was not believed; for the audit alone. */
export type ProofRefusal =
  | 'unknown'
  | 'expired'
  | 'replaced'
  | 'disabled'
  | 'signature'
  | 'method'
  | 'workload'

export type Proof =
  | { ok: true; credential: CredentialVersion }
  | { ok: false; reason: ProofRefusal; credential?: CredentialVersion; detail?: string }
