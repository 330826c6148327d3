import { OAuthError, Problem, type Seconds } from '@warder/protocol'
import { digest, newToken } from '../../crypto/tokens.ts'
import { checkedKeys } from '../../oauth-server/clients/security.ts'
import { credentialName } from '../../oauth-server/claims/credential-claims.ts'
import type { Db } from '../../store/open.ts'
import * as revocations from '../../store/oauth/revocations.ts'
import type { CredentialRow } from '../../store/services/credentials.ts'
import { isoTime } from '../../time.ts'
import { longestToken } from '../account.ts'

export const credentialTypes = ['jwt', 'rotating_secret', 'public_key'] as const
export type CredentialType = (typeof credentialTypes)[number]

/** A credential as those see it who look after the account. What it proves itself by is never among it. */
export type CredentialView = {
  id: string
  type: CredentialType
  name: string
  version: number
  status: 'active' | 'expired'
  jwks?: unknown
  jwks_uri?: string
  created_at: string
  issued_at: string
  expires_at: string | null
  last_used_at: string | null
  /** Until when the version before the present one works as well; null when it does not. */
  replaced_until: string | null
}

export function typeOf({ type }: Pick<CredentialRow, 'type'>): CredentialType {
  const known = credentialTypes.find((one) => one === type)
  if (!known) throw new Error(`no credential is a ${type}`)
  return known
}

export function viewOfCredential(row: CredentialRow, now: Seconds): CredentialView {
  const written = (at: Seconds | null) => (at === null ? null : isoTime(at))
  return {
    id: row.id,
    type: typeOf(row),
    name: row.name,
    version: row.version,
    status: row.expires_at !== null && row.expires_at <= now ? 'expired' : 'active',
    ...(row.jwks !== null && { jwks: JSON.parse(row.jwks) as unknown }),
    ...(row.jwks_uri !== null && { jwks_uri: row.jwks_uri }),
    created_at: isoTime(row.created_at),
    issued_at: isoTime(row.issued_at),
    expires_at: written(row.expires_at),
    last_used_at: written(row.last_used_at),
    replaced_until: written(
      row.replaced_until !== null && row.replaced_until > now ? row.replaced_until : null,
    ),
  }
}

/** A secret, and what is kept of it. Scanners of leaked secrets know it by `wss_`. */
export function newSecret(): { secret: string; secret_hash: string } {
  const secret = newToken('wss')
  return { secret, secret_hash: digest(secret) }
}

/** Public keys, or where they are. @throws Problem `invalid_input` */
export function keysIn(input: { jwks?: unknown; jwks_uri?: string | undefined }) {
  try {
    const { jwks, jwks_uri } = input
    const keys = checkedKeys({ jwks, ...(jwks_uri !== undefined && { jwks_uri }) })
    if (keys.jwks !== null || keys.jwks_uri !== null) return keys
    throw wrongKeys('a public key needs jwks or jwks_uri')
  } catch (error) {
    throw error instanceof OAuthError ? wrongKeys(error.message) : error
  }
}

function wrongKeys(detail: string): Problem {
  return new Problem('invalid_input', { detail, errors: [{ pointer: '/jwks', detail }] })
}

/** Ends the access tokens that some versions of a credential got. */
export async function endVersions(
  tx: Db,
  id: string,
  versions: readonly number[],
  now: Seconds,
): Promise<void> {
  const until = now + longestToken
  const named = versions.map((version) => {
    return { kind: 'sid' as const, value: credentialName({ id, version }), until }
  })
  await revocations.insert(tx, named, now)
}

/** The versions of a credential that may have tokens. */
export function versionsOf({ version, replaced_version }: CredentialRow): number[] {
  return [version, replaced_version].filter((one) => one !== null)
}

export function unknownCredential(): Problem {
  return new Problem('not_found', { detail: 'This service account has no such credential.' })
}
