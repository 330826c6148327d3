import { answer } from '../../account/frame.ts'
import {
  agentPage,
  agentPath,
  agentsPage,
  deleteAgentPage,
  type AgentRow,
} from '../../pages/console/programs/agents.ts'
import { ask, idOf, ofId } from '../ask.ts'
import { consoleFrame, doing, listing, withWrong, type Again } from '../frame.ts'
import type { ConsoleCall } from '../guard.ts'
import type { Handler } from '../row.ts'

export const list = listing<AgentRow>(agentsPage)

const found = async (call: ConsoleCall): Promise<AgentRow> =>
  (await ask<AgentRow>(call, 'GET /api/admin/agents/:id', ofId(call))).value

const one: Again = async (call, wrong) =>
  answer(call, agentPage({ ...withWrong(call, wrong), agent: await found(call) }), wrong?.status)
export const show: Handler = (call) => one(call)

const toIt = (call: ConsoleCall): string => agentPath({ id: idOf(call) })
export const stop = doing({ asked: ofId, to: toIt, outcome: 'agent-stopped', again: one })
export const start = doing({ asked: ofId, to: toIt, outcome: 'agent-started', again: one })

export const confirmRemoval: Handler = async (call) =>
  answer(call, deleteAgentPage({ ...consoleFrame(call), agent: await found(call) }))
export const remove = doing({ asked: ofId, to: () => '/console/agents', outcome: 'deleted', again: one })
