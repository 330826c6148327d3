import { writtenAgent } from '../../agents/agent.ts'
import { findAnyAgent, listAllAgents } from '../../agents/operator/agents.ts'
import type { AgentKeeper } from '../../agents/owners/keeper.ts'
import { removeAgent, startAgent, stopAgent } from '../../agents/stop.ts'
import { listAllKeys } from '../../api-keys/operator.ts'
import { revokeAnyKey } from '../../api-keys/revoke.ts'
import { empty, json } from '../../http/answer.ts'
import { pageAsked } from '../../http/paging.ts'
import { etagOf, requireAccount, viewOfAccount } from '../../service-accounts/account.ts'
import { deleteAccount } from '../../service-accounts/change.ts'
import { listAccounts } from '../../service-accounts/list.ts'
import { idIn, work } from '../administration.ts'
import type { Admin } from '../administrator.ts'

// What acts without a person beside it. Making and changing them is at /api/keys, /api/service-accounts and /api/agents.

const keyCursor = /^key_[0-9a-z]{1,40}$/
const agentCursor = /^agt_[0-9a-z]{1,40}$/

/** Which page of the list, and whose with `?user=`. */
function asked(query: URLSearchParams, cursorForm: RegExp) {
  const { limit, cursor } = pageAsked(query, cursorForm)
  return { limit, ...(cursor !== undefined && { cursor }), user: query.get('user') ?? undefined }
}

/** Those of everybody, or with `?user=` or `?service_account=` those of one. */
export const listKeys = work(async (by, _input, { url: { searchParams: query } }) => {
  const service_account = query.get('service_account') ?? undefined
  return json(await listAllKeys(by, { ...asked(query, keyCursor), service_account }))
})

export const endKey = work(async (by, _input, call) => {
  await revokeAnyKey(by, idIn(call))
  return empty(204)
})

export const listServiceAccounts = work(async (by, _input, { url }) =>
  json(await listAccounts(by, url.searchParams)),
)

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

export const listAgents = work(async (by, _input, { url }) =>
  json(await listAllAgents(by, asked(url.searchParams, agentCursor))),
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
