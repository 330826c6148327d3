import * as z from 'zod'
import { writtenAgent } from '../../agents/agent.ts'
import { findAnyAgent, listAllAgents } from '../../agents/operator/agents.ts'
import type { AgentKeeper } from '../../agents/owners/keeper.ts'
import { removeAgent, startAgent, stopAgent } from '../../agents/stop.ts'
import { listAllKeys } from '../../api-keys/operator.ts'
import { revokeAnyKey } from '../../api-keys/revoke.ts'
import { empty, json } from '../../http/answer.ts'
import { etagOf, requireAccount, viewOfAccount } from '../../service-accounts/account.ts'
import { deleteAccount } from '../../service-accounts/change.ts'
import { pageOfAccounts } from '../../service-accounts/list.ts'
import { idIn, listing, nothing, work, type Page } from '../administration.ts'
import type { Admin } from '../administrator.ts'

// What acts without a person beside it. Making and changing them is at /api/keys, /api/service-accounts and /api/agents.

const keyCursor = /^key_[0-9a-z]{1,40}$/
const accountCursor = /^svc_[0-9a-z]{1,40}$/
const agentCursor = /^agt_[0-9a-z]{1,40}$/

const id = z.string().max(320).optional()
/** Whose they are: everybody's, unless it is said. */
const ofPerson = z.object({ user: id })
const ofOwner = z.object({ user: id, service_account: id })

/** As commands are told of a page. */
const paged = ({ limit, cursor }: Page) => ({ limit, ...(cursor !== undefined && { cursor }) })

export const listKeys = listing(keyCursor, ofOwner, (by, { user, service_account, ...page }) =>
  listAllKeys(by, { ...paged(page), user, service_account }),
)

export const endKey = work(async (by, _input, call) => {
  await revokeAnyKey(by, idIn(call))
  return empty(204)
})

export const listServiceAccounts = listing(accountCursor, nothing, (by, page) => pageOfAccounts(by, page))

export const showServiceAccount = work(async (by, _input, call) => {
  const row = await requireAccount(by, idIn(call))
  return json(viewOfAccount(row), { headers: { etag: etagOf(row) } })
})

export const removeServiceAccount = work(async (by, _input, call) => {
  await deleteAccount(by, idIn(call))
  return empty(204)
})

/** Those of everybody. */
const everybodys = (by: Admin): AgentKeeper => ({ ...by, everybodys: true })

export const listAgents = listing(agentCursor, ofPerson, (by, { user, ...page }) =>
  listAllAgents(by, { ...paged(page), user }),
)

export const showAgent = work(async (by, _input, call) => json(await findAnyAgent(by, idIn(call))))

export const stopOneAgent = work(async (by, _input, call) =>
  json(writtenAgent(await stopAgent(everybodys(by), idIn(call)))),
)

export const startOneAgent = work(async (by, _input, call) =>
  json(writtenAgent(await startAgent(everybodys(by), idIn(call)))),
)

export const removeOneAgent = work(async (by, _input, call) => {
  await removeAgent(everybodys(by), idIn(call))
  return empty(204)
})
