import type { Client } from '../clients/client.ts'

/** One version of a credential of a service account. */
export type CredentialVersion = { id: string; version: number }

/**
 * The name of a version, which tokens have as their session: what was got by it ends with it, at every guard and in
 * whatever is exchanged for it.
 */
export const credentialName = ({ id, version }: CredentialVersion) => `${id}.${version}`

export type CredentialClaims = {
  sid: string
  /** Which credential it was, and which of its versions. */
  credential: string
  credential_version: number
}

/** What the access tokens of a service account say of how they were got. */
export function credentialClaims(credential: CredentialVersion | undefined): CredentialClaims | undefined {
  if (!credential) return undefined
  return {
    sid: credentialName(credential),
    credential: credential.id,
    credential_version: credential.version,
  }
}

/** The same for people, and for the audit. */
export function credentialDetail({ credential }: Pick<Client, 'credential'>) {
  return credential ? { credential: credential.id, version: credential.version } : {}
}

/** What a program may do, where its tokens are to say so in the claim as well. */
export function programClaims(
  client: Pick<Client, 'tenant_id' | 'access_token_claims' | 'credential'>,
  scope: readonly string[],
): { tenant_id?: string; permissions?: readonly string[] } {
  if (!client.credential) return {}
  const { tenant_id, access_token_claims } = client
  return { tenant_id, ...(access_token_claims.includes('permissions') && { permissions: scope }) }
}
