import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import {
  importJwk,
  jwkThumbprint,
  publicJwk,
  type Jwk,
  type Seconds,
  type SigningAlgorithm,
  type SigningKey,
  type VerificationKey,
} from '@warder/protocol'
import type { Selectable } from 'kysely'
import type { Secrets } from '../crypto/secrets.ts'
import type { SigningKeyTable } from '../store/schema/tenants.ts'

export type SigningKeyRow = Selectable<SigningKeyTable>

/** A stored key ready for use: imported once, because parsing one costs more than ten signatures. */
export type LoadedKey = {
  signing: SigningKey
  verification: VerificationKey
  jwk: Jwk
  active_at: Seconds
  retired_at: Seconds | null
  removed_at: Seconds | null
}

const generate = promisify(generateKeyPair)

/** RFC 7518 §3.1. In the thread pool: two primes of an RSA key take up to a second. */
async function generateKeys(alg: SigningAlgorithm): Promise<{ publicKey: KeyObject; privateKey: KeyObject }> {
  switch (alg) {
    case 'ES256':
      return generate('ec', { namedCurve: 'P-256' })
    case 'ES384':
      return generate('ec', { namedCurve: 'P-384' })
    case 'EdDSA':
      return generate('ed25519')
    case 'RS256':
    case 'PS256':
      return generate('rsa', { modulusLength: 2048 })
  }
}

/**
 * Makes a key as a row: the private half sealed and bound to the key's id, the public half as it is published.
 *
 * @param active_at when it begins to sign; a later moment publishes it first
 */
export async function makeKey(
  tenant_id: string,
  alg: SigningAlgorithm,
  secrets: Secrets,
  created_at: Seconds,
  active_at: Seconds = created_at,
): Promise<SigningKeyRow> {
  const { publicKey, privateKey } = await generateKeys(alg)
  // RFC 7638 §3: the thumbprint names the key by its content, so that two keys never share an id.
  const kid = jwkThumbprint(publicJwk({ kid: '', alg, publicKey }))
  const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' })
  return {
    kid,
    tenant_id,
    alg,
    public_jwk: JSON.stringify(publicJwk({ kid, alg, publicKey })),
    private_key: secrets.seal(`signing_key:${kid}`, pkcs8),
    created_at,
    active_at,
    retired_at: null,
    removed_at: null,
    hints_until: null,
  }
}

/** Opens a stored key. Undefined when no present secret opens it, or the row does not hold together. */
export function importKey(row: SigningKeyRow, secrets: Secrets): LoadedKey | undefined {
  const pkcs8 = secrets.open(`signing_key:${row.kid}`, row.private_key)
  const verification = importJwk(JSON.parse(row.public_jwk))
  if (!pkcs8 || !verification || verification.kid !== row.kid) return undefined

  const privateKey = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
  // The public column is not sealed: a key set changed by hand must not publish a stranger's key.
  if (!createPublicKey(privateKey).equals(verification.publicKey)) return undefined
  const { kid, alg } = verification
  return {
    signing: { kid, alg, privateKey },
    verification,
    jwk: publicJwk(verification),
    active_at: row.active_at,
    retired_at: row.retired_at,
    removed_at: row.removed_at,
  }
}
