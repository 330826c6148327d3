import { empty, json } from '../http/answer.ts'
import { check, describing, taking } from '../http/body.ts'
import { mailing, unlimited } from '../http/limit.ts'
import { onceOnly } from '../http/repeats/once.ts'
import { route, type Call, type Route } from '../http/router.ts'
import { person, type SessionCaller } from '../sessions/guard.ts'
import type { AgentOwner } from '../store/programs/agents.ts'
import { writtenAgent } from './agent.ts'
import { changeAgent } from './change.ts'
import { createAgent } from './create.ts'
import { agentChange, newAgent, ownerQuery } from './inputs.ts'
import { findAgent, listAgents } from './list.ts'
import { personAgents } from './owners/keeper.ts'
import { removeAgent, startAgent, stopAgent } from './stop.ts'
import { agentAssertion, tokenRequest } from './use/guard.ts'
import { agentToken } from './use/token.ts'

const keeper = (call: Call<SessionCaller>) => personAgents(call, call.caller)
const idIn = ({ params }: Pick<Call, 'params'>) => params['id'] ?? ''

/** Whose it is to be: of whoever registers it, unless they say otherwise. */
function ownerIn({ caller, tenant }: Call<SessionCaller>, type: AgentOwner['type'] = 'person'): AgentOwner {
  return { type, id: type === 'tenant' ? tenant.id : caller.user_id }
}

/** `?owner=` is `person` or `tenant`. */
function ownerAsked(call: Call<SessionCaller>): AgentOwner {
  const { owner } = check(ownerQuery, { owner: call.url.searchParams.get('owner') ?? 'person' })
  return ownerIn(call, owner)
}

/** The agents of a person, and of the tenant for whoever looks after them. Pages: `account/agents/`. No agent manages agents. */
export const agentRoutes: readonly Route[] = [
  taking('POST', '/api/agents', mailing, person, 'problem', newAgent, async (call, read) => {
    const input = await read()
    const by = keeper(call)
    return onceOnly(call, {
      caller: call.caller.user_id,
      input,
      make: async (made) => {
        const agent = await createAgent({ ...by, made }, ownerIn(call, input.owner?.type), input)
        return json(writtenAgent(agent), { status: 201 })
      },
      show: async (id) => writtenAgent(await findAgent(by, id)),
    })
  }),
  route('GET', '/api/agents', unlimited, person, 'problem', async (call) => {
    const { items, next_cursor } = await listAgents(keeper(call), ownerAsked(call), call.url.searchParams)
    return json({ items: items.map(writtenAgent), next_cursor })
  }),
  route('GET', '/api/agents/:id', unlimited, person, 'problem', async (call) => {
    return json(writtenAgent(await findAgent(keeper(call), idIn(call))))
  }),
  taking('PATCH', '/api/agents/:id', unlimited, person, 'problem', agentChange, async (call, read) => {
    const change = await read()
    return json(writtenAgent(await changeAgent(keeper(call), idIn(call), change)))
  }),
  route('DELETE', '/api/agents/:id', unlimited, person, 'problem', async (call) => {
    await removeAgent(keeper(call), idIn(call))
    return empty(204)
  }),
  route('POST', '/api/agents/:id/stop', unlimited, person, 'problem', async (call) => {
    return json(writtenAgent(await stopAgent(keeper(call), idIn(call))))
  }),
  route('POST', '/api/agents/:id/start', unlimited, person, 'problem', async (call) => {
    return json(writtenAgent(await startAgent(keeper(call), idIn(call))))
  }),
  describing(route('POST', '/api/agents/:id/token', unlimited, agentAssertion, 'problem', agentToken), () =>
    Promise.resolve(tokenRequest),
  ),
]
