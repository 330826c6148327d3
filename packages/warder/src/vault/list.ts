import type { Call } from '../http/router.ts'
import type { SessionCaller } from '../sessions/guard.ts'
import * as connections from '../store/vault/connections.ts'
import * as providers from '../store/vault/providers.ts'
import * as users from '../store/vault/users.ts'
import { unknownConnection, viewOfConnection, type ConnectionView } from './connection.ts'

type Who = Pick<SessionCaller, 'user_id'>
type Vault = Pick<Call, 'app' | 'tenant'>

/** What a person has connected, by service. */
export async function listConnections({ app, tenant }: Vault, { user_id }: Who): Promise<ConnectionView[]> {
  const rows = await connections.listOf(app.db, { tenant_id: tenant.id, user_id })
  const allowed = await users.listOf(
    app.db,
    rows.map(({ id }) => id),
  )
  const titles = await titlesOf({ app, tenant })
  return rows.map((row) => viewOfConnection(row, titles.get(row.provider) ?? row.provider, allowed, tenant))
}

/** The services that people may connect, by name, with what people read. */
export async function titlesOf({ app, tenant }: Vault): Promise<Map<string, string>> {
  const rows = await providers.list(app.db, tenant.id)
  return new Map(rows.map(({ name, title }) => [name, title]))
}

/** @throws Problem `not_found`, also for somebody else's */
export async function findConnection(call: Vault, { user_id }: Who, id: string): Promise<ConnectionView> {
  const { app, tenant } = call
  const row = await connections.find(app.db, { tenant_id: tenant.id, user_id }, id)
  if (!row) throw unknownConnection()
  const titles = await titlesOf(call)
  return viewOfConnection(
    row,
    titles.get(row.provider) ?? row.provider,
    await users.listOf(app.db, [id]),
    tenant,
  )
}
