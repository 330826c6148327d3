import {
  signPayload,
  type ActClaim,
  type AuthorizationDetail,
  type Seconds,
  type SigningKey,
} from '@warder/protocol'
import { record, type AuditEvent } from '../../audit/audit.ts'
import { newId, newPlacedToken, placedDigest } from '../../crypto/tokens.ts'
import type { Call } from '../../http/router.ts'
import * as opaqueTokens from '../../store/oauth/opaque-tokens.ts'
import type { Db } from '../../store/open.ts'
import type { Client, TokenFormat } from '../clients/client.ts'
import type { Confirmation } from '../proofs/sender.ts'

/** What is the same in every token of one client, subject, scope and audience (RFC 9068 §2.2). */
export type ConstantClaims = {
  iss: string
  sub: string
  aud: string | readonly string[]
  client_id: string
  scope?: string
  auth_time?: Seconds
  acr?: string
  amr?: readonly string[]
  /** The session it ends with. Absent when it does not end with one. */
  sid?: string
  /** Claims of the UserInfo response that were asked for by name (OIDC Core §5.5). */
  userinfo_claims?: readonly string[]
  /** RFC 9396 §9.1. */
  authorization_details?: readonly AuthorizationDetail[]
  /** The key it works with alone (RFC 9449 §6.1, RFC 8705 §3.1). */
  cnf?: Confirmation
  tenant_id?: string
  roles?: readonly string[]
  permissions?: readonly string[]
  /** Who acts in the name of the subject (RFC 8693 §4.1). */
  act?: ActClaim
  /** What else it dies with, as `deathNames` writes it. */
  dies_with?: readonly string[]
  /** What a service account has proved itself by, and which version of it. */
  credential?: string
  credential_version?: number
  /** In a token that is a credential of its own. */
  credential_type?: 'jwt'
}

export type AccessToken = {
  token: string
  jti: string
  expires_at: Seconds
  /** What an opaque one says, as JSON: it is worth something once `keepOpaque` has written that down. */
  kept?: string
}

/** Serialises constant claims so that `accessTokenOf` only adds what changes. */
export function constantPart(claims: ConstantClaims): string {
  return JSON.stringify(claims).slice(0, -1)
}

/**
 * An access token of the kind that a client takes: one that says what it is (RFC 9068 §2.1: `at+jwt` keeps it from being taken for
 * an ID token, and the reverse), or one that says nothing (RFC 6749 §1.4).
 *
 * @param constant from `constantPart`
 */
export function accessTokenOf(
  format: TokenFormat | undefined,
  key: SigningKey,
  constant: string,
  iat: Seconds,
  lifetime: Seconds,
): AccessToken {
  const jti = newId('jti')
  const expires_at = iat + lifetime
  const claims = `${constant},"iat":${iat},"exp":${expires_at},"jti":"${jti}"}`
  if (format === 'opaque') return { token: newPlacedToken(opaquePrefix, iat), jti, expires_at, kept: claims }
  return { token: signPayload(key, 'at+jwt', claims), jti, expires_at }
}

/** What an opaque access token begins with. */
export const opaquePrefix = 'wat'

/** Writes down what an opaque token says: nothing for one that says it itself. In a transaction of what it is given for, if there is one. */
export async function keepOpaque(db: Db, { token, expires_at, kept }: AccessToken): Promise<void> {
  if (kept !== undefined)
    await opaqueTokens.insert(db, { token_hash: placedDigest(token), claims: kept, expires_at })
}

/**
 * Notes that a token was given out that belongs to no grant. One that is signed is in no table, so there is nothing that a power cut
 * could leave without its event.
 */
export async function keepWithout(
  call: Pick<Call, 'app' | 'tenant' | 'trace'>,
  access: AccessToken,
  event: AuditEvent,
): Promise<void> {
  const { db } = call.app
  if (access.kept === undefined) return record(db, call, event, 'commit')
  // Nothing is given out before both are on the disk, and neither waits for a transaction of its own.
  await Promise.all([keepOpaque(db, access), record(db, call, event)])
}

/**
 * Who a token is for: the resources asked for, else the client's own, else this server (RFC 9068 §3). With a
 * resource of the client's own, `openid` adds this server, because the UserInfo endpoint is a resource too.
 */
export function audienceOf(
  client: Pick<Client, 'default_resource'>,
  issuer: string,
  resource: readonly string[],
  scope: readonly string[],
): string | string[] {
  const [only] = resource
  if (only !== undefined) return resource.length === 1 ? only : [...resource]
  if (client.default_resource === null) return issuer
  return scope.includes('openid') ? [client.default_resource, issuer] : client.default_resource
}
