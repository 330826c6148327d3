import {
  decideAuthorizationCode,
  narrowAuthorizationDetails,
  OAuthError,
  type TokenRequest,
} from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import type { Call } from '../../http/router.ts'
import * as grants from '../../store/oauth/grants.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import { readCode, type StoredCode } from '../authorize/code.ts'
import type { ClientCaller } from '../client-auth.ts'
import type { Client } from '../clients/client.ts'
import { boundTo, type Sender } from '../proofs/sender.ts'
import { revokeGrant } from '../revoke.ts'
import { keysFor, prepareTokens, type Draft, type TokenAnswer } from './answer.ts'
import { give } from './give.ts'
import { ownClaimsOf } from './own-claims.ts'
import { namedClaimsOf } from '../claims/named-claims.ts'
import { holdingsIfAlive } from './subject.ts'

type CodeRequest = Extract<TokenRequest, { grant_type: 'authorization_code' }>

const invalid = (cause: string) =>
  new OAuthError('invalid_grant', 'the authorization code is invalid or has expired', cause)

/**
 * RFC 6749 §4.1.3: exchanges a code. It works once; presented again, it ends what the first use issued.
 *
 * @throws OAuthError invalid_grant, invalid_target or invalid_authorization_details
 */
export async function authorizationCode(
  call: Call<ClientCaller>,
  request: CodeRequest,
  sender: Sender,
): Promise<TokenAnswer> {
  const { app } = call
  const { client } = call.caller
  const code = await readCode(call, request.code)
  const decision = decideAuthorizationCode(request, client.client_id, code, app.now(), sender.cnf.jkt)
  if (!code) throw invalid('unknown')

  if (decision.kind === 'issue') {
    const draft = draftOf(call, client, code, {
      ...decision,
      ...boundTo(client, sender),
      authorization_details: narrowAuthorizationDetails(
        request.authorization_details,
        code.authorization_details ?? [],
      ),
    })
    await sender.spend()
    const alive = await holdingsIfAlive(app.db, draft.grant, app.now())
    if (!alive) throw invalid('the session has ended or the person is disabled')
    const own = await ownClaimsOf(app, client, call.tenant.id, { grant: draft.grant, alive })
    const claims = await namedClaimsOf(app.db, code.subject, code.claims)
    const outcome = await exchange(call, request.code, { ...draft, ...own, claims })
    if (outcome.kind === 'issued') return outcome.answer
    if (outcome.kind === 'ended') throw invalid('the grant was revoked')
  }
  await endReplayed(call, code)
  throw invalid('replay')
}

type Exchange = { kind: 'issued'; answer: TokenAnswer } | { kind: 'spent' } | { kind: 'ended' }

/** One transaction: whoever loses the race for the code waits here, and then finds a grant to revoke. */
async function exchange(call: Call<ClientCaller>, handle: string, draft: Draft): Promise<Exchange> {
  const { app, tenant } = call
  const keys = await keysFor(app, tenant.id, draft.client, draft.scope)
  const prepared = prepareTokens(app, keys, draft)

  return app.db.transaction().execute(async (tx): Promise<Exchange> => {
    const spent = await oneTimeTokens.consume(tx, 'authorization_code', handle, app.now())
    if (!spent) return { kind: 'spent' }
    // Signing out in the meantime has ended it. The code stays spent.
    if (!(await grants.hold(tx, draft.grant.id))) return { kind: 'ended' }
    await give(tx, call, { draft, prepared, grant_type: 'authorization_code' })
    return { kind: 'issued', answer: prepared.answer }
  })
}

function draftOf(
  { tenant }: Call,
  client: Client,
  code: StoredCode,
  granted: Pick<Draft, 'scope' | 'resource' | 'cnf' | 'bound_to' | 'authorization_details'>,
): Draft {
  const offline = code.scope.includes('offline_access')
  return {
    issuer: tenant.issuer,
    client,
    grant: {
      id: code.grant_id,
      user_id: code.subject,
      session_id: code.session_id,
      offline,
      amr: code.amr,
      auth_time: code.auth_time,
    },
    ...granted,
    nonce: code.nonce,
    // OIDC Core §11: a refresh token is for access while the person is away, which they must have allowed.
    refresh: offline && client.grant_types.includes('refresh_token'),
  }
}

/** RFC 6749 §4.1.2: "SHOULD revoke (when possible) all tokens previously issued based on that authorization code". */
async function endReplayed(call: Call<ClientCaller>, code: StoredCode): Promise<void> {
  const { app } = call
  await app.db.transaction().execute(async (tx) => {
    // Told once: whoever presents it again and again changes nothing more.
    if (!(await revokeGrant(tx, code.grant_id, app.now()))) return
    await record(tx, call, {
      type: 'code.replayed',
      outcome: 'refused',
      subject: code.subject,
      client_id: code.client_id,
      session_id: code.session_id,
    })
  })
}
