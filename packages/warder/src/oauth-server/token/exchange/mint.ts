import {
  actBy,
  deathNames,
  deathsOf,
  mayAct,
  OAuthError,
  type AuthorizationDetail,
  type Seconds,
} from '@warder/protocol'
import type { Call } from '../../../http/router.ts'
import { sessionNameFor, subjectFor, type Sectored } from '../../claims/subject.ts'
import { cnfClaim, type Confirmation } from '../../proofs/sender.ts'
import { accessTokenOf, constantPart, keepWithout } from '../new-access-token.ts'
import type { IssuingClient, TokenAnswer } from '../answer.ts'
import { ownClaimsOf } from '../own-claims.ts'
import { holdingsIfAlive } from '../subject.ts'

/** In whose name a token is to be, as what was presented shows it. What comes of it is never more. */
export type Subject = {
  user_id: string
  /** The session it ends with; undefined where it ends with none. */
  session_id: string | undefined
  scope: readonly string[]
  audience: readonly string[]
  authorization_details: readonly AuthorizationDetail[]
  expires_at: Seconds
  /** What it says of the sign-in, of who acts and who may. */
  claims: Readonly<Record<string, unknown>>
  /** By what it can be revoked, as `deathNames` and `diesWith` tell it. */
  dies_with: readonly string[]
}

/** Who is to act in that name. */
export type Actor = {
  /** A client, an agent or a service account, by its id. */
  sub: string
  /** When what it proved itself by ends, where that has an end. */
  expires_at?: Seconds
  dies_with: readonly string[]
  /** How far it reaches itself, where it is less than anybody's who has the two tokens. */
  limits?: { scope: readonly string[]; audience: readonly string[] }
  /** The work that it is for, where it has to say: it goes into the token, and into what its owner reads. */
  context?: Readonly<Record<string, string>>
}

export type Delegation = {
  /** For whom the token is made: what its `client_id` is. */
  client: IssuingClient & Sectored
  subject: Subject
  actor: Actor
  scope: readonly string[]
  audience: readonly string[]
  authorization_details?: readonly AuthorizationDetail[]
  cnf?: Confirmation
  /** Seconds; the setting `access_token_ttl` where it is less. */
  lifetime?: Seconds
}

/** The claims of a sign-in, which go over to what is exchanged. */
const ofTheSignIn = ['auth_time', 'acr', 'amr'] as const

/**
 * A token in somebody's name by which another one acts. It says who, lives no longer than what it comes from, is bound to who
 * asked, and dies with the token, the session and the actor it comes from, wherever the revocation feed is followed.
 *
 * The caller has checked what was presented, and that `scope` and `audience` are no more than the subject's and the policy's.
 *
 * @param call its caller is not looked at
 * @throws OAuthError invalid_request when its subject may not be acted for any more, not by this actor, or by one more
 * @see RFC 8693 §1.1, §4.1 and §4.4
 */
export async function mintDelegated(
  call: Pick<Call, 'app' | 'tenant' | 'trace'>,
  delegation: Delegation,
): Promise<TokenAnswer> {
  const { app, tenant } = call
  const { client, subject, actor, scope } = delegation
  // RFC 8693 §4.4: where the subject says who may act for them, nobody else may.
  if (mayAct(subject.claims, { sub: actor.sub, iss: tenant.issuer }) === false) throw refused('may_act')
  const act = actBy(actor.sub, subject.claims, app.config.token_exchange_depth)
  const now = app.now()
  const grant = {
    offline: subject.session_id === undefined,
    session_id: subject.session_id ?? '',
    user_id: subject.user_id,
  }
  const alive = await holdingsIfAlive(app.db, grant, now)
  if (!alive) throw refused('the session has ended or the person is disabled')

  const expires_at = Math.min(
    subject.expires_at,
    actor.expires_at ?? Infinity,
    now + Math.min(app.config.access_token_ttl, delegation.lifetime ?? Infinity),
  )
  if (expires_at <= now) throw refused('expired')
  const details = delegation.authorization_details ?? []
  const { own, added } = await ownClaimsOf(app, client, tenant.id, { grant, alive })
  const constant = constantPart({
    ...(!actor.limits && added),
    iss: tenant.issuer,
    sub: await subjectFor(app, tenant.id, client, subject.user_id),
    aud: singleOrAll(delegation.audience),
    client_id: client.client_id,
    ...(scope.length > 0 && { scope: scope.join(' ') }),
    ...Object.fromEntries(
      ofTheSignIn.flatMap((name) =>
        subject.claims[name] === undefined ? [] : [[name, subject.claims[name]]],
      ),
    ),
    ...(await sessionClaim(call, client, subject)),
    ...(details.length > 0 && { authorization_details: details }),
    ...cnfClaim(delegation.cnf),
    // The roles of a person are not what an agent of theirs may do.
    ...(!actor.limits && own),
    act,
    ...(actor.context && { context: actor.context }),
    dies_with: deathsOf([...endOfSession(client, subject), ...subject.dies_with, ...actor.dies_with]),
  })
  const key = await app.keys.signer(tenant.id, client.access_token_signed_response_alg)
  const access = accessTokenOf(client.access_token_format, key, constant, now, expires_at - now)
  await keepWithout(call, access, {
    type: 'token.issued',
    outcome: 'succeeded',
    actor: actor.sub,
    subject: subject.user_id,
    client_id: client.client_id,
    ...(subject.session_id !== undefined && { session_id: subject.session_id }),
    detail: {
      ...actor.context,
      ...(actor.context && { on_behalf_of: subject.user_id }),
      grant_type: 'token_exchange',
      scope: [...scope],
      audience: [...delegation.audience],
      jti: access.jti,
    },
  })
  return {
    access_token: access.token,
    token_type: delegation.cnf?.jkt === undefined ? 'Bearer' : 'DPoP',
    expires_in: expires_at - now,
    ...(scope.length > 0 && { scope: scope.join(' ') }),
    ...(details.length > 0 && { authorization_details: details }),
  }
}

async function sessionClaim(
  { app, tenant }: Pick<Call, 'app' | 'tenant'>,
  client: Sectored,
  { session_id }: Subject,
): Promise<{ sid?: string }> {
  return session_id === undefined ? {} : { sid: await sessionNameFor(app, tenant.id, client, session_id) }
}

/** A name for one sector stands in no feed. A token of a grant dies with that, and one of an exchange has none. */
const endOfSession = ({ sector }: Sectored, { session_id }: Subject): string[] =>
  sector === undefined ? [] : deathNames({ sid: session_id })

function singleOrAll(audience: readonly string[]): string | readonly string[] {
  const [only] = audience
  return audience.length === 1 && only !== undefined ? only : audience
}

const refused = (cause: string) =>
  new OAuthError('invalid_request', 'the subject_token cannot be exchanged by this actor', cause)
