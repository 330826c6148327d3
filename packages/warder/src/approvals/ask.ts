import type { Seconds } from '@warder/protocol'
import { record } from '../audit/audit.ts'
import type { Call } from '../http/router.ts'
import { compose, personOf } from '../mail/messages.ts'
import { queueMail } from '../mail/outbox.ts'
import type { PendingRequest } from '../oauth-server/backchannel/pending.ts'
import type { Client } from '../oauth-server/clients/client.ts'
import * as counters from '../store/operations/counters.ts'
import * as mutedClients from '../store/oauth/notices/muted-clients.ts'
import * as oneTimeTokens from '../store/one-time-tokens.ts'
import * as users from '../store/people/users.ts'
import type { Db } from '../store/open.ts'
import { belongs } from '../tenants/belongs.ts'
import { minute } from '../time.ts'

/** What somebody is asked in so many seconds; the setting `approvals.most` says how often. */
export const countedFor: Seconds = 10 * minute

/** Whom a question is for, what it is, and how long it waits. */
export type Question = {
  /** Undefined where the hint leads to nobody: the client is not told. */
  user_id: string | undefined
  client: Client
  request: PendingRequest
  lifetime: Seconds
  client_notification_token?: string | undefined
}

export const countOf = (user_id: string) => `approvals:${user_id}`

/**
 * Puts a question to a person who is somewhere else, and tells them by mail. Who is asked too often already, does not want to
 * be asked by this client, or does not exist, is not asked, and the client sees no difference: nobody answers.
 *
 * @returns the `auth_req_id`
 */
export async function askPerson(call: Call, question: Question): Promise<string> {
  const { app } = call
  const { client, request, lifetime, user_id } = question
  const now = app.now()
  return app.db.transaction().execute(async (tx) => {
    const { reader, why } = await mayBeAsked(tx, call, question)
    const handle = await oneTimeTokens.create(tx, 'backchannel_request', {
      ...(reader && { subject: reader.id }),
      data: request,
      expires_at: now + lifetime,
      now,
    })
    await keepPing(tx, call, handle, question)
    const told = { link: `${call.tenant.issuer}/account/approvals`, at: now, name: client.client_name }
    const mail = compose(call, 'approvalAsked', personOf(app, reader ?? nobody), told)
    // Written for nobody as well: the time that it takes would tell who has an account.
    await queueMail(tx, app, mail, reader ? 'real' : 'decoy')
    await record(tx, call, {
      type: reader ? 'approval.asked' : 'approval.withheld',
      outcome: reader ? 'succeeded' : 'refused',
      actor: client.client_id,
      ...(user_id !== undefined && why !== 'unknown' && { subject: user_id }),
      client_id: client.client_id,
      detail: { scope: request.scope, ...(why !== undefined && { reason: why }) },
    })
    return handle
  })
}

type Reader = { id: string; email: string; full_name: string; locale: string | null }

const nobody: Reader = { id: '', email: 'nobody@localhost.invalid', full_name: '', locale: null }

type Asked = { reader?: Reader; why?: 'unknown' | 'muted' | 'too_often' }

/** The same look-ups for whoever is meant. What is not asked counts against nobody's limit. */
async function mayBeAsked(tx: Db, { app, tenant }: Call, { user_id = '', client }: Question): Promise<Asked> {
  const now = app.now()
  const held = await users.hold(tx, user_id)
  const active = held?.disabled_at === null && held.deactivated_at === null
  const person = active && (await belongs(tx, tenant, held)) ? held : undefined
  const muted = await mutedClients.isMuted(tx, user_id, client)
  const counted = person && !muted ? person.id : `nobody ${client.client_id}`
  const taken = await counters.tryIncrement(
    tx,
    countOf(counted),
    app.config.approvals.most,
    now + countedFor,
    now,
  )
  if (!person) return { why: 'unknown' }
  if (muted) return { why: 'muted' }
  return taken.ok ? { reader: person } : { why: 'too_often' }
}

/** CIBA §10.2: the client is told with a token of its own, which is kept sealed, and so is what it is told. */
async function keepPing(
  tx: Db,
  { app }: Call,
  handle: string,
  { client, request, client_notification_token: token }: Question,
): Promise<void> {
  if (client.backchannel?.mode !== 'ping' || token === undefined) return
  const row = await oneTimeTokens.find(tx, 'backchannel_request', handle)
  if (!row) throw new Error('what was written a moment ago is not there')
  const { endpoint } = client.backchannel
  const sealed = app.secrets.seal(
    pingContext(row.token_hash),
    Buffer.from(JSON.stringify({ token, auth_req_id: handle })),
  )
  await oneTimeTokens.setData(tx, row, { ...request, ping: { endpoint, sealed } }, app.now())
}

export const pingContext = (token_hash: string) => `backchannel_ping:${token_hash}`
