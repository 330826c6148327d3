import type { Call } from '../http/router.ts'
import type { Elsewhere } from '../pages/sign-in/without-password/elsewhere.ts'
import * as connections from '../store/federation/connections.ts'
import * as foreignSessions from '../store/federation/foreign-sessions.ts'

/** Where people may sign in elsewhere: the same for everybody by settings, and what the tenant has connected. */
export async function offeredElsewhere({ app, tenant }: Pick<Call, 'app' | 'tenant'>): Promise<Elsewhere[]> {
  const everybody = app.config.sign_in_with.map(({ name, title }) => ({
    name,
    title,
    path: `/auth/oauth/${name}`,
  }))
  const own = await connections.titles(app.db, tenant.id)
  return [
    ...everybody,
    ...own.map(({ id, name, title }) => ({ name: id, title, path: `/auth/saml/${name}/login` })),
  ]
}

/** Where somebody signs in once more who has signed in to this session elsewhere, and is asked there anew. */
export async function againElsewhere(
  { app, tenant }: Pick<Call, 'app' | 'tenant'>,
  session_id: string,
): Promise<Elsewhere | undefined> {
  const session = await foreignSessions.find(app.db, session_id)
  const row = session && (await connections.find(app.db, tenant.id, session.connection_id))
  return row && { name: row.id, title: row.title, path: `/auth/saml/${row.name}/login?again=yes` }
}

/** What it is called, by the name that an identity keeps; the name itself where it is there no more. */
export async function titleOf({ app, tenant }: Pick<Call, 'app' | 'tenant'>, name: string): Promise<string> {
  const provider = app.config.sign_in_with.find((one) => one.name === name)
  return provider?.title ?? (await connections.find(app.db, tenant.id, name))?.title ?? name
}

/** Whether an identity is of a connection, which is there as long as the identity is: they go together. */
export const isOfConnection = (name: string): boolean => name.startsWith('con_')
