import {
  claimsWithin,
  decideRefresh,
  narrowAuthorizationDetails,
  OAuthError,
  type AuthorizationDetail,
  type ClaimsRequest,
  type RefreshTokenState,
  type TokenRequest,
} from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import { digest } from '../../crypto/tokens.ts'
import type { Call } from '../../http/router.ts'
import * as grants from '../../store/oauth/grants.ts'
import * as refreshTokens from '../../store/oauth/refresh-tokens.ts'
import type { RefreshTokenRow } from '../../store/oauth/refresh-tokens.ts'
import type { Db } from '../../store/open.ts'
import { words } from '../../store/words.ts'
import { builtInClient } from '../clients/client.ts'
import { nobody, type Sender } from '../proofs/sender.ts'
import { revokeGrant } from '../revoke.ts'
import {
  keepTokens,
  keysFor,
  prepareTokens,
  type Draft,
  type IssuingClient,
  type TokenAnswer,
} from './answer.ts'
import { namedClaimsOf } from '../claims/named-claims.ts'
import { leftOf } from '../clients/resource.ts'
import { ownClaimsOf } from './own-claims.ts'
import { openAnswer, sealAnswer } from './successor.ts'
import { holdingsIfAlive } from './subject.ts'

type RefreshRequest = Extract<TokenRequest, { grant_type: 'refresh_token' }>
type Place = Pick<Call, 'app' | 'tenant' | 'trace'>

const invalid = (cause: string) =>
  new OAuthError('invalid_grant', 'the refresh token is invalid, expired or revoked', cause)

/**
 * RFC 6749 §6 with rotation (RFC 9700 §4.14.2). A repeat within the grace window, while nobody has used
 * the successor, gets the same answer again; any other use of a spent token ends its family.
 *
 * @throws OAuthError invalid_grant, invalid_scope or invalid_target
 */
export async function refresh(
  place: Place,
  client: IssuingClient,
  request: RefreshRequest,
  sender: Sender = nobody,
): Promise<TokenAnswer> {
  const { app, tenant } = place
  const token_hash = digest(request.refresh_token)
  // Whoever loses the race for a token decides once more, and then finds it spent.
  for (let attempt = 0; attempt < 2; attempt++) {
    const row = await refreshTokens.find(app.db, token_hash)
    const known = row && row.tenant_id === tenant.id ? stateOf(row) : undefined
    const state = known && leftOf(client, tenant.issuer, known)
    const by = { key: sender.key, rotates: client.profile === undefined }
    const decision = decideRefresh(request, client.client_id, state, app.now(), app.config.refresh_grace, by)
    if (!row) throw invalid('unknown')

    switch (decision.kind) {
      case 'rotate': {
        const draft = await draftOf(place, client, row, granted(client, request, row, decision), sender)
        const answer = await rotate(place, request.refresh_token, row, draft, sender)
        if (answer) return answer
        break
      }
      case 'keep': {
        const draft = await draftOf(place, client, row, granted(client, request, row, decision), sender)
        const answer = await renew(place, row, { ...draft, refresh: false })
        if (answer) return answer
        break
      }
      case 'repeat': {
        await sender.spend()
        const answer = openAnswer(request.refresh_token, row.successor_sealed, sender.key)
        if (answer) return answer
        await endFamily(place, row)
        throw invalid('the answer to repeat is gone')
      }
      case 'reuse':
        await endFamily(place, row)
        throw invalid('reuse')
    }
  }
  throw invalid('the grant has ended')
}

/** Undefined when somebody else exchanged the token, or ended its grant, in this very moment. */
async function rotate(
  place: Place,
  presented: string,
  row: RefreshTokenRow,
  draft: Draft,
  sender: Sender,
): Promise<TokenAnswer | undefined> {
  const { app } = place
  const keys = await keysFor(
    app,
    place.tenant.id,
    draft.client,
    draft.client.client_id === builtInClient ? [] : draft.scope,
  )
  const prepared = prepareTokens(app, keys, draft)
  const successor = {
    hash: digest(prepared.refresh_token ?? ''),
    sealed: app.config.refresh_grace > 0 ? sealAnswer(presented, prepared.answer, sender.key) : null,
  }
  return app.db.transaction().execute(async (tx) => {
    if (!(await grants.hold(tx, row.grant_id))) return undefined
    if (!(await refreshTokens.spend(tx, row.token_hash, successor, app.now()))) return undefined
    await keepTokens(tx, app, draft, prepared)
    await recordRefresh(tx, place, row)
    return prepared.answer
  })
}

/** New tokens beside a refresh token that goes on. Undefined when its grant was ended in this very moment. */
async function renew(place: Place, row: RefreshTokenRow, draft: Draft): Promise<TokenAnswer | undefined> {
  const { app } = place
  const keys = await keysFor(app, place.tenant.id, draft.client, draft.scope)
  const prepared = prepareTokens(app, keys, draft)
  return app.db.transaction().execute(async (tx) => {
    if (!(await grants.hold(tx, row.grant_id))) return undefined
    await keepTokens(tx, app, draft, prepared)
    await recordRefresh(tx, place, row)
    return prepared.answer
  })
}

function recordRefresh(tx: Db, place: Place, row: RefreshTokenRow): Promise<void> {
  return record(tx, place, {
    type: 'token.refreshed',
    outcome: 'succeeded',
    actor: row.user_id,
    client_id: row.client_id,
    session_id: row.session_id,
  })
}

/** What the access token is for: of the finer permissions all that were granted, or those that are named. */
function granted(
  { authorization_details_types: types, scope: may }: IssuingClient,
  { authorization_details }: RefreshRequest,
  row: RefreshTokenRow,
  { scope, resource }: { scope: string[]; resource: string[] },
): Pick<Draft, 'scope' | 'resource' | 'authorization_details'> {
  // A token for nothing would be worth whatever an API makes of that, and one without its resource would be for another.
  if ((scope.length === 0 && row.scope !== '') || (resource.length === 0 && row.resource !== ''))
    throw invalid('the client may have nothing of it any more')
  // OIDC Core §11: nor does it go on while the person is away, where the client may not ask for that any more.
  if (row.offline_at !== null && may && !may.includes('offline_access'))
    throw invalid('the client may not act while the person is away')
  // Written by `issueCode`.
  const kept = JSON.parse(row.authorization_details ?? '[]') as AuthorizationDetail[]
  const left = types ? kept.filter(({ type }) => types.includes(type)) : kept
  return { scope, resource, authorization_details: narrowAuthorizationDetails(authorization_details, left) }
}

// Written by `issueCode`.
function claimsIn({ claims }: RefreshTokenRow, { scope }: IssuingClient): ClaimsRequest | undefined {
  const asked = claims === null ? undefined : (JSON.parse(claims) as ClaimsRequest)
  return asked && scope ? claimsWithin(asked, scope) : asked
}

/** What the successor says: the grant again, and the person as they are now. */
async function draftOf(
  { app, tenant }: Place,
  client: IssuingClient,
  row: RefreshTokenRow,
  given: Pick<Draft, 'scope' | 'resource' | 'authorization_details'>,
  sender: Sender,
): Promise<Draft> {
  const offline = row.offline_at !== null
  const alive = await holdingsIfAlive(app.db, { ...row, offline }, app.now(), app.activity.seen)
  if (!alive) throw invalid('the session has ended or the person is disabled')
  await sender.spend()
  return {
    issuer: tenant.issuer,
    client,
    grant: {
      id: row.grant_id,
      user_id: row.user_id,
      session_id: row.session_id,
      offline,
      amr: words(row.amr),
      auth_time: row.auth_time,
    },
    ...given,
    claims: await namedClaimsOf(app.db, row.user_id, claimsIn(row, client)),
    refresh: true,
    cnf: sender.cnf,
    bound_to: row.bound_to ?? undefined,
    ...(await ownClaimsOf(app, client, tenant.id, { grant: { offline, user_id: row.user_id }, alive })),
  }
}

/** RFC 9700 §4.14.2: of two who hold the token one is a thief, so both lose what came of it. */
async function endFamily(place: Place, row: RefreshTokenRow): Promise<void> {
  await place.app.db.transaction().execute(async (tx) => {
    await revokeGrant(tx, row.grant_id, place.app.now())
    await record(tx, place, {
      type: 'token.reuse_detected',
      outcome: 'refused',
      subject: row.user_id,
      client_id: row.client_id,
      session_id: row.session_id,
    })
  })
}

function stateOf(row: RefreshTokenRow): RefreshTokenState {
  return {
    client_id: row.client_id,
    family_id: row.grant_id,
    scope: words(row.scope),
    resource: words(row.resource),
    expires_at: row.expires_at,
    consumed_at: row.consumed_at,
    revoked_at: row.revoked_at,
    bound_to: row.bound_to,
    successor_used: row.successor_consumed_at !== null,
  }
}
