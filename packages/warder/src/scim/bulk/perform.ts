import {
  bulkResponse,
  bulkTargetOf,
  countOperations,
  mostOperations,
  parseBulk,
  Problem,
  referencesOf,
  scimErrorDocument,
  stepsOf,
  type BulkOperation,
} from '@warder/protocol'
import { scimRefusal } from '../../http/errors.ts'
import type { Provisioning } from '../use/guard.ts'
import { makeAll } from './make.ts'
import { changeOne, type Done } from './change.ts'

/** What became of an operation that was tried. */
type Outcome = { done: Done } | { error: unknown } | { waited_for: string }

/**
 * Many operations in one request. Each is what a single request would be: it has the same checks, transaction and audit, and what
 * is wrong with it is told of it alone. Only what refers to each other in a circle is made together or not at all.
 *
 * @returns the body of the answer
 * @throws ScimError for what is wrong with the whole; Problem `payload_too_large`
 * @see RFC 7644 §3.7
 */
export async function performBulk(by: Provisioning, body: unknown) {
  if (countOperations(body) > mostOperations)
    // RFC 7644 §3.7.4: and says which of its limits it was.
    throw new Problem('payload_too_large', {
      detail: `A bulk request has ${mostOperations} operations at most (maxOperations).`,
    })
  const { failOnErrors, operations } = parseBulk(body)
  const outcomes = await tryInOrder(by, operations, failOnErrors)
  const told = operations.flatMap((operation, at) => {
    const outcome = outcomes.get(at)
    return outcome ? [resultOf(by, operation, outcome)] : []
  })
  return bulkResponse(told)
}

async function tryInOrder(by: Provisioning, operations: readonly BulkOperation[], failOnErrors: number) {
  const made = new Map<string, string>()
  const outcomes = new Map<number, Outcome>()
  const failed = new Set<string>()
  let errors = 0
  for (const step of stepsOf(operations)) {
    // RFC 7644 §3.7.3: what comes behind too many errors is not tried, and not told of.
    if (errors >= failOnErrors) break
    const tried = step.flatMap((at) => operations[at] ?? [])
    const found = await tryAll(by, tried, made, failed)
    for (const [of, outcome] of found.entries()) {
      outcomes.set(step[of]!, outcome) // one for each
      if ('done' in outcome) continue
      errors++
      failed.add(tried[of]?.bulkId ?? '')
    }
  }
  return outcomes
}

async function tryAll(
  by: Provisioning,
  operations: readonly BulkOperation[],
  made: Map<string, string>,
  failed: ReadonlySet<string>,
): Promise<Outcome[]> {
  const lost = operations.flatMap((one) => [...referencesOf(one)]).find((name) => failed.has(name))
  if (lost !== undefined) return operations.map(() => ({ waited_for: lost }))
  const [first] = operations
  const begun = { at: 0 }
  try {
    if (first && first.method !== 'POST') return [{ done: await changeOne(by, first, made) }]
    return (await makeAll(by, operations, made, begun)).map((done) => ({ done }))
  } catch (error) {
    const name = operations[begun.at]?.bulkId ?? ''
    return operations.map((_, at) => (at === begun.at ? { error } : { waited_for: name }))
  }
}

/** RFC 7644 §3.7: an error has its document, and what was done where it is and which state that is. */
function resultOf(by: Provisioning, operation: BulkOperation, outcome: Outcome) {
  const { method, bulkId } = operation
  const of = { method: method.slice(0, 16), ...(bulkId !== undefined && { bulkId }) }
  if ('done' in outcome) {
    const { status, location, version } = outcome.done
    return { location, ...of, ...(version !== undefined && { version }), status: String(status) }
  }
  const response = 'error' in outcome ? refusalOf(by, outcome.error) : waited(outcome.waited_for)
  const location = locationOf(by, operation)
  return { ...(location !== undefined && { location }), ...of, status: response.status, response }
}

/** RFC 7644 §3.7.1: what refers to what is not there in the end is a conflict. */
const waited = (bulkId: string) =>
  scimErrorDocument(
    409,
    `The operation with the bulkId ${bulkId.slice(0, 64)}, which this one needs, failed.`,
  )

function refusalOf(by: Provisioning, error: unknown) {
  const { problem, document } = scimRefusal(error)
  const { request_id } = by.trace
  if (problem.status >= 500) by.app.log.error({ request_id, error }, 'an operation of a bulk request failed')
  else by.app.log.debug({ request_id, error }, 'an operation of a bulk request was refused')
  return document
}

function locationOf({ base }: Provisioning, operation: BulkOperation): string | undefined {
  try {
    const target = bulkTargetOf(operation)
    // What refers to another operation leads nowhere but there.
    if (target.method === 'POST' || referencesOf({ ...operation, data: undefined }).size > 0) return undefined
    return `${base}${target.type.endpoint}/${target.id}`
  } catch {
    return undefined // what is wrong with it has been said
  }
}
