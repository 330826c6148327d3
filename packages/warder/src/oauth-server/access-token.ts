import {
  BoundTokenError,
  clientName,
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
  type VerificationKey,
} from '@warder/protocol'
import { after, type Maybe } from '../after.ts'
import type { App } from '../app.ts'
import { digest, placedDigest } from '../crypto/tokens.ts'
import { mediaType, readForm } from '../http/body.ts'
import type { Call, Guard } from '../http/router.ts'
import * as opaqueTokens from '../store/oauth/opaque-tokens.ts'
import type { Db } from '../store/open.ts'
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
import type { Request } from '../http/wire/request.ts'

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
export function checkAccessToken(
  app: TokenParts,
  tenant: Issuer,
  token: string,
  { audience, proved = {} }: { audience: string; proved?: Confirmation },
): Maybe<LiveToken> {
  return after(readAccessToken(app, tenant, token), (facts) => {
    // RFC 9068 §4: a token for another resource is not for us, whoever signed it.
    if (!facts?.audience.includes(audience)) throw invalidToken('audience or signature')
    // RFC 9449 §7.1, RFC 8705 §3: what is bound to a key is nothing without it.
    const { cnf } = facts.claims
    if (!isConfirmed(cnf, proved))
      throw isBoundToKey(cnf) ? refusedByKey('bound to another key') : invalidToken('bound to another key')
    return after(findLive(app, tenant, facts), (live) => {
      if (!live) throw invalidToken('revoked, or its subject is gone')
      return live
    })
  })
}

/**
 * The facts of a token of this tenant that has not expired, whoever it is for. What a token says never changes, so it is
 * read once: a signature that was checked counts while its key does.
 */
export function readAccessToken(
  app: TokenParts,
  tenant: Issuer,
  token: string,
): Maybe<AccessTokenFacts | undefined> {
  if (token.length > longestToken) return undefined
  const opaque = token.startsWith(`${opaquePrefix}_`)
  return after(opaque ? undefined : app.keys.verifiers(tenant.id), (keys) => {
    const now = app.now()
    const hash = digest(token)
    // RFC 7519 §4.1.4: "on or after which the JWT MUST NOT be accepted", for which no leeway is needed here.
    const counts = ({ iss, exp, kid }: AccessTokenFacts) =>
      iss === tenant.issuer && exp > now && (!keys || keys.some((key) => key.kid === kid))
    const known = app.oauth.read.get(hash)
    if (known && counts(known)) return known

    const read = keys ? readSigned(token, keys, tenant, now) : readOpaque(app.db, token, tenant, now)
    return after(read, (facts) => {
      if (!facts || !counts(facts)) return undefined
      app.oauth.read.set(hash, facts)
      return facts
    })
  })
}

function readSigned(
  token: string,
  keys: readonly VerificationKey[],
  { id, issuer }: Issuer,
  now: Seconds,
): AccessTokenFacts | undefined {
  const verified = verifyJwt(token, keys, { typ: 'at+jwt', issuer, now, leeway })
  return verified.ok ? factsOf(verified.claims, id, verified.header.kid) : undefined
}

/** What stands for a token that says nothing itself, as `accessTokenOf` wrote it. */
function readOpaque(
  db: Db,
  token: string,
  tenant: Issuer,
  now: Seconds,
): Maybe<AccessTokenFacts | undefined> {
  return after(opaqueTokens.find(db, placedDigest(token), now), (kept) =>
    kept === undefined ? undefined : factsOf(JSON.parse(kept) as JwtClaims, tenant.id, undefined),
  )
}

/** The token with its holder, unless it was revoked or its holder or client is no more. */
export function findLive(
  app: TokenParts,
  tenant: Issuer,
  facts: AccessTokenFacts,
): Maybe<LiveToken | undefined> {
  const { dies_with, iat } = facts
  const dead = dies_with.length > 0 && isAnyRevoked(app.db, dies_with, iat, app.now())
  return after(dead, (gone) => {
    if (gone) return undefined
    return facts.sub === facts.client_id ? liveProgram(app, tenant, facts) : livePerson(app, tenant, facts)
  })
}

function livePerson(app: TokenParts, tenant: Issuer, facts: AccessTokenFacts): Maybe<LiveToken | undefined> {
  const id = isPairwise(facts.sub) ? holderIdOf(app, tenant.id, facts) : facts.sub
  return after(id, (user_id) => {
    if (user_id === undefined) return undefined
    const found = findHolder(app.db, user_id, facts.digests, facts.iat, app.now())
    return after(found, (holder) => holder && { ...facts, holder })
  })
}

function liveProgram(app: TokenParts, tenant: Issuer, facts: AccessTokenFacts): Maybe<LiveToken | undefined> {
  const { client_id } = facts
  return after(isRevoked(app.db, facts.digests, facts.iat, app.now()), (revoked) => {
    if (revoked) return undefined
    // An agent acts as long as it runs, and its owner may sign in.
    const standing: Maybe<unknown> = isAgentId(client_id)
      ? mayAct(app.db, tenant.id, client_id)
      : findClient(app, tenant.id, client_id)
    return after(standing, (stands) => (stands ? { ...facts, holder: undefined } : undefined))
  })
}

/**
 * The same token once more, when the whole request is there: that may have come byte by byte.
 * @throws OAuthError invalid_token
 */
export async function stillLive(
  { app, tenant }: Pick<Call, 'app' | 'tenant'>,
  token: LiveToken,
): Promise<LiveToken> {
  const live = token.exp > app.now() ? await findLive(app, tenant, token) : undefined
  if (!live) throw invalidToken('ended in the meantime')
  return live
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
    digests: [
      digest(jti),
      digest(session ?? jti),
      digest(sub),
      digest(clientName(iss, client_id)),
      digest(tenant_id),
    ],
  }
}

const invalid = 'the access token is invalid, expired or revoked'
const invalidToken = (cause: string) => new OAuthError('invalid_token', invalid, cause)
const refusedByKey = (cause: unknown) => new BoundTokenError(invalid, cause)

/**
 * An access token for this server itself, in the header or for POST in the form (RFC 6750 §2.1 and §2.2), or with the
 * proof of a key (RFC 9449 §7.1).
 *
 * @throws Problem not_authenticated when there is none, which the dialect answers without an error code
 */
export const accessToken: Guard<LiveToken> = (call) => {
  const { request } = call
  const credentials = parseTokenCredentials(request.headers.get('authorization'))
  if (credentials.kind === 'malformed')
    throw new OAuthError('invalid_request', 'the Authorization header is malformed')

  return after(formToken(request), (inForm) => {
    // RFC 6750 §2: one method to transmit the token per request.
    if (credentials.kind === 'token' && inForm !== undefined) {
      throw new OAuthError('invalid_request', 'send the access token once')
    }
    if (credentials.kind === 'token' && credentials.scheme === 'DPoP') return byKey(call, credentials.token)
    const token = credentials.kind === 'token' ? credentials.token : inForm
    if (token === undefined) throw new Problem('not_authenticated')
    return checkedHere(call, token)
  })
}

function checkedHere(call: Call, token: string, jkt?: string): Maybe<LiveToken> {
  const { app, tenant } = call
  return checkAccessToken(app, tenant, token, { audience: tenant.issuer, proved: provedBy(call, jkt) })
}

async function byKey(call: Call, token: string): Promise<LiveToken> {
  const { app, tenant } = call
  const key = provenKey(call, token)
  if (!key) throw new OAuthError('invalid_dpop_proof', 'send a DPoP proof with the token')
  const live = await checkedHere(call, token, key.jkt)
  // RFC 9449 §7.1: the scheme is for tokens that are bound to a key.
  if (!isBoundToKey(live.claims['cnf'])) throw invalidToken('not bound to a key')
  checkProofOf(await findClient(app, tenant.id, live.client_id), key)
  await key.spend()
  return live
}

function provedBy(call: Call, jkt: string | undefined): Confirmation {
  const certificate = certificateOf(call)
  return {
    ...(jkt !== undefined && { jkt }),
    ...(certificate && { 'x5t#S256': certificateThumbprint(certificate) }),
  }
}

function formToken(request: Request): Maybe<string | undefined> {
  if (request.method !== 'POST' || mediaType(request) !== 'application/x-www-form-urlencoded')
    return undefined
  return after(readForm(request), (form) => parameter(form, 'access_token'))
}
