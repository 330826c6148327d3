import {
  OAuthError,
  certificateThumbprint,
  isPairwise,
  parameter,
  parseTokenCredentials,
  Problem,
  diesWith,
  verifyJwt,
  type JwtClaims,
  type Seconds,
} from '@warder/protocol'
import type { App } from '../app.ts'
import { digest } from '../crypto/tokens.ts'
import { mediaType, readForm } from '../http/body.ts'
import type { Call, Guard } from '../http/router.ts'
import * as opaqueTokens from '../store/oauth/opaque-tokens.ts'
import { findHolder, isAnyRevoked, isRevoked, type TokenDigests } from '../store/oauth/token-holders.ts'
import { isAgentId, mayAct } from '../store/programs/agent-holders.ts'
import { words } from '../store/words.ts'
import type { Tenant } from '../tenants/tenant.ts'
import { holderIdOf } from './claims/subject.ts'
import { findClient } from './clients/client.ts'
import { certificateOf } from './proofs/certificate.ts'
import { checkProofOf, provenKey } from './proofs/dpop.ts'
import { isBoundToKey, isConfirmed, type Confirmation } from './proofs/sender.ts'
import { opaquePrefix } from './token/new-access-token.ts'

/** What a valid access token says, with what is needed to check it again. */
export type AccessTokenFacts = {
  kid: string | undefined
  digests: TokenDigests
  iss: string
  sub: string
  client_id: string
  jti: string
  iat: Seconds
  exp: Seconds
  audience: readonly string[]
  scope: readonly string[]
  sid: string | undefined
  /** Digests of what else it dies with, where it was exchanged. */
  dies_with: readonly string[]
  claims: JwtClaims
}

/** The person a token speaks for. */
export type TokenHolder = NonNullable<Awaited<ReturnType<typeof findHolder>>>

/** A live token. A program that acts for itself has no holder: its `sub` is its `client_id`. */
export type LiveToken = AccessTokenFacts & { holder: TokenHolder | undefined }

type TokenParts = Pick<App, 'db' | 'keys' | 'now' | 'oauth' | 'secrets'>
type Issuer = Pick<Tenant, 'id' | 'issuer'>

/** Clocks of our own instances may differ by this much, so a token may seem to come from the future. */
const leeway: Seconds = 5
const longestToken = 16 * 1024

/**
 * Checks an access token of a tenant: signature, kind, issuer, times, for whom it is, and whose by what was `proved`;
 * then that it was not revoked, and that who it speaks for may still act. The last two are read each time.
 *
 * @throws OAuthError invalid_token, which never says why
 * @see RFC 9068 §4
 */
export async function checkAccessToken(
  app: TokenParts,
  tenant: Issuer,
  token: string,
  { audience, proved = {} }: { audience: string; proved?: Confirmation },
): Promise<LiveToken> {
  const facts = await readAccessToken(app, tenant, token)
  // RFC 9068 §4: a token for another resource is not for us, whoever signed it.
  if (!facts?.audience.includes(audience)) throw invalidToken('audience or signature')
  // RFC 9449 §7.1, RFC 8705 §3: what is bound to a key is nothing without it.
  if (!isConfirmed(facts.claims['cnf'], proved)) throw invalidToken('bound to another key')
  const live = await findLive(app, tenant, facts)
  if (!live) throw invalidToken('revoked, or its subject is gone')
  return live
}

/** The facts of a token of this tenant that has not expired, whoever it is for. */
export async function readAccessToken(
  app: TokenParts,
  tenant: Issuer,
  token: string,
): Promise<AccessTokenFacts | undefined> {
  if (token.length > longestToken) return undefined
  if (token.startsWith(`${opaquePrefix}_`)) return readOpaque(app, tenant, token)
  const keys = await app.keys.verifiers(tenant.id)
  const now = app.now()
  const key = digest(token)
  const known = app.oauth.verified.get(key)
  if (known) {
    const counts = known.iss === tenant.issuer && known.exp > now && keys.some(({ kid }) => kid === known.kid)
    if (counts) return known
    app.oauth.verified.delete(key)
  }
  const verified = verifyJwt(token, keys, { typ: 'at+jwt', issuer: tenant.issuer, now, leeway })
  const facts = verified.ok ? factsOf(verified.claims, tenant.id, verified.header.kid) : undefined
  // RFC 7519 §4.1.4: "on or after which the JWT MUST NOT be accepted", for which no leeway is needed here.
  if (!facts || facts.exp <= now) return undefined
  app.oauth.verified.set(key, facts)
  return facts
}

/** What stands for a token that says nothing itself. It is read each time, and was written by `accessTokenOf`. */
async function readOpaque(
  app: TokenParts,
  tenant: Issuer,
  token: string,
): Promise<AccessTokenFacts | undefined> {
  const kept = await opaqueTokens.find(app.db, digest(token), app.now())
  const claims = kept === undefined ? undefined : (JSON.parse(kept) as JwtClaims)
  return claims?.iss === tenant.issuer ? factsOf(claims, tenant.id, undefined) : undefined
}

/** The token with its holder, unless it was revoked or its holder or client is no more. */
export async function findLive(
  app: TokenParts,
  tenant: Issuer,
  facts: AccessTokenFacts,
): Promise<LiveToken | undefined> {
  const now = app.now()
  if (facts.dies_with.length > 0 && (await isAnyRevoked(app.db, facts.dies_with, facts.iat, now)))
    return undefined
  if (facts.sub !== facts.client_id) {
    const user_id = isPairwise(facts.sub) ? await holderIdOf(app, tenant.id, facts) : facts.sub
    const holder = user_id && (await findHolder(app.db, user_id, facts.digests, facts.iat, now))
    return holder ? { ...facts, holder } : undefined
  }
  if (await isRevoked(app.db, facts.digests, facts.iat, now)) return undefined
  // An agent acts as long as it runs, and its owner may sign in.
  if (isAgentId(facts.client_id))
    return (await mayAct(app.db, tenant.id, facts.client_id)) ? { ...facts, holder: undefined } : undefined
  const client = await findClient(app, tenant.id, facts.client_id)
  return client && { ...facts, holder: undefined }
}

/** RFC 9068 §2.2: the claims every access token of ours has. */
function factsOf(
  claims: JwtClaims,
  tenant_id: string,
  kid: string | undefined,
): AccessTokenFacts | undefined {
  const { iss, sub, jti, iat, exp, aud } = claims
  const { client_id, sid, scope } = claims
  if (sub === undefined || jti === undefined || typeof client_id !== 'string') return undefined
  const session = typeof sid === 'string' ? sid : undefined
  return {
    kid,
    iss,
    sub,
    client_id,
    jti,
    iat,
    exp,
    audience: typeof aud === 'string' ? [aud] : (aud ?? []),
    scope: typeof scope === 'string' ? words(scope) : [],
    sid: session,
    dies_with: diesWith(claims).map((name) => name.slice(name.indexOf(' ') + 1)),
    claims,
    digests: [digest(jti), digest(session ?? jti), digest(sub), digest(client_id), digest(tenant_id)],
  }
}

const invalidToken = (cause: string) =>
  new OAuthError('invalid_token', 'the access token is invalid, expired or revoked', cause)

/**
 * An access token for this server itself, in the header or for POST in the form (RFC 6750 §2.1 and §2.2), or with the
 * proof of a key (RFC 9449 §7.1).
 *
 * @throws Problem not_authenticated when there is none, which the dialect answers without an error code
 */
export const accessToken: Guard<LiveToken> = async (call) => {
  const { app, tenant, request } = call
  const credentials = parseTokenCredentials(request.headers.get('authorization'))
  if (credentials.kind === 'malformed')
    throw new OAuthError('invalid_request', 'the Authorization header is malformed')

  const inForm = await formToken(request)
  // RFC 6750 §2: one method to transmit the token per request.
  if (credentials.kind === 'token' && inForm !== undefined) {
    throw new OAuthError('invalid_request', 'send the access token once')
  }
  const token = credentials.kind === 'token' ? credentials.token : inForm
  if (token === undefined) throw new Problem('not_authenticated')
  const byKey = credentials.kind === 'token' && credentials.scheme === 'DPoP'
  const key = byKey ? provenKey(call, token) : undefined
  if (byKey && !key) throw new OAuthError('invalid_dpop_proof', 'send a DPoP proof with the token')
  const live = await checkAccessToken(app, tenant, token, {
    audience: tenant.issuer,
    proved: provedBy(call, key?.jkt),
  })
  // RFC 9449 §7.1: the scheme is for tokens that are bound to a key.
  if (key && !isBoundToKey(live.claims['cnf'])) throw invalidToken('not bound to a key')
  if (key) checkProofOf(await findClient(app, tenant.id, live.client_id), key)
  await key?.spend()
  return live
}

function provedBy(call: Call, jkt: string | undefined): Confirmation {
  const certificate = certificateOf(call)
  return {
    ...(jkt !== undefined && { jkt }),
    ...(certificate && { 'x5t#S256': certificateThumbprint(certificate) }),
  }
}

async function formToken(request: Request): Promise<string | undefined> {
  if (request.method !== 'POST' || mediaType(request) !== 'application/x-www-form-urlencoded')
    return undefined
  return parameter(await readForm(request), 'access_token')
}
