import * as agents from '../../store/programs/agents.ts'
import * as users from '../../store/people/users.ts'
import { findUser, type Operator } from '../../users/manage.ts'
import { viewOfAgent, writtenAgent } from '../agent.ts'
import { operatorAgents, requireAgent } from '../owners/keeper.ts'

/** An agent as operators see it. */
export type OwnedAgent = ReturnType<typeof writtenAgent> & {
  /** The address of the person whose it is; null for one of the tenant. */
  email: string | null
}

/** The agents of a tenant, by id; those of one person where it is said. @throws Problem `not_found` */
export async function listAllAgents(
  by: Operator,
  { limit = 50, cursor, user }: { limit?: number; cursor?: string; user?: string | undefined },
): Promise<{ items: OwnedAgent[]; next_cursor: string | null }> {
  const { app, tenant } = by
  const owner =
    user === undefined ? undefined : { type: 'person' as const, id: (await findUser(by, user)).id }
  const rows = await agents.listAll(
    app.db,
    { tenant_id: tenant.id, ...(owner && { owner }) },
    limit + 1,
    cursor,
  )
  const items = rows.slice(0, limit).map((row) => ({ ...writtenAgent(viewOfAgent(row)), email: row.email }))
  return { items, next_cursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}

/** Any agent of a tenant. @throws Problem `not_found` */
export async function findAnyAgent(by: Operator, id: string): Promise<OwnedAgent> {
  const found = await requireAgent(operatorAgents(by), id, 'read')
  const owner = found.user_id === null ? undefined : await users.find(by.app.db, found.user_id)
  return { ...writtenAgent(viewOfAgent(found)), email: owner?.email ?? null }
}
