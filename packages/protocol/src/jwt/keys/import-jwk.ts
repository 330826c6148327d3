import { createPublicKey, type KeyObject } from 'node:crypto'
import { decodeBase64url } from '../../encoding.ts'
import {
  isSigningAlgorithm,
  knownName,
  signingAlgorithms,
  type SigningAlgorithm,
} from '../signature/algorithms.ts'
import { isJsonObject, type JsonObject } from '../json-object.ts'
import { jwkThumbprint, type Jwk, type VerificationKey } from './keys.ts'
import { rsaKeyIsStrong } from './rsa-strength.ts'

const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']
const mostKeys = 100
const longestKid = 512

/**
 * Reads one public key. Undefined for whatever is not a sound public signature key of an algorithm we
 * know: a private or symmetric key, one for encryption, a weak or impossible one.
 *
 * A key without `alg` gets the one its type implies, RS256 for RSA. One without `kid` gets its thumbprint.
 *
 * @see RFC 7517 §4, RFC 7518 §6, RFC 8037 §2
 */
export function importJwk(jwk: unknown): VerificationKey | undefined {
  if (!isJsonObject(jwk) || privateMembers.some((member) => Object.hasOwn(jwk, member))) return undefined
  if (!isForVerification(jwk)) return undefined

  const alg = algorithmOf(jwk)
  const members = alg && keyMembers(jwk, alg)
  if (!members) return undefined

  const kid = jwk['kid'] ?? jwkThumbprint(members)
  if (typeof kid !== 'string' || kid.length > longestKid) return undefined

  const publicKey = createKey(members)
  if (!publicKey) return undefined
  if (members.n !== undefined && !rsaKeyIsStrong(publicKey, Buffer.from(members.n, 'base64url')))
    return undefined
  return { kid, alg, publicKey }
}

/**
 * Reads a key set: the keys of it that we can use, none from a document that is not a key set.
 *
 * @see RFC 7517 §5, which asks to ignore the keys one does not understand
 */
export function importJwks(document: unknown): VerificationKey[] {
  const keys = isJsonObject(document) ? document['keys'] : undefined
  if (!Array.isArray(keys)) return []
  return keys.slice(0, mostKeys).flatMap((jwk) => importJwk(jwk) ?? [])
}

/**
 * Reads a key set whose owner has said elsewhere, or says with each signature, which algorithm it is for: an RSA key without `alg`
 * is one for RS256 and one for PS256 (RFC 7517 §4.4: "Use of this member is OPTIONAL"). Which of them counts is for the caller
 * to say, by the algorithms of the registration; of any other algorithm it never is one.
 */
export function importJwksOfAnyAlgorithm(document: unknown): VerificationKey[] {
  const keys = isJsonObject(document) ? document['keys'] : undefined
  if (!Array.isArray(keys)) return []
  return keys.slice(0, mostKeys).flatMap((jwk: unknown) => {
    const open = isJsonObject(jwk) && jwk['kty'] === 'RSA' && jwk['alg'] === undefined
    const readings = open ? rsaAlgorithms.map((alg) => ({ ...jwk, alg })) : [jwk]
    return readings.flatMap((reading) => importJwk(reading) ?? [])
  })
}

const rsaAlgorithms = ['RS256', 'PS256'] as const

function isForVerification(jwk: JsonObject): boolean {
  const { use, key_ops } = jwk
  // RFC 7517 §4.2 and §4.3: a key meant for something else does not verify.
  if (use !== undefined && use !== 'sig') return false
  return key_ops === undefined || (Array.isArray(key_ops) && key_ops.includes('verify'))
}

/** RFC 7517 §4.4: the algorithm belongs to the key. The header of a token never chooses it. */
function algorithmOf(jwk: JsonObject): SigningAlgorithm | undefined {
  const { kty, crv } = jwk
  const alg = knownName(jwk['alg'])
  const names = Object.keys(signingAlgorithms).filter(isSigningAlgorithm)
  const fits = (name: SigningAlgorithm) => {
    const entry = signingAlgorithms[name]
    return entry.kty === kty && (!('crv' in entry) || entry.crv === crv)
  }
  if (alg === undefined) return names.find(fits)
  return isSigningAlgorithm(alg) && fits(alg) ? alg : undefined
}

/** The members that make the key, each in its one spelling and with its full length. */
function keyMembers(jwk: JsonObject, alg: SigningAlgorithm): Jwk | undefined {
  const entry = signingAlgorithms[alg]
  switch (entry.kty) {
    case 'EC': {
      // RFC 7518 §6.2.1.2: exactly as long as the field, leading zeros included.
      const x = bytes(jwk['x'], entry.coordinate)
      const y = bytes(jwk['y'], entry.coordinate)
      return x !== undefined && y !== undefined ? { kty: 'EC', crv: entry.crv, x, y } : undefined
    }
    case 'OKP': {
      const x = bytes(jwk['x'], 32)
      return x !== undefined ? { kty: 'OKP', crv: entry.crv, x } : undefined
    }
    case 'RSA': {
      // RFC 7518 §6.3.1.1: no more octets than the number needs.
      const n = withoutLeadingZero(bytes(jwk['n']))
      const e = withoutLeadingZero(bytes(jwk['e']))
      return n !== undefined && e !== undefined ? { kty: 'RSA', n, e } : undefined
    }
  }
}

function bytes(value: unknown, length?: number): string | undefined {
  const decoded = typeof value === 'string' ? decodeBase64url(value) : undefined
  return typeof value === 'string' && decoded && (length === undefined || decoded.length === length)
    ? value
    : undefined
}

// Two characters hold the first octet.
function withoutLeadingZero(value: string | undefined): string | undefined {
  return value !== undefined && Buffer.from(value.slice(0, 2), 'base64url')[0] ? value : undefined
}

function createKey(jwk: Jwk): KeyObject | undefined {
  try {
    // OpenSSL refuses a point that is not on the curve (RFC 7518 §6.2.1), so an exception is an answer here.
    return createPublicKey({ key: { ...jwk }, format: 'jwk' })
  } catch {
    return undefined
  }
}
