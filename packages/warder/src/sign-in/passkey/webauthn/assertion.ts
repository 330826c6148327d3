import { hash } from 'node:crypto'
import { authenticatorDataProblem, parseAuthenticatorData } from './authenticator-data.ts'
import { clientDataProblem } from './client-data.ts'
import { verifySignature, type StoredKey } from './key.ts'
import { refused, type Refused, type RelyingParty } from './relying-party.ts'
import type { AuthenticationResponse } from './responses.ts'

export type Asserted = {
  ok: true
  sign_count: number
  user_verified: boolean
  backed_up: boolean
}

/** What a response must answer. */
export type Expected = {
  challenge: string
  /** Whether somebody must have shown who they are, by a fingerprint, a face or a PIN. */
  verified: boolean
}

/**
 * Verifies an assertion (WebAuthn Level 3 §7.2, steps 9 to 22). Whose credential it is, and whether its counter went on, is
 * for the caller to see. Done with the cryptography of Node itself: every sign-in comes through here, and the vectors of the
 * specification hold it to the same answers as the library that takes new passkeys in.
 */
export function verifyAssertion(
  { response }: AuthenticationResponse,
  { challenge, verified }: Expected,
  key: StoredKey & { backup_eligible: boolean },
  rp: RelyingParty,
): Asserted | Refused {
  const { clientDataJSON, authenticatorData, signature } = response
  const wrongClient = clientDataProblem(clientDataJSON, { type: 'webauthn.get', challenge }, rp)
  if (wrongClient) return refused(wrongClient)
  const data = parseAuthenticatorData(authenticatorData)
  // §6.1: nothing follows but extensions, and an assertion brings no new key.
  if (!data || data.has_credential || data.has_extensions !== data.rest.length > 0) return refused('form')
  const wrongData = authenticatorDataProblem(data, rp, { verified })
  if (wrongData) return refused(wrongData)
  // §7.2 step 18: whether it may be copied does not change.
  if (data.backup_eligible !== key.backup_eligible) return refused('backup')

  const signed = Buffer.concat([authenticatorData, hash('sha256', clientDataJSON, 'buffer')])
  if (!verifySignature(key, signed, signature)) return refused('signature')
  const { sign_count, user_verified, backed_up } = data
  return { ok: true, sign_count, user_verified, backed_up }
}
