import { Problem } from '@warder/protocol'
import { record } from '../audit/audit.ts'
import type { Call } from '../http/router.ts'
import { said } from '../http/words/said.ts'
import { findClient } from '../oauth-server/clients/client.ts'
import { isAccountId } from '../oauth-server/clients/service-account.ts'
import type { SessionCaller } from '../sessions/guard.ts'
import { requireOpen, requireOwner } from '../sessions/recent.ts'
import * as consents from '../store/oauth/consents.ts'
import { isAgentId } from '../store/programs/agent-holders.ts'
import * as agents from '../store/programs/agents.ts'
import * as connections from '../store/vault/connections.ts'
import * as users from '../store/vault/users.ts'
import { unknownConnection } from './connection.ts'
import type { ProgramUse } from './inputs.ts'
import { findProvider, isHandedOver } from './providers/provider.ts'

/** More of them nobody keeps an eye on. */
const mostPrograms = 20

/**
 * Lets a program use a connection, or changes how: an agent of the person's own, an application they gave access, or a
 * service account of the tenant.
 *
 * @throws Problem `insufficient_user_authentication`, `not_found`, `invalid_input` for a program they have nothing to do with,
 *   or `conflict` when there are too many
 */
export async function allowProgram(
  call: Call,
  caller: SessionCaller,
  id: string,
  use: ProgramUse,
): Promise<void> {
  requireOwner(call, caller)
  const { app, tenant } = call
  const { user_id, session_id } = caller
  const { program, methods = [], hand_over = false } = use
  const whose = { tenant_id: tenant.id, user_id }
  // First, so that nobody learns of somebody else's what is wrong with their own words.
  const connection = await connections.find(app.db, whose, id)
  if (!connection) throw unknownConnection()
  await requireKnown(call, user_id, program)
  if (hand_over && !isHandedOver(await findProvider(call, connection.provider)))
    throw wrong('/hand_over', 'is not possible: what opens this service is handed to nobody')
  const now = app.now()
  await app.db.transaction().execute(async (tx) => {
    // Held, so that of any number at once none is more than the limit.
    if (!(await connections.hold(tx, whose, id))) throw unknownConnection()
    await requireOpen(tx, session_id)
    const before = await users.listOf(tx, [id])
    if (before.length >= mostPrograms && !before.some((one) => one.program === program))
      throw new Problem('conflict', said('programs_most', mostPrograms))
    await users.put(tx, {
      connection_id: id,
      program,
      methods: [...new Set(methods)].join(' '),
      hand_over_at: hand_over ? now : null,
      created_at: now,
      last_used_at: null,
    })
    await record(tx, call, {
      type: 'vault.allowed',
      outcome: 'succeeded',
      actor: user_id,
      session_id,
      client_id: program,
      detail: { connection: id, methods, ...(hand_over && { hand_over: 'yes' }) },
    })
  })
}

/** Takes it back; it counts from the next use on. @throws Problem `not_found` */
export async function withdrawProgram(
  call: Call,
  caller: SessionCaller,
  id: string,
  program: string,
): Promise<void> {
  const { app, tenant } = call
  const { user_id, session_id } = caller
  await app.db.transaction().execute(async (tx) => {
    if (!(await connections.hold(tx, { tenant_id: tenant.id, user_id }, id))) throw unknownConnection()
    if (!(await users.remove(tx, id, program)))
      throw new Problem('not_found', { detail: 'This program may not use the connection anyway.' })
    await record(tx, call, {
      type: 'vault.withdrawn',
      outcome: 'succeeded',
      actor: user_id,
      session_id,
      client_id: program,
      detail: { connection: id },
    })
  })
}

/** Nobody is let in by a slip of the pen: what a person does not know is none of theirs. */
async function requireKnown(call: Call, user_id: string, program: string): Promise<void> {
  if (await isKnown(call, user_id, program)) return
  throw wrong(
    '/program',
    'is no agent of yours or of the tenant, no application that you gave access, and no service account here',
  )
}

const wrong = (pointer: string, detail: string) =>
  new Problem('invalid_input', {
    detail: 'Some fields need another value; see errors.',
    errors: [{ pointer, detail }],
  })

async function isKnown({ app, tenant }: Call, user_id: string, program: string): Promise<boolean> {
  const tenant_id = tenant.id
  if (isAgentId(program)) {
    const agent = await agents.find(app.db, tenant_id, program)
    return agent !== undefined && (agent.user_id ?? user_id) === user_id
  }
  if (isAccountId(program)) return (await findClient(app, tenant_id, program)) !== undefined
  // Of one that belongs to the house nobody is asked.
  if ((await findClient(app, tenant_id, program))?.skip_consent) return true
  return (await consents.find(app.db, { user_id, client_id: program, tenant_id })) !== undefined
}

/** A program that a person may choose from, by name. */
export type KnownProgram = { id: string; name: string; kind: 'agent' | 'application' }

/** The agents and applications of a person. Service accounts are many and none of theirs: they are named by their id. */
export async function knownPrograms({ app, tenant }: Call, user_id: string): Promise<KnownProgram[]> {
  const whose = { tenant_id: tenant.id, owner: { type: 'person' as const, id: user_id } }
  const own = await agents.listOf(app.db, whose, { limit: 100 })
  const applications = await consents.listOf(app.db, tenant.id, user_id)
  return [
    ...own.map(({ id, name }) => ({ id, name, kind: 'agent' as const })),
    ...applications
      .filter(({ client_id }) => client_id.startsWith('cli_'))
      .map(({ client_id, client_name }) => ({
        id: client_id,
        name: client_name,
        kind: 'application' as const,
      })),
  ]
}
