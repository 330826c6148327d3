import type { Insertable, Selectable } from 'kysely'
import type { Db } from '../open.ts'
import { preparedInsert } from '../prepared.ts'
import type { AuditEventTable } from '../schema/operations.ts'

export type AuditRow = Insertable<AuditEventTable>

// On the path of every token, so the SQL is built once.
const insertRow = { disk: preparedInsert('audit_event'), commit: preparedInsert('audit_event', 'commit') }

/** `until` counts outside a transaction only: inside one, the event is as durable as its effect. */
export function insert(db: Db, row: AuditRow, until: 'disk' | 'commit'): Promise<void> {
  return insertRow[until](db, row)
}

/** Events about one person, of the given types, newest first; `before` is the last `seq` of the page before. */
export async function newestAbout(
  db: Db,
  subject: string,
  types: readonly string[],
  limit: number,
  before?: number,
) {
  return db
    .selectFrom('audit_event')
    .selectAll()
    .where('subject', '=', subject)
    .where('type', 'in', types)
    .$if(before !== undefined, (query) => query.where('seq', '<', before ?? 0))
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute()
}

/** What somebody did to others, or for them, newest first; `before` is the last `seq` of the page before. */
export async function newestBy(db: Db, actor: string, limit: number, before?: number) {
  return db
    .selectFrom('audit_event')
    .selectAll()
    .where('actor', '=', actor)
    .whereRef('actor', '<>', 'subject')
    .$if(before !== undefined, (query) => query.where('seq', '<', before ?? 0))
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute()
}

/** What agents of a tenant did in somebody's name, newest first, with the names of the agents. */
export async function newestInName(
  db: Db,
  { tenant_id, user_id }: { tenant_id: string; user_id: string },
  limit: number,
) {
  return db
    .selectFrom('audit_event')
    .innerJoin('agent', 'agent.id', 'audit_event.actor')
    .select(['seq', 'type', 'time', 'address', 'detail', 'agent.name as agent_name'])
    .where('audit_event.subject', '=', user_id)
    .where('agent.tenant_id', '=', tenant_id)
    .where('agent.user_id', 'is', null)
    .orderBy('audit_event.seq', 'desc')
    .limit(limit)
    .execute()
}

/** What was done to somebody of these types, newest first. */
export async function newestOf(db: Db, subject: string, types: readonly string[], limit: number) {
  return db
    .selectFrom('audit_event')
    .selectAll()
    .where('subject', '=', subject)
    .where('type', 'in', types)
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute()
}

export type AuditEventRow = Selectable<AuditEventTable>

/** What of the audit is wanted: of one tenant, and all the rest as far as it is said. Times in seconds; `to` is not in it. */
export type Wanted = {
  tenant_id: string
  type?: string | undefined
  actor?: string | undefined
  subject?: string | undefined
  from?: number | undefined
  to?: number | undefined
}

/** Events that a page looks at, at most, where no index leads to those that are wanted. */
const stretch = 10_000

/**
 * A page of the audit, newest first, and the `seq` before which it goes on; undefined at its end. `before` is that of the page before.
 */
export async function page(
  db: Db,
  wanted: Wanted,
  limit: number,
  before: number = Number.MAX_SAFE_INTEGER,
): Promise<{ rows: AuditEventRow[]; next: number | undefined }> {
  const { tenant_id, actor, subject, type, from, to } = wanted
  const found = eventsBefore(db, wanted, before).limit(limit + 1)
  let rows: AuditEventRow[]
  let floor: number | undefined
  if (subject !== undefined || actor === undefined) {
    const led = subject !== undefined || (type ?? from ?? to) === undefined
    floor = led ? undefined : await stretchEnd(db, tenant_id, before)
    rows = await (floor === undefined ? found : found.where('seq', '>=', floor)).execute()
  } else {
    // As two indexes have it: what somebody did to themselves, and to others.
    const own = await found.where('subject', '=', actor).execute()
    const others = await found.whereRef('actor', '<>', 'subject').execute()
    rows = [...own, ...others].sort((a, b) => b.seq - a.seq)
  }
  const shown = rows.slice(0, limit)
  return { rows: shown, next: rows.length > limit ? shown.at(-1)?.seq : floor }
}

function eventsBefore(db: Db, { tenant_id, actor, subject, type, from, to }: Wanted, before: number) {
  return db
    .selectFrom('audit_event')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where('seq', '<', before)
    .$if(subject !== undefined, (query) => query.where('subject', '=', subject ?? ''))
    .$if(actor !== undefined, (query) => query.where('actor', '=', actor ?? ''))
    .$if(type !== undefined, (query) => query.where('type', '=', type ?? ''))
    .$if(from !== undefined, (query) => query.where('time', '>=', from ?? 0))
    .$if(to !== undefined, (query) => query.where('time', '<', to ?? 0))
    .orderBy('seq', 'desc')
}

/** Where a stretch of the audit of a tenant ends; undefined where it reaches to the first event. */
async function stretchEnd(db: Db, tenant_id: string, before: number): Promise<number | undefined> {
  const row = await db
    .selectFrom('audit_event')
    .select('seq')
    .where('tenant_id', '=', tenant_id)
    .where('seq', '<', before)
    .orderBy('seq', 'desc')
    .limit(1)
    .offset(stretch)
    .executeTakeFirst()
  return row?.seq
}

/**
 * Puts a pseudonym in place of a person, wherever they stand as the one who did it or to whom it happened, and removes
 * what could tell who they were: where they came from, their sessions, and every detail. What somebody else did to them
 * keeps where that other came from.
 */
export async function pseudonymise(tx: Db, user_id: string, pseudonym: string): Promise<void> {
  const nameless = { session_id: null, request_id: '', detail: '{}' }
  const fromNowhere = { address: '', user_agent: '' }
  await tx
    .updateTable('audit_event')
    .set((eb) => ({
      ...nameless,
      ...fromNowhere,
      subject: pseudonym,
      actor: eb.case().when('actor', '=', user_id).then(pseudonym).end(),
    }))
    .where('subject', '=', user_id)
    .where((eb) => eb.or([eb('actor', '=', user_id), eb('actor', 'is', null)]))
    .execute()
  await tx
    .updateTable('audit_event')
    .set({ ...nameless, subject: pseudonym })
    .where('subject', '=', user_id)
    .execute()
  await tx
    .updateTable('audit_event')
    .set({ ...nameless, ...fromNowhere, actor: pseudonym })
    .where('actor', '=', user_id)
    .whereRef('actor', '<>', 'subject')
    .execute()
}
