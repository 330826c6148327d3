import { Problem } from '@warder/protocol'
import { operatorKeeper, personKeeper, type Keeper } from '../../api-keys/owners/keeper.ts'
import type { Wish } from '../../api-keys/owners/owner.ts'
import { holdsScope } from '../../api-keys/scopes.ts'
import type { Call } from '../../http/router.ts'
import type { SessionCaller } from '../../sessions/guard.ts'
import type { Db } from '../../store/open.ts'
import * as agents from '../../store/programs/agents.ts'
import { ownerOf, type Agent, type AgentOwner } from '../../store/programs/agents.ts'
import type { Operator } from '../../users/manage.ts'

export const readAgents = 'agents:read'
/** Registers agents of the tenant, changes and stops them, and answers what they ask. */
export const writeAgents = 'agents:write'

/** Who looks after agents. */
export type AgentKeeper = Keeper & {
  /** Whether they mean those of every person, and not of themselves alone. */
  everybodys: boolean
}

/** An operator's command: nobody is above it. */
export function operatorAgents(by: Operator): AgentKeeper {
  return { ...operatorKeeper(by), everybodys: true }
}

/** A person, by the session they are in: for their own, and for those of the tenant where their roles allow it. */
export function personAgents(call: Call, person: SessionCaller): AgentKeeper {
  const { agents: config } = call.app.config
  return {
    ...personKeeper(call, person),
    may: (scope) => holdsScope(config, person.permissions, scope),
    everybodys: false,
  }
}

/** Whether somebody may see, or change, the agents of an owner. */
export function looksAfter(
  { person, holds, everybodys }: AgentKeeper,
  owner: AgentOwner,
  wish: Wish,
): boolean {
  if (owner.type === 'person') return everybodys || owner.id === person?.user_id
  return holds(wish === 'read' ? readAgents : writeAgents)
}

/** @throws Problem `forbidden` */
export function requireLooksAfter(by: AgentKeeper, owner: AgentOwner, wish: Wish): void {
  if (looksAfter(by, owner, wish)) return
  const permission = wish === 'read' ? readAgents : writeAgents
  throw new Problem('forbidden', { detail: `This needs the permission ${permission}.` })
}

/** An agent, for whoever looks after it. @throws Problem `not_found`, also for somebody else's and one of another tenant */
export async function requireAgent(
  by: AgentKeeper,
  id: string,
  wish: Wish,
  db: Db = by.app.db,
): Promise<Agent> {
  const found = await agents.find(db, by.tenant.id, id)
  if (!found || !looksAfter(by, ownerOf(found), wish)) throw unknownAgent()
  return found
}

export function unknownAgent(): Problem {
  return new Problem('not_found', { detail: 'There is no such agent.' })
}
