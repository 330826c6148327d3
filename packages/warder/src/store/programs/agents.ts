import type { Seconds } from '@warder/protocol'
import type { ExpressionBuilder, Selectable, Updateable } from 'kysely'
import type { Db } from '../open.ts'
import { prepared } from '../prepared.ts'
import type { Database } from '../schema.ts'
import type { AgentTable } from '../schema/agents.ts'
import type { After } from './api-keys.ts'

/** Agents: made, listed, changed and ended. What they present is judged by `agent-holders.ts`. */

export type Agent = Selectable<AgentTable>

/** Whose an agent is. */
export type AgentOwner = { type: 'person' | 'tenant'; id: string }

export function ownerOf({ user_id, tenant_id }: Pick<Agent, 'user_id' | 'tenant_id'>): AgentOwner {
  return user_id === null ? { type: 'tenant', id: tenant_id } : { type: 'person', id: user_id }
}

/** The condition that an agent is of an owner, as an index has it. */
function isOf(eb: ExpressionBuilder<Database, 'agent'>, { type, id }: AgentOwner) {
  if (type === 'person') return eb('agent.user_id', '=', id)
  return eb.and([eb('agent.tenant_id', '=', id), eb('agent.user_id', 'is', null)])
}

export async function insert(tx: Db, row: AgentTable): Promise<void> {
  await tx.insertInto('agent').values(row).execute()
}

/** How many agents somebody has. Hold the owner first where it decides whether there may be one more. */
export async function countOf(db: Db, owner: AgentOwner): Promise<number> {
  const row = await db
    .selectFrom('agent')
    .select((eb) => eb.fn.countAll().as('count'))
    .where((eb) => isOf(eb, owner))
    .executeTakeFirst()
  return Number(row?.count ?? 0)
}

/** The agents of an owner in a tenant, the newest first. */
export async function listOf(
  db: Db,
  { owner, tenant_id }: { owner: AgentOwner; tenant_id: string },
  { limit, after }: { limit: number; after?: After | undefined },
): Promise<Agent[]> {
  return db
    .selectFrom('agent')
    .selectAll()
    .where((eb) => isOf(eb, owner))
    .where('tenant_id', '=', tenant_id)
    .$if(after !== undefined, (query) =>
      query.where((eb) =>
        eb(
          eb.refTuple('created_at', 'id'),
          '<',
          eb.tuple(eb.val(after?.created_at ?? 0), eb.val(after?.id ?? '')),
        ),
      ),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

/** Agents of a tenant by id, with the address of the person whose they are; those of one owner if so asked. */
export async function listAll(
  db: Db,
  { tenant_id, owner }: { tenant_id: string; owner?: AgentOwner },
  limit: number,
  after = '',
) {
  return db
    .selectFrom('agent')
    .leftJoin('user', 'user.id', 'agent.user_id')
    .selectAll('agent')
    .select('user.email')
    .where('agent.tenant_id', '=', tenant_id)
    .$if(owner !== undefined, (query) => query.where((eb) => (owner ? isOf(eb, owner) : eb.lit(true))))
    .where('agent.id', '>', after)
    .orderBy('agent.id')
    .limit(limit)
    .execute()
}

/** One agent, whosever it is; undefined for one of another tenant. */
export async function find(db: Db, tenant_id: string, id: string): Promise<Agent | undefined> {
  return db
    .selectFrom('agent')
    .selectAll()
    .where('id', '=', id)
    .where('tenant_id', '=', tenant_id)
    .executeTakeFirst()
}

/** Changes an agent that is still as it was read, and holds it so; undefined when somebody else changed it since. */
export async function change(
  tx: Db,
  read: { id: string; version: number },
  changed: Updateable<AgentTable>,
): Promise<Agent | undefined> {
  return tx
    .updateTable('agent')
    .set((eb) => ({ ...changed, version: eb('version', '+', 1) }))
    .where('id', '=', read.id)
    .where('version', '=', read.version)
    .returningAll()
    .executeTakeFirst()
}

/**
 * Stops an agent, or starts it again; undefined when there is none, or it is so already. No token of it is being made at
 * that moment: whoever makes one holds the row.
 */
export async function setStopped(
  tx: Db,
  id: string,
  { stopped, now }: { stopped: boolean; now: Seconds },
): Promise<Agent | undefined> {
  return tx
    .updateTable('agent')
    .set((eb) => ({ stopped_at: stopped ? now : null, updated_at: now, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .where('stopped_at', stopped ? 'is' : 'is not', null)
    .returningAll()
    .executeTakeFirst()
}

/** Stops every agent of a person, everywhere or in one tenant. Says which had still run. */
export async function stopAllOf(
  tx: Db,
  user_id: string,
  now: Seconds,
  { tenant_id }: { tenant_id?: string } = {},
): Promise<string[]> {
  const rows = await tx
    .updateTable('agent')
    .set((eb) => ({ stopped_at: now, updated_at: now, version: eb('version', '+', 1) }))
    .where('user_id', '=', user_id)
    .where('stopped_at', 'is', null)
    .$if(tenant_id !== undefined, (query) => query.where('tenant_id', '=', tenant_id ?? ''))
    .returning('id')
    .execute()
  return rows.map(({ id }) => id)
}

/** Stops the agents of tenants that somebody gave their keys, from a moment on. Says which had still run. */
export async function stopKeyedBy(tx: Db, user_id: string, since: Seconds, now: Seconds): Promise<Agent[]> {
  return tx
    .updateTable('agent')
    .set((eb) => ({ stopped_at: now, updated_at: now, version: eb('version', '+', 1) }))
    .where('keys_by', '=', user_id)
    .where('keys_at', '>=', since)
    .where('user_id', 'is', null)
    .where('stopped_at', 'is', null)
    .returningAll()
    .execute()
}

/** Every agent of a person, held until the end of the transaction, so that none of them gets a token meanwhile. */
export async function holdAllOf(tx: Db, user_id: string): Promise<string[]> {
  const rows = await tx
    .updateTable('agent')
    .set((eb) => ({ updated_at: eb.ref('updated_at') }))
    .where('user_id', '=', user_id)
    .returning('id')
    .execute()
  return rows.map(({ id }) => id)
}

/** Removes an agent; false when there was none to remove. */
export async function remove(tx: Db, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx.deleteFrom('agent').where('id', '=', id).executeTakeFirst()
  return numDeletedRows === 1n
}

const useRow = prepared((db: Db, id: string, version: number, now: Seconds) =>
  db
    .updateTable('agent')
    .set({ last_used_at: now })
    .where('id', '=', id)
    .where('version', '=', version)
    .where('stopped_at', 'is', null)
    .returning('id'),
)

/** Notes that an agent gets a token, and holds it so: false when it was stopped or changed since it was read. */
export async function use(tx: Db, read: { id: string; version: number }, now: Seconds): Promise<boolean> {
  return (await useRow.first(tx, read.id, read.version, now)) !== undefined
}
