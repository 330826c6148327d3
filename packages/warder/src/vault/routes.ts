import { empty, json } from '../http/answer.ts'
import { describing, taking } from '../http/body.ts'
import { unlimited } from '../http/limit.ts'
import { route, type Route } from '../http/router.ts'
import { accessToken } from '../oauth-server/access-token.ts'
import { person } from '../sessions/guard.ts'
import { allowProgram, withdrawProgram } from './allow.ts'
import { writtenConnection } from './connection.ts'
import { disconnect } from './connecting/disconnect.ts'
import { newConnection, programUse } from './inputs.ts'
import { findConnection, listConnections, titlesOf } from './list.ts'
import { findProvider } from './providers/provider.ts'

const part = (params: Record<string, string>, name: string) => params[name] ?? ''

/** What people have connected, and its use by programs. Pages: `account/connections/`. */
export const vaultRoutes: readonly Route[] = [
  route('GET', '/api/vault/connections', unlimited, person, 'problem', async (call) => {
    const items = await listConnections(call, call.caller)
    const providers = [...(await titlesOf(call))].map(([name, title]) => ({
      name,
      title,
      connect_url: connectUrl(call.tenant.issuer, name),
    }))
    return json({ items: items.map(writtenConnection), providers })
  }),
  // A person connects a service in their browser, and nowhere else: this says where.
  taking(
    'POST',
    '/api/vault/connections',
    unlimited,
    person,
    'problem',
    newConnection,
    async (call, read) => {
      const { provider } = await read()
      const { name } = await findProvider(call, provider)
      return json({ provider: name, connect_url: connectUrl(call.tenant.issuer, name) })
    },
  ),
  route('DELETE', '/api/vault/connections/:id', unlimited, person, 'problem', async (call) => {
    await disconnect(call, call.caller, part(call.params, 'id'))
    return empty(204)
  }),
  taking(
    'POST',
    '/api/vault/connections/:id/programs',
    unlimited,
    person,
    'problem',
    programUse,
    async (call, read) => {
      const id = part(call.params, 'id')
      await allowProgram(call, call.caller, id, await read())
      return json(writtenConnection(await findConnection(call, call.caller, id)))
    },
  ),
  route(
    'DELETE',
    '/api/vault/connections/:id/programs/:program',
    unlimited,
    person,
    'problem',
    async (call) => {
      await withdrawProgram(call, call.caller, part(call.params, 'id'), part(call.params, 'program'))
      return empty(204)
    },
  ),
  // What calls other people's APIs is read when somebody does: it is no part of a start.
  describing(
    route('POST', '/api/vault/fetch', unlimited, accessToken, 'problem', async (call) =>
      (await import('./use/fetch.ts')).fetchForProgram(call),
    ),
    async () => (await import('./use/fetch-input.ts')).vaultFetch,
  ),
]

const connectUrl = (issuer: string, name: string) =>
  `${issuer}/api/vault/connections/${encodeURIComponent(name)}/connect`
