import { newKey } from '../../crypto/tokens.ts'
import type { Factor } from '../../store/people/factors.ts'
import { minute } from '../../time.ts'
import { keptOf } from './kept.ts'
import type { RelyingParty } from './webauthn/relying-party.ts'

/** How long somebody may take over the dialogue of their browser. WebAuthn Level 3 §15.1 recommends five to ten minutes. */
export const lifetime = 5 * minute

const timeout = lifetime * 1000

/** WebAuthn Level 3 §13.4.3: at least 16 random bytes. */
export function newChallenge(): string {
  return newKey().toString('base64url')
}

/** WebAuthn Level 3 §14.6.1: it says nothing of the person, not even their id. */
export function newUserHandle(): string {
  return newKey().toString('base64url')
}

/** A passkey signs in by itself; a security key is the second step after a password. */
export const kinds = ['passkey', 'security-key'] as const
export type Kind = (typeof kinds)[number]

type Listed = Pick<Factor, 'lookup' | 'data'>

function descriptor(row: Listed) {
  const { transports } = keptOf(row)
  return { type: 'public-key', id: row.lookup, ...(transports.length > 0 && { transports }) }
}

type Creation = {
  challenge: string
  user_handle: string
  kind: Kind
  /** As authenticators list the account. */
  person: { email: string; full_name: string }
  brand: string
  /** Those that the person has: one authenticator holds one of them. */
  others: readonly Listed[]
}

/** `PublicKeyCredentialCreationOptionsJSON` (WebAuthn Level 3 §5.1.9). */
export function creationOptions(rp: RelyingParty, creation: Creation): object {
  const { challenge, user_handle, kind, person, brand, others } = creation
  const required = kind === 'passkey'
  return {
    rp: { id: rp.rp_id, name: brand },
    user: { id: user_handle, name: person.email, displayName: person.full_name },
    challenge,
    pubKeyCredParams: rp.algorithms.map((alg) => ({ type: 'public-key', alg })),
    timeout,
    excludeCredentials: others.map(descriptor),
    authenticatorSelection: {
      residentKey: required ? 'required' : 'discouraged',
      requireResidentKey: required,
      userVerification: required ? 'required' : 'preferred',
    },
    ...(kind === 'security-key' && { hints: ['security-key'] }),
    attestation: rp.attestation ? 'direct' : 'none',
    extensions: { credProps: true },
  }
}

/**
 * `PublicKeyCredentialRequestOptionsJSON` (WebAuthn Level 3 §5.1.10).
 * @param allowed the passkeys of the person, once it is known who they are; absent, the authenticator says who it is
 */
export function requestOptions(
  { rp_id }: Pick<RelyingParty, 'rp_id'>,
  { challenge, allowed }: { challenge: string; allowed?: readonly Listed[] },
): object {
  return {
    challenge,
    rpId: rp_id,
    timeout,
    userVerification: allowed ? 'preferred' : 'required',
    ...(allowed && { allowCredentials: allowed.map(descriptor) }),
  }
}
