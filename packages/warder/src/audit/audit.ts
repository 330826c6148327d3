import type { App } from '../app.ts'
import type { Trace } from '../http/trace.ts'
import * as auditEvents from '../store/operations/audit-events.ts'
import type { Db } from '../store/open.ts'
import type { AuditType, Outcome } from './events.ts'

export type AuditEvent = {
  type: AuditType
  outcome: Outcome
  /** Who did it: a person or a client. */
  actor?: string
  /** To whom it happened, when that is somebody else or not yet proved. */
  subject?: string
  client_id?: string
  session_id?: string
  /** Never a secret: a reason, a name, a number. */
  detail?: Record<string, string | number | string[]>
}

export type Audited = {
  app: Pick<App, 'now'> & Partial<Pick<App, 'metrics' | 'live' | 'events'>>
  tenant: { id: string }
  trace: Trace
  /** Who administers, where it is no operator with a shell: in every event of what they do. */
  acting?: Acting
}

export type Acting = {
  who: Pick<AuditEvent, 'actor' | 'session_id'>
  /** What they act by, where it is a key. */
  detail: Record<string, string>
  /** Refuses, in the transaction of the effect, what they may not do by now, or not to this subject. */
  hold: (tx: Db, subject: string | undefined) => Promise<void>
}

/** What happens often and changes nobody's session: whoever it concerns need not be asked about anew. */
const changesNoSession: ReadonlySet<AuditType> = new Set([
  'sign_in.password',
  'sign_in.throttled',
  'code.issued',
  'sign_in.link_sent',
  'sign_in.code_sent',
  'token.issued',
  'token.refreshed',
  'client.authentication',
  'api_key.created',
  'api_key.rotated',
  'api_key.revoked',
  'api_key.refused',
  'agent.token',
  'agent.refused',
  'agent.asked',
  'approval.asked',
  'approval.withheld',
  'vault.used',
  'vault.token',
  'privacy.agreed',
  'privacy.withdrawn',
  'privacy.exported',
])

/**
 * Writes an event. Pass the transaction of the effect, so that neither happens without the other; outside
 * one, the answer waits until the event is durable. Sessions of whom it concerns are no longer remembered from here on. What changes nothing that is stored may say `commit`: the
 * event then survives the end of the process before the answer goes out, and a power cut a moment later.
 */
export async function record(
  db: Db,
  { app, tenant, trace, acting }: Audited,
  told: AuditEvent,
  until: 'disk' | 'commit' = 'disk',
): Promise<void> {
  const now = app.now()
  const event = acting ? await actedBy(acting, db, told) : told
  app.metrics?.event(event.type, event.outcome)
  if (!changesNoSession.has(event.type)) {
    for (const id of [event.actor, event.subject, event.session_id]) if (id) app.live?.forget(id, now)
  }
  const row: auditEvents.AuditRow = {
    time: now,
    type: event.type,
    outcome: event.outcome,
    tenant_id: tenant.id,
    actor: event.actor ?? null,
    subject: event.subject ?? event.actor ?? null,
    client_id: event.client_id ?? null,
    session_id: event.session_id ?? null,
    request_id: trace.request_id,
    address: trace.address,
    user_agent: trace.user_agent,
    detail: event.detail ? JSON.stringify(event.detail) : '{}',
  }
  const wanted = app.events?.wanted(db, row)
  if (wanted === undefined || !(wanted instanceof Promise ? await wanted : wanted))
    return auditEvents.insert(db, row, until)
  await (db.isTransaction
    ? tell(db, app.events, row)
    : db.transaction().execute((tx) => tell(tx, app.events, row)))
}

/** Nobody hears of what is not in the audit, and of what is there everybody who wants to. */
async function tell(tx: Db, events: App['events'] | undefined, row: auditEvents.AuditRow): Promise<void> {
  await auditEvents.insert(tx, row, 'disk')
  await events?.put(tx, row)
}

/** Nothing is done without its event, so whoever acts is held here and nothing can go around it. */
async function actedBy(acting: Acting, tx: Db, event: AuditEvent): Promise<AuditEvent> {
  await acting.hold(tx, event.subject)
  return { ...acting.who, ...event, detail: { ...event.detail, ...acting.detail } }
}

/**
 * The trace of what the program itself or its operator does, where there is no request. No request can call itself that:
 * an `X-Request-Id` with a colon is not taken.
 */
export const operator: Trace = { request_id: 'warder:operator', address: '', user_agent: 'warder' }
