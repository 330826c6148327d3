import { sql } from 'kysely'
import type { Db } from '../open.ts'
import { prepared } from '../prepared.ts'

/** Whether an id is one that an agent has. No application gets such a one. */
export function isAgentId(id: string): boolean {
  return id.startsWith('agt_')
}

const withOwner = prepared((db: Db, id: string) =>
  db
    .selectFrom('agent')
    .leftJoin('user', 'user.id', 'agent.user_id')
    .selectAll('agent')
    .select((eb) => [
      'user.disabled_at',
      'user.deactivated_at',
      // The owner's roles in the agent's tenant, separated by spaces; null without any.
      eb
        .selectFrom('user_role')
        .select(sql<string | null>`string_agg(role, ' ')`.as('roles'))
        .whereRef('user_role.user_id', '=', 'agent.user_id')
        .whereRef('user_role.tenant_id', '=', 'agent.tenant_id')
        .as('roles'),
      // What the roles that the tenant made itself allow, separated by spaces; null without any.
      eb
        .selectFrom('user_role')
        .innerJoin('role', (join) =>
          join.onRef('role.tenant_id', '=', 'user_role.tenant_id').onRef('role.name', '=', 'user_role.role'),
        )
        .select(sql<string | null>`string_agg(role.permissions, ' ')`.as('permissions'))
        .whereRef('user_role.user_id', '=', 'agent.user_id')
        .whereRef('user_role.tenant_id', '=', 'agent.tenant_id')
        .as('permissions'),
    ])
    .where('agent.id', '=', id),
)

/** An agent with the person whose it is, where it is of one, in one look-up. Whether either may still act is judged by whoever asks. */
export async function findHeld(db: Db, id: string) {
  return withOwner.first(db, id)
}

export type HeldAgent = NonNullable<Awaited<ReturnType<typeof findHeld>>>

const standing = prepared((db: Db, tenant_id: string, id: string) =>
  db
    .selectFrom('agent')
    .leftJoin('user', 'user.id', 'agent.user_id')
    .select('agent.id')
    .where('agent.id', '=', id)
    .where('agent.tenant_id', '=', tenant_id)
    .where('agent.stopped_at', 'is', null)
    .where('user.disabled_at', 'is', null)
    .where('user.deactivated_at', 'is', null),
)

/** Whether there is such an agent in the tenant that runs, of the tenant or of a person who may sign in. */
export async function mayAct(db: Db, tenant_id: string, id: string): Promise<boolean> {
  return (await standing.first(db, tenant_id, id)) !== undefined
}
