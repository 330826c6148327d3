import * as agents from '../../store/programs/agents.ts'
import * as users from '../../store/people/users.ts'
import { findUser, type Operator } from '../../users/manage.ts'
import { unknownAgent, viewOfAgent, writtenAgent } from '../agent.ts'

/** An agent as operators see it. */
export type OwnedAgent = ReturnType<typeof writtenAgent> & { user_id: string; email: string }

export function ownedAgent(row: agents.Agent & { email: string }): OwnedAgent {
  return { ...writtenAgent(viewOfAgent(row)), user_id: row.user_id, email: row.email }
}

/** The agents of a tenant, by id; those of one person where it is said. @throws Problem `not_found` */
export async function listAllAgents(
  by: Operator,
  { limit = 50, cursor, user }: { limit?: number; cursor?: string; user?: string | undefined },
): Promise<{ items: OwnedAgent[]; next_cursor: string | null }> {
  const { app, tenant } = by
  const user_id = user === undefined ? undefined : (await findUser(by, user)).id
  const whose = { tenant_id: tenant.id, ...(user_id !== undefined && { user_id }) }
  const rows = await agents.listAll(app.db, whose, limit + 1, cursor)
  const items = rows.slice(0, limit).map(ownedAgent)
  return { items, next_cursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}

/** Any agent of a tenant. @throws Problem `not_found` */
export async function findAnyAgent({ app, tenant }: Operator, id: string): Promise<OwnedAgent> {
  const found = await agents.find(app.db, { tenant_id: tenant.id }, id)
  const owner = found && (await users.find(app.db, found.user_id))
  if (!found || !owner) throw unknownAgent()
  return ownedAgent({ ...found, email: owner.email })
}
