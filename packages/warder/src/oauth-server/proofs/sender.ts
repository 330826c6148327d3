import { certificateThumbprint, OAuthError } from '@warder/protocol'
import type { Call } from '../../http/router.ts'
import type { Client } from '../clients/client.ts'
import { certificateOf } from './certificate.ts'
import { checkProofOf, provenKey } from './dpop.ts'

/** What a token is bound to (RFC 7800 §3.1): a key by its thumbprint, a certificate by its digest. */
export type Confirmation = { jkt?: string; 'x5t#S256'?: string }

/** Who asks for tokens, as far as the tokens are to be bound to them. */
export type Sender = {
  cnf: Confirmation
  /** The same in one word, for what only this sender may use; undefined when nothing was proved. */
  key: string | undefined
  /** Uses up what was proved. @throws OAuthError invalid_dpop_proof when it was used before */
  spend: () => Promise<void>
}

/**
 * What the tokens of a request are bound to: what it came with, and what the client registered that it would.
 *
 * @throws OAuthError invalid_dpop_proof, use_dpop_nonce, or invalid_request without the proof or certificate that must be there
 * @see RFC 9449 §5, RFC 8705 §3
 */
export function senderOf(call: Call, client: Client): Sender {
  const key = provenKey(call)
  checkProofOf(client, key)
  // RFC 9449 §5.2: "dpop_bound_access_tokens".
  if (!key && client.dpop_bound)
    throw new OAuthError('invalid_request', 'this client must send a DPoP proof with its requests')
  const certificate = client.certificate_bound ? certificateOf(call) : undefined
  if (!certificate && client.certificate_bound)
    throw new OAuthError('invalid_request', 'this client must use its certificate')
  const thumbprint = certificate && certificateThumbprint(certificate)
  const cnf: Confirmation = {
    ...(key && { jkt: key.jkt }),
    ...(thumbprint !== undefined && { 'x5t#S256': thumbprint }),
  }
  return { cnf, key: keyOf(cnf), spend: key?.spend ?? nothing }
}

/** Who has proved nothing: our own programs, and what they refresh. */
export const nobody: Sender = { cnf: {}, key: undefined, spend: () => Promise.resolve() }

const nothing = () => Promise.resolve()

const keyOf = ({ jkt, 'x5t#S256': x5t }: Confirmation) => {
  if (jkt !== undefined) return `jkt ${jkt}`
  return x5t === undefined ? undefined : `x5t#S256 ${x5t}`
}

/**
 * What tokens of a client are bound to. A refresh token is only where nothing else shows whose it is: a client that
 * authenticates may change its key (RFC 9449 §5, RFC 8705 §4).
 */
export function boundTo(
  client: Pick<Client, 'public'>,
  { cnf, key }: Sender,
): { cnf: Confirmation; bound_to: string | undefined } {
  return { cnf, bound_to: client.public ? key : undefined }
}

/** The claim; nothing for a token that anybody may use who has it. */
export function cnfClaim(cnf: Confirmation | undefined): { cnf?: Confirmation } {
  return cnf && Object.keys(cnf).length > 0 ? { cnf } : {}
}

/** Whether a token may be used by whoever proved this much. Whatever it is bound to that is not known here was not proved. */
export function isConfirmed(cnf: unknown, proved: Confirmation): boolean {
  if (cnf === undefined) return true
  if (typeof cnf !== 'object' || cnf === null || Array.isArray(cnf)) return false
  const members = Object.entries(cnf)
  return members.length > 0 && members.every(([name, value]) => isProved(name, value, proved))
}

function isProved(name: string, value: unknown, proved: Confirmation): boolean {
  return (name === 'jkt' || name === 'x5t#S256') && typeof value === 'string' && proved[name] === value
}

/** Whether it works with a proof of its key alone, and is sent with the scheme DPoP. */
export function isBoundToKey(cnf: unknown): boolean {
  return typeof cnf === 'object' && cnf !== null && 'jkt' in cnf
}
