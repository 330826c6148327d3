import { empty, json } from '../http/answer.ts'
import { readJson } from '../http/body.ts'
import { mailing, unlimited } from '../http/limit.ts'
import { onceOnly } from '../http/repeats/once.ts'
import { route, type Route } from '../http/router.ts'
import { person } from '../sessions/guard.ts'
import { writtenAgent } from './agent.ts'
import { changeAgent } from './change.ts'
import { createAgent } from './create.ts'
import { agentChange, newAgent } from './inputs.ts'
import { findAgent, listAgents } from './list.ts'
import { removeAgent, startAgent, stopAgent } from './stop.ts'
import { agentAssertion } from './use/guard.ts'
import { agentToken } from './use/token.ts'

const idIn = (params: Record<string, string>) => params['id'] ?? ''

/** The agents of a person. Pages: `account/agents/`. No agent manages agents. */
export const agentRoutes: readonly Route[] = [
  route('POST', '/api/agents', mailing, person, 'problem', async (call) => {
    const { caller } = call
    const input = await readJson(call.request, newAgent)
    return onceOnly(call, {
      caller: caller.user_id,
      input,
      make: async (made) => json(writtenAgent(await createAgent(call, caller, input, made)), { status: 201 }),
      show: async (id) => writtenAgent(await findAgent(call, caller, id)),
    })
  }),
  route('GET', '/api/agents', unlimited, person, 'problem', async (call) => {
    const { items, next_cursor } = await listAgents(call, call.caller)
    return json({ items: items.map(writtenAgent), next_cursor })
  }),
  route('GET', '/api/agents/:id', unlimited, person, 'problem', async (call) => {
    return json(writtenAgent(await findAgent(call, call.caller, idIn(call.params))))
  }),
  route('PATCH', '/api/agents/:id', unlimited, person, 'problem', async (call) => {
    const change = await readJson(call.request, agentChange)
    return json(writtenAgent(await changeAgent(call, call.caller, idIn(call.params), change)))
  }),
  route('DELETE', '/api/agents/:id', unlimited, person, 'problem', async (call) => {
    await removeAgent(call, call.caller, idIn(call.params))
    return empty(204)
  }),
  route('POST', '/api/agents/:id/stop', unlimited, person, 'problem', async (call) => {
    return json(writtenAgent(await stopAgent(call, call.caller, idIn(call.params))))
  }),
  route('POST', '/api/agents/:id/start', unlimited, person, 'problem', async (call) => {
    return json(writtenAgent(await startAgent(call, call.caller, idIn(call.params))))
  }),
  route('POST', '/api/agents/:id/token', unlimited, agentAssertion, 'problem', agentToken),
]
