import { readFileSync } from 'node:fs'
import { X509Certificate } from 'node:crypto'
import type { Config } from '../../config/config.ts'
import { ConfigError } from '../../config/problem.ts'
import { hasOwnHost, type Tenant } from '../../tenants/tenant.ts'
import type { RelyingParty } from './webauthn/relying-party.ts'

/** Ed25519, ES256 and RS256: what authenticators have, the best first. WebAuthn Level 3 §5.4 has them in this order. */
export const offeredAlgorithms = [-8, -7, -257] as const

type Source = Pick<Config, 'origin' | 'passkey'>

const parties = new WeakMap<Source['passkey'], RelyingParty>()

/** For whom passkeys of a tenant are made and used: at a host of its own for that host alone, which has no other pages. */
export function relyingParty(config: Source, tenant: Tenant): RelyingParty {
  const party = serverParty(config)
  if (!hasOwnHost(tenant)) return party
  return { ...party, rp_id: new URL(tenant.origin).hostname, origins: [tenant.origin], top_origins: [] }
}

/**
 * The same for tenants at the host of the server. Everything of it is configured, nothing is taken from a request.
 * @throws ConfigError where it names a file that is none
 */
export function serverParty(config: Source): RelyingParty {
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

/** @throws ConfigError for a file without certificates, at start: with it nobody could add a passkey */
function readRoots(file: string): X509Certificate[] {
  try {
    const blocks = readFileSync(file, 'utf8').match(
      /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g,
    )
    if (blocks) return blocks.map((pem) => new X509Certificate(pem))
  } catch {
    // Said below, like a file that holds none.
  }
  throw new ConfigError([
    {
      where: 'passkey.attestation_roots',
      problem: 'is no file with certificates in PEM format that can be read',
      remedy: 'Name the file with the certificates of the makers that are believed',
    },
  ])
}
