import type { Seconds, SigningKey } from '@warder/protocol'
import type { ClientRow } from '../../store/oauth/clients.ts'
import { accountAsClient } from '../../oauth-server/clients/service-account.ts'
import { clientOf } from '../../oauth-server/clients/client.ts'
import { accessTokenOf, constantPart } from '../../oauth-server/token/new-access-token.ts'
import { credentialClaims, programClaims } from '../../oauth-server/claims/credential-claims.ts'
import type { ServiceAccountRow } from '../../store/services/accounts.ts'
import { hour } from '../../time.ts'
import type { Manager } from '../manager.ts'
import { keysIn, newSecret, type CredentialType } from './credential.ts'

/** How long a signed credential lives where nobody said otherwise. */
const tokenLifetime: Seconds = hour

/** The part of a version that is kept, and what is told this once. */
export type Issued = {
  columns: { secret_hash: string | null; jwks: string | null; jwks_uri: string | null }
  told: { secret?: string; token?: string }
}

/** Whatever is needed to make a version, drawn before the transaction. */
export type Issuer = Pick<Manager, 'app' | 'tenant'> & { key: SigningKey }

export async function issuerOf(by: Pick<Manager, 'app' | 'tenant'>): Promise<Issuer> {
  const { app, tenant } = by
  return { app, tenant, key: await app.keys.signer(tenant.id, 'ES256') }
}

export type Wanted = {
  id: string
  version: number
  type: CredentialType
  /** Null for a key without an end. */
  lifetime: Seconds | null
  jwks?: unknown
  jwks_uri?: string | undefined
}

/** How long a new credential is to live. */
export function lifetimeOf(
  { app }: Pick<Manager, 'app'>,
  type: CredentialType,
  asked: Seconds | undefined,
): Seconds | null {
  if (asked !== undefined) return asked
  if (type === 'public_key') return null
  return type === 'jwt' ? tokenLifetime : app.config.service_accounts.secret_lifetime
}

/** Makes a version. @throws Problem `invalid_input` for keys that are none */
export function issueVersion(issuer: Issuer, account: ServiceAccountRow, wanted: Wanted): Issued {
  const none = { secret_hash: null, jwks: null, jwks_uri: null }
  switch (wanted.type) {
    case 'public_key':
      return { columns: { ...none, ...keysIn(wanted) }, told: {} }
    case 'rotating_secret': {
      const { secret, secret_hash } = newSecret()
      return { columns: { ...none, secret_hash }, told: { secret } }
    }
    case 'jwt':
      return { columns: none, told: { token: signCredential(issuer, account, wanted) } }
  }
}

/**
 * An access token that is its own credential: for the resources of the account, and for this server, where it may renew itself.
 *
 * @see RFC 9068 §2.2
 */
function signCredential({ app, tenant, key }: Issuer, account: ServiceAccountRow, wanted: Wanted): string {
  const { id, version, lifetime } = wanted
  const row: ClientRow = accountAsClient(account)
  const client = { ...clientOf(row), credential: { id, version } }
  const constant = constantPart({
    iss: tenant.issuer,
    sub: client.client_id,
    aud: client.resources.length === 0 ? tenant.issuer : [...client.resources, tenant.issuer],
    client_id: client.client_id,
    ...(client.scope.length > 0 && { scope: client.scope.join(' ') }),
    ...credentialClaims(client.credential),
    credential_type: 'jwt',
    ...programClaims(client, client.scope),
  })
  return accessTokenOf('jwt', key, constant, app.now(), lifetime ?? tokenLifetime).token
}
