import { Problem } from '@warder/protocol'
import type { App } from '../../app.ts'
import type { LiveToken } from '../../oauth-server/access-token.ts'
import { isAccountId } from '../../oauth-server/clients/service-account.ts'
import { isAgentId } from '../../store/programs/agent-holders.ts'
import * as agents from '../../store/programs/agents.ts'
import * as people from '../../store/people/users.ts'
import * as connections from '../../store/vault/connections.ts'
import * as users from '../../store/vault/users.ts'
import type { Tenant } from '../../tenants/tenant.ts'

/** Which program asks, and for whom; undefined where it acts for itself, as a service account does. */
export type Asker = { program: string; user_id: string | undefined }

/**
 * Who asks with an access token: the last one who acts for somebody, or the application. An agent by a token of its own asks for
 * its owner, where they let it act in their name; one of the tenant for whoever let it use the connection.
 */
export async function askerOf({ app, tenant }: Vault, token: LiveToken): Promise<Asker | undefined> {
  const { sub, client_id, claims, holder } = token
  if (holder) return { program: actorIn(claims) ?? client_id, user_id: holder.id }
  if (sub !== client_id) return undefined
  // An application has what people gave it in their name alone, so that taking it back takes all of it.
  if (isAccountId(sub)) return { program: sub, user_id: undefined }
  if (!isAgentId(sub)) return undefined
  const agent = await agents.find(app.db, tenant.id, sub)
  if (!agent || agent.on_behalf_at === null) return undefined
  return { program: sub, user_id: agent.user_id ?? undefined }
}

/** RFC 8693 §4.1: "the outermost `act` claim represents the current actor". */
function actorIn(claims: Readonly<Record<string, unknown>>): string | undefined {
  const { act } = claims as { act?: { sub?: unknown } } // ours, written by `mintDelegated`
  return typeof act?.sub === 'string' ? act.sub : undefined
}

type Vault = { app: Pick<App, 'db' | 'now'>; tenant: Pick<Tenant, 'id'> }

export type Use = { connection: connections.ConnectionRow; user: users.UserRow }

/**
 * A connection that the program may use now: its person let it, may sign in, and is the one it acts for. All of it is read at
 * each use, and no part of it is said to whoever may not.
 *
 * @throws Problem `not_found`, or `reconnect_required`
 */
export async function requireUse({ app, tenant }: Vault, asker: Asker | undefined, id: string): Promise<Use> {
  const connection = await connections.find(app.db, { tenant_id: tenant.id }, id)
  if (!asker || !connection) throw unknownHere()
  if (asker.user_id !== undefined && asker.user_id !== connection.user_id) throw unknownHere()
  const person = await people.find(app.db, connection.user_id)
  if (!person || person.disabled_at !== null || person.deactivated_at !== null) throw unknownHere()
  const now = app.now()
  const user = await users.use(app.db, id, asker.program, now)
  if (!user) throw unknownHere()
  if (connection.reauth_required_at !== null) throw reconnect()
  await connections.noteUse(app.db, id, now)
  return { connection, user }
}

function unknownHere(): Problem {
  return new Problem('not_found', {
    detail:
      'There is no such connection that this program may use. Its person allows that under Connections in their account.',
  })
}

export function reconnect(): Problem {
  return new Problem('reconnect_required', {
    detail:
      'The service takes the tokens of this connection no more. Its person has to connect it again in their account.',
  })
}
