import { Problem, type Seconds } from '@warder/protocol'
import { record } from '../audit/audit.ts'
import type { Call } from '../http/router.ts'
import { pendingOf, type Pending } from '../oauth-server/backchannel/pending.ts'
import { findClient, type Client } from '../oauth-server/clients/client.ts'
import { allowedBy, keepGrant, type Answer } from '../oauth-server/pending/answer.ts'
import type { SessionCaller } from '../sessions/guard.ts'
import { requireOpen, requireRecent, toAnswer } from '../sessions/recent.ts'
import * as approvalNotices from '../store/oauth/notices/approval-notices.ts'
import * as mutedClients from '../store/oauth/notices/muted-clients.ts'
import * as oneTimeTokens from '../store/one-time-tokens.ts'
import * as counters from '../store/operations/counters.ts'
import type { Db } from '../store/open.ts'
import { countOf } from './ask.ts'

/** A question that waits, with the application that asks it. */
export type Approval = Pending & { client: Client }

/** What waits for the answer of a person, newest first. */
export async function approvalsOf(
  call: Call,
  { user_id }: Pick<SessionCaller, 'user_id'>,
): Promise<Approval[]> {
  const { app, tenant } = call
  const waiting = (await pendingOf(app.db, user_id, app.now())).filter(
    ({ request }) => request.tenant_id === tenant.id,
  )
  const found: Approval[] = []
  for (const pending of waiting) {
    const client = await findClient(app, tenant.id, pending.request.client_id)
    if (client) found.push({ ...pending, client })
  }
  return found
}

/** @throws Problem `not_found` for what was answered, is too old, or is somebody else's */
export async function findApproval(call: Call, caller: SessionCaller, id: string): Promise<Approval> {
  const found = (await approvalsOf(call, caller)).find(({ row }) => row.token_hash === id)
  if (!found) throw over()
  return found
}

/**
 * Refuses who did not show lately that it is them, with a second factor where the application wants one.
 *
 * @throws Problem `insufficient_user_authentication`
 */
export function requireSure(call: Call, caller: SessionCaller, { request, client }: Approval): void {
  const { default_max_age = Infinity } = client
  requireRecent(
    call,
    caller,
    // OIDC Dynamic Registration §2: "longer ago than the specified number of seconds".
    Math.min(call.app.config.approvals.recent, Math.max(default_max_age, toAnswer)),
    request.strong ? { acr: 'urn:warder:aal2' } : {},
  )
}

/** The person says yes: answer, consent and grant, all or none. @throws Problem `not_found`, `insufficient_user_authentication` */
export async function approve(call: Call, caller: SessionCaller, id: string): Promise<void> {
  const { app } = call
  const pending = await findApproval(call, caller, id)
  requireSure(call, caller, pending)
  const { client_id, scope } = pending.request
  const { user_id, session_id } = caller
  const answer = allowedBy(caller)
  await app.db.transaction().execute(async (tx) => {
    await keepAnswer(tx, pending, answer, app.now())
    await requireOpen(tx, session_id)
    await keepGrant(tx, call, pending.request, answer)
    // Whoever says yes was not pestered by it.
    await counters.giveBack(tx, countOf(user_id))
    await record(tx, call, {
      type: 'approval.given',
      outcome: 'succeeded',
      actor: user_id,
      client_id,
      session_id,
      detail: { scope },
    })
  })
}

/** The person says no. @throws Problem `not_found` */
export async function deny(call: Call, caller: SessionCaller, id: string): Promise<void> {
  const pending = await findApproval(call, caller, id)
  await call.app.db.transaction().execute((tx) => denyIn(tx, call, caller, pending))
}

/** The person says no to everything that an application asks now, and does not want to be asked by it again. */
export async function stopAsking(call: Call, caller: SessionCaller, client_id: string): Promise<void> {
  const { app, tenant } = call
  const { user_id, session_id } = caller
  const client = await findClient(app, tenant.id, client_id)
  if (!client) throw new Problem('not_found', { detail: 'There is no such application.' })
  const asked = (await approvalsOf(call, caller)).filter(({ request }) => request.client_id === client_id)
  await app.db.transaction().execute(async (tx) => {
    let denied = 0
    await mutedClients.mute(tx, user_id, client, app.now())
    for (const pending of asked) {
      // Answered elsewhere in this moment: then that counts.
      if (await setAnswer(tx, pending, { kind: 'denied' }, app.now())) denied++
    }
    await record(tx, call, {
      type: 'approval.muted',
      outcome: 'succeeded',
      actor: user_id,
      client_id,
      session_id,
      detail: { denied },
    })
  })
}

/** An application may ask again. @throws Problem `not_found` */
export async function askAgain(
  call: Call,
  { user_id, session_id }: SessionCaller,
  client_id: string,
): Promise<void> {
  const client = { tenant_id: call.tenant.id, client_id }
  await call.app.db.transaction().execute(async (tx) => {
    if (!(await mutedClients.unmute(tx, user_id, client)))
      throw new Problem('not_found', { detail: 'This application may ask you.' })
    await record(tx, call, {
      type: 'approval.unmuted',
      outcome: 'succeeded',
      actor: user_id,
      client_id,
      session_id,
    })
  })
}

async function denyIn(tx: Db, call: Call, caller: SessionCaller, pending: Pending): Promise<void> {
  await keepAnswer(tx, pending, { kind: 'denied' }, call.app.now())
  await record(tx, call, {
    type: 'approval.denied',
    outcome: 'refused',
    actor: caller.user_id,
    client_id: pending.request.client_id,
    session_id: caller.session_id,
  })
}

/** Of two answers the first counts. @throws Problem `not_found` for the second */
async function keepAnswer(tx: Db, pending: Pending, answer: Answer, now: Seconds): Promise<void> {
  if (!(await setAnswer(tx, pending, answer, now))) throw over()
}

/** False when another answer counts. Who wants to be told of it is told soon. */
async function setAnswer(tx: Db, { row, request }: Pending, answer: Answer, now: Seconds): Promise<boolean> {
  if (!(await oneTimeTokens.setData(tx, row, { ...request, answer }, now))) return false
  const { tenant_id, client_id, ping } = request
  if (ping) await approvalNotices.insert(tx, { id: row.token_hash, tenant_id, client_id }, now)
  return true
}

const over = () => new Problem('not_found', { detail: 'This was answered already, or its time is over.' })
