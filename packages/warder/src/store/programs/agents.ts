import type { Seconds } from '@warder/protocol'
import type { Selectable, Updateable } from 'kysely'
import type { Db } from '../open.ts'
import { prepared } from '../prepared.ts'
import type { AgentTable } from '../schema/agents.ts'
import type { After } from './api-keys.ts'

/** The agents of people: made, listed, changed and ended. What they present is judged by `agent-holders.ts`. */

export type Agent = Selectable<AgentTable>

export async function insert(tx: Db, row: AgentTable): Promise<void> {
  await tx.insertInto('agent').values(row).execute()
}

/** How many agents a person has. Hold the person first where it decides whether there may be one more. */
export async function countOf(db: Db, user_id: string): Promise<number> {
  const row = await db
    .selectFrom('agent')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('user_id', '=', user_id)
    .executeTakeFirst()
  return Number(row?.count ?? 0)
}

/** The agents of a person in a tenant, the newest first. */
export async function listOf(
  db: Db,
  { user_id, tenant_id }: { user_id: string; tenant_id: string },
  { limit, after }: { limit: number; after?: After | undefined },
): Promise<Agent[]> {
  return db
    .selectFrom('agent')
    .selectAll()
    .where('user_id', '=', user_id)
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

/** Whose agents are meant: those of a person, or of anybody in a tenant, as an operator means them. */
export type Whose = { tenant_id: string; user_id?: string }

/** Agents by id, with the address of whose they are. */
export async function listAll(db: Db, { tenant_id, user_id }: Whose, limit: number, after = '') {
  return db
    .selectFrom('agent')
    .innerJoin('user', 'user.id', 'agent.user_id')
    .selectAll('agent')
    .select('user.email')
    .where('agent.tenant_id', '=', tenant_id)
    .$if(user_id !== undefined, (query) => query.where('agent.user_id', '=', user_id ?? ''))
    .where('agent.id', '>', after)
    .orderBy('agent.id')
    .limit(limit)
    .execute()
}

/** One agent; undefined where it is somebody else's. */
export async function find(db: Db, { tenant_id, user_id }: Whose, id: string): Promise<Agent | undefined> {
  return db
    .selectFrom('agent')
    .selectAll()
    .where('id', '=', id)
    .where('tenant_id', '=', tenant_id)
    .$if(user_id !== undefined, (query) => query.where('user_id', '=', user_id ?? ''))
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
  { tenant_id, user_id }: Whose,
  id: string,
  { stopped, now }: { stopped: boolean; now: Seconds },
): Promise<Agent | undefined> {
  return tx
    .updateTable('agent')
    .set((eb) => ({ stopped_at: stopped ? now : null, updated_at: now, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .where('tenant_id', '=', tenant_id)
    .$if(user_id !== undefined, (update) => update.where('user_id', '=', user_id ?? ''))
    .where('stopped_at', stopped ? 'is' : 'is not', null)
    .returningAll()
    .executeTakeFirst()
}

/** Stops every agent of a person. Says which had still run. */
export async function stopAllOf(tx: Db, user_id: string, now: Seconds): Promise<string[]> {
  const rows = await tx
    .updateTable('agent')
    .set((eb) => ({ stopped_at: now, updated_at: now, version: eb('version', '+', 1) }))
    .where('user_id', '=', user_id)
    .where('stopped_at', 'is', null)
    .returning('id')
    .execute()
  return rows.map(({ id }) => id)
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

/** Removes an agent; undefined when there was none to remove. */
export async function remove(tx: Db, { tenant_id, user_id }: Whose, id: string) {
  return tx
    .deleteFrom('agent')
    .where('id', '=', id)
    .where('tenant_id', '=', tenant_id)
    .$if(user_id !== undefined, (row) => row.where('user_id', '=', user_id ?? ''))
    .returning(['id', 'user_id'])
    .executeTakeFirst()
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
