import { readFileSync } from 'node:fs'
import { X509Certificate } from 'node:crypto'
import type { Config } from '../../config/config.ts'
import type { RelyingParty } from './webauthn/relying-party.ts'

/** Ed25519, ES256 and RS256: what authenticators have, the best first. WebAuthn Level 3 §5.4 has them in this order. */
export const offeredAlgorithms = [-8, -7, -257] as const

type Source = Pick<Config, 'origin' | 'passkey'>

const parties = new WeakMap<Source['passkey'], RelyingParty>()

/** For whom passkeys are made and used here. Everything of it is configured, nothing is taken from a request. */
export function relyingParty(config: Source): RelyingParty {
  const known = parties.get(config.passkey)
  if (known?.origins[0] === config.origin) return known
  const { rp_id, origins, cross_origin, attestation, allowed_authenticators, attestation_roots } =
    config.passkey
  const party: RelyingParty = {
    rp_id,
    origins: [config.origin, ...origins],
    top_origins: cross_origin,
    algorithms: offeredAlgorithms,
    attestation:
      attestation === 'direct'
        ? { roots: readRoots(attestation_roots ?? ''), allowed: allowed_authenticators }
        : null,
  }
  parties.set(config.passkey, party)
  return party
}

/** @throws Error for a file that holds no certificate, because then nobody could add a passkey */
export function readRoots(file: string): X509Certificate[] {
  const blocks = readFileSync(file, 'utf8').match(
    /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g,
  )
  if (!blocks) throw new Error(`${file} holds no certificate in PEM format`)
  return blocks.map((pem) => new X509Certificate(pem))
}
