import type { X509Certificate } from 'node:crypto'

/** Who asks for passkeys, by the words of WebAuthn Level 3: what a response must have been made for. */
export type RelyingParty = {
  rp_id: string
  /** Origins whose pages may use passkeys; compared byte for byte. */
  origins: readonly string[]
  /** Origins of pages that may hold such a page in a frame; none is no frame at all. */
  top_origins: readonly string[]
  /** COSE algorithms of new passkeys (RFC 9053), the best first. */
  algorithms: readonly number[]
  /** Who vouches for new authenticators, and which models are taken; null where nobody has to. */
  attestation: { roots: readonly X509Certificate[]; allowed: readonly string[] } | null
}

/** Why a response was not accepted. For the audit; whoever sent it is told nothing of it. */
export type Reason =
  | 'form'
  | 'challenge'
  | 'type'
  | 'origin'
  | 'cross_origin'
  | 'rp_id'
  | 'presence'
  | 'verification'
  | 'backup'
  | 'credential'
  | 'algorithm'
  | 'key'
  | 'signature'
  | 'attestation'

export type Refused = { ok: false; reason: Reason }

export const refused = (reason: Reason): Refused => ({ ok: false, reason })
