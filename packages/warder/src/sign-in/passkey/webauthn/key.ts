import { createPublicKey, verify, type KeyObject } from 'node:crypto'

/** A public key as it is kept: SPKI (RFC 5280 §4.1) in base64url, and the COSE algorithm that it is for. */
export type StoredKey = { alg: number; public_key: string }

type Algorithm = {
  /** As COSE numbers key type and curve (RFC 9053 §7). */
  kty: 1 | 2 | 3
  crv?: { cose: number; jwk: string }
  /** Null where the algorithm has its own. */
  hash: string | null
}

/** WebAuthn Level 3 §5.8.5 ties each of them to one curve. */
const algorithms: Readonly<Record<number, Algorithm>> = {
  [-7]: { kty: 2, crv: { cose: 1, jwk: 'P-256' }, hash: 'sha256' },
  [-35]: { kty: 2, crv: { cose: 2, jwk: 'P-384' }, hash: 'sha384' },
  [-36]: { kty: 2, crv: { cose: 3, jwk: 'P-521' }, hash: 'sha512' },
  [-8]: { kty: 1, crv: { cose: 6, jwk: 'Ed25519' }, hash: null },
  [-53]: { kty: 1, crv: { cose: 7, jwk: 'Ed448' }, hash: null },
  [-257]: { kty: 3, hash: 'sha256' },
}

const label = { kty: 1, alg: 3, crv: -1, x: -2, y: -3, n: -1, e: -2 }

/** A key as COSE has it (RFC 9052 §7), decoded: integer labels, and integers or bytes. */
export type CoseKey = { get: (label: number) => unknown }

export function algorithmOf(cose: CoseKey): number | undefined {
  const alg = cose.get(label.alg)
  return typeof alg === 'number' ? alg : undefined
}

/** The key in the form that is kept; undefined when it is none that its algorithm could use. */
export function importKey(cose: CoseKey): StoredKey | undefined {
  const alg = algorithmOf(cose)
  const known = alg === undefined ? undefined : algorithms[alg]
  if (alg === undefined || !known || cose.get(label.kty) !== known.kty) return undefined
  if (known.crv && cose.get(label.crv) !== known.crv.cose) return undefined
  try {
    const key = createPublicKey({ key: jwkOf(cose, known), format: 'jwk' })
    if (!isStrong(key)) return undefined
    return { alg, public_key: key.export({ type: 'spki', format: 'der' }).toString('base64url') }
  } catch {
    // A point that is not on its curve, or members that are no bytes.
    return undefined
  }
}

function jwkOf(cose: CoseKey, { kty, crv }: Algorithm): Record<string, string> {
  const member = (at: number): string => {
    const value = cose.get(at)
    if (!(value instanceof Uint8Array)) throw new TypeError('not bytes')
    return Buffer.from(value).toString('base64url')
  }
  if (kty === 3) return { kty: 'RSA', n: member(label.n), e: member(label.e) }
  const curve = { crv: crv?.jwk ?? '', x: member(label.x) }
  return kty === 2 ? { kty: 'EC', ...curve, y: member(label.y) } : { kty: 'OKP', ...curve }
}

/** NIST SP 800-131A: RSA from 2048 bits on; and not so long that each sign-in would be work. */
function isStrong(key: KeyObject): boolean {
  const { modulusLength, publicExponent } = key.asymmetricKeyDetails ?? {}
  if (modulusLength === undefined) return true
  return modulusLength >= 2048 && modulusLength <= 4096 && (publicExponent ?? 0n) >= 3n
}

/** Whether a signature over `data` is of this key. */
export function verifySignature({ alg, public_key }: StoredKey, data: Buffer, signature: Buffer): boolean {
  const known = algorithms[alg]
  if (!known) return false
  const key = createPublicKey({ key: Buffer.from(public_key, 'base64url'), format: 'der', type: 'spki' })
  return verify(known.hash, data, key, signature)
}
