import { groupType, listResponse, ScimError, userType, type ResourceType } from '@warder/protocol'
import { listGroups } from '../groups/read.ts'
import { listUsers } from '../users/read.ts'
import type { Provisioning } from './guard.ts'
import { queryIn, type Query } from './query.ts'

/** In this order, so that a part of the answer is the same part the next time. */
const kinds = [
  { type: userType, list: listUsers },
  { type: groupType, list: listGroups },
] as const

/**
 * Everything that a connection made, people before groups. Of a kind that has not what the filter asks about, nothing is found.
 *
 * @throws ScimError `invalidFilter` or `invalidValue`, also for an order and a cursor, which are of one kind
 * @see RFC 7644 §3.4.3
 */
export async function searchEverything(by: Provisioning, asked: URLSearchParams) {
  const ordered = ['sortBy', 'cursor'].find((name) => asked.has(name))
  if (ordered !== undefined)
    throw new ScimError('invalidValue', `A search of everything takes no ${ordered}: search one kind.`)
  const queries = kinds.map(({ type }) => queryOf(type, asked))
  const [first, ...more] = queries
  if (first instanceof ScimError && more.every((query) => query instanceof ScimError)) throw first
  const found: unknown[] = []
  let total = 0
  let start = 1
  for (const [at, { list }] of kinds.entries()) {
    const query = queries[at]
    if (query === undefined || query instanceof ScimError) continue
    start = query.start
    const part = { ...query, start: Math.max(1, query.start - total), count: query.count - found.length }
    const { Resources, totalResults = 0 } = await list(by, part)
    found.push(...Resources)
    total += totalResults
  }
  return listResponse(found, total, found.length === 0 ? 1 : start)
}

function queryOf(type: ResourceType, asked: URLSearchParams): Query | ScimError {
  try {
    return queryIn(type, asked)
  } catch (error) {
    if (error instanceof ScimError) return error
    throw error
  }
}
