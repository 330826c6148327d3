import * as z from 'zod'
import { bearerChallenge, OAuthError, parseBearer, Problem } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import { digest, newToken } from '../../crypto/tokens.ts'
import { empty, json } from '../../http/answer.ts'
import { readJson } from '../../http/body.ts'
import type { Call, Guard, Handler } from '../../http/router.ts'
import * as clients from '../../store/oauth/clients.ts'
import type { ClientRow } from '../../store/oauth/clients.ts'
import { forgetClient } from '../clients/client.ts'
import { deleteClient, keepNewClient, newClientRow, viewOf } from '../register.ts'
import { lookedUp } from '../clients/about/look-up.ts'
import { isRegistrationToken, spendRegistrationToken } from './initial-token.ts'
import { metadataOf, readMetadata, without } from './metadata.ts'

const body = z.record(z.string(), z.unknown())

/** The client whose registration this token is for (RFC 7592 §1.2), and the token, which is told again (§3). */
export type RegisteredClient = { row: ClientRow; token: string }

/** POST /oauth/register (RFC 7591 §3.1): an application registers itself, where the operator lets it. */
export const register: Handler<null> = async (call) => {
  const { app, tenant } = call
  const token = initialTokenOf(call)
  const input = readMetadata(await readJson(call.request, body), app.config)
  const made = newClientRow(call, input, 'itself')
  // Nothing is fetched for whoever has no token where one is needed.
  if (token !== undefined && !(await isRegistrationToken(app.db, call, token))) throw invalidToken()
  const registration_access_token = newToken('wcr')
  const row: ClientRow = {
    ...made.row,
    ...(await lookedUp(app.oauth.fetch, made.row)),
    registered_at: app.now(),
    registration_token_hash: digest(registration_access_token),
  }
  await app.db.transaction().execute(async (tx) => {
    if (token !== undefined && !(await spendRegistrationToken(tx, call, token))) throw invalidToken()
    await keepNewClient(tx, call, row)
  })
  const secret = made.client_secret === undefined ? {} : { client_secret: made.client_secret }
  return json(
    {
      ...metadataOf({ ...viewOf(row), ...secret }, row.created_at),
      registration_access_token,
      registration_client_uri: `${tenant.issuer}/oauth/register/${row.client_id}`,
    },
    { status: 201 },
  )
}

/** RFC 7591 §3: a token where the operator wants one, and none where not. @throws OAuthError invalid_token, Problem not_found */
function initialTokenOf({ app, request }: Call): string | undefined {
  if (app.config.registration === 'closed')
    throw new Problem('not_found', { detail: 'Applications do not register themselves here.' })
  const bearer = parseBearer(request.headers.get('authorization'))
  if (bearer.kind === 'malformed')
    throw new OAuthError('invalid_request', 'the Authorization header is malformed')
  if (bearer.kind === 'token') return bearer.token
  if (app.config.registration === 'token') throw new Problem('not_authenticated', { headers: challenge })
  return undefined
}

const challenge = { 'www-authenticate': bearerChallenge({ realm: 'Warder' }) }

const invalidToken = () => new OAuthError('invalid_token', 'the registration token is not valid')

/**
 * The client that shows its registration token, and no other. @throws OAuthError invalid_token, also for a client that is
 * not there (RFC 7592 §2.1)
 */
export const registeredClient: Guard<RegisteredClient> = async (call) => {
  const bearer = parseBearer(call.request.headers.get('authorization'))
  if (bearer.kind === 'none') throw new Problem('not_authenticated', { headers: challenge })
  if (bearer.kind === 'malformed')
    throw new OAuthError('invalid_request', 'the Authorization header is malformed')
  const row = await clients.find(call.app.db, call.tenant.id, call.params['client_id'] ?? '')
  // Digests of random tokens: comparing them tells nothing of either.
  if (!row || row.disabled_at !== null || row.registration_token_hash !== digest(bearer.token))
    throw invalidToken()
  return { row, token: bearer.token }
}

/** GET /oauth/register/{client_id} (RFC 7592 §2.1). The secret is told once, when it is made. */
export const readRegistration: Handler<RegisteredClient> = ({ caller: { row, token }, tenant }) =>
  json({
    ...metadataOf(viewOf(row), row.created_at),
    registration_access_token: token,
    registration_client_uri: `${tenant.issuer}/oauth/register/${row.client_id}`,
  })

/** PUT /oauth/register/{client_id} (RFC 7592 §2.2): all of it anew; what is left out is gone. */
export const replaceRegistration: Handler<RegisteredClient> = async (call) => {
  const { app, tenant } = call
  const { row, token } = call.caller
  const sent = await readJson(call.request, body)
  if (sent['client_id'] !== row.client_id)
    throw new OAuthError('invalid_client_metadata', 'client_id must be its own')
  // RFC 7592 §2.2: "the value of this field MUST match the currently issued client secret".
  const secret = sent['client_secret']
  if (secret !== undefined && (typeof secret !== 'string' || digest(secret) !== row.client_secret_hash))
    throw new OAuthError('invalid_client_metadata', 'client_secret must be the one that it has')
  const { row: next, client_secret } = newClientRow(call, readMetadata(sent, app.config), 'itself')
  if (next.type !== row.type)
    throw new OAuthError(
      'invalid_client_metadata',
      'a client stays public, confidential or for itself: register another',
    )
  // OIDC Core §8.1: with another host it would learn from what it was allowed before what people are called there.
  if (next.sector !== row.sector)
    throw new OAuthError(
      'invalid_client_metadata',
      'a client goes on with the names that its people have: for others register another',
    )
  const { logo } = await lookedUp(app.oauth.fetch, next)
  const columns = without({ ...next, logo }, [
    'client_id',
    'client_secret_hash',
    'created_at',
    // It may have been disabled while what it named was fetched.
    'disabled_at',
    'registered_at',
    'registration_token_hash',
  ])
  // The secret goes on while it is used in the same way; a new way that needs one gets one.
  const needsNew = row.client_secret_hash === null && next.client_secret_hash !== null
  const needsNone = next.client_secret_hash === null
  // One that goes on is not written: an operator may have given another while what it named was fetched.
  const secrets = needsNew || needsNone ? { client_secret_hash: next.client_secret_hash } : {}
  const change = { ...columns, ...secrets }
  await app.db.transaction().execute(async (tx) => {
    if (!(await clients.updateEnabled(tx, tenant.id, row.client_id, change))) throw invalidToken()
    await record(tx, call, { type: 'client.updated', outcome: 'succeeded', client_id: row.client_id })
  })
  forgetClient(app, tenant.id, row.client_id)
  const told = needsNew && client_secret !== undefined ? { client_secret } : {}
  return json({
    ...metadataOf({ ...viewOf({ ...row, ...change }), ...told }, row.created_at),
    registration_access_token: token,
    registration_client_uri: `${tenant.issuer}/oauth/register/${row.client_id}`,
  })
}

/** DELETE /oauth/register/{client_id} (RFC 7592 §2.3): with everything that was granted to it. */
export const deleteRegistration: Handler<RegisteredClient> = async (call) => {
  await deleteClient(call, call.caller.row.client_id)
  return empty(204)
}
