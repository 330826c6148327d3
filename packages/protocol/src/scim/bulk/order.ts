import { referencesOf } from './references.ts'
import type { BulkOperation } from './request.ts'

/**
 * In which order operations are done: that of the request, but whatever refers to what another makes waits for it. What refers to
 * each other in a circle is done together.
 *
 * @returns places in the request, one list for each step
 * @see RFC 7644 §3.7, RFC 7644 §3.7.1
 */
export function stepsOf(operations: readonly BulkOperation[]): number[][] {
  const needs = needsOf(operations)
  const reached = needs.map((_, at) => reachedFrom(at, needs))
  const circles = needs.flatMap((_, at) => {
    const circle = [at, ...(reached[at] ?? [])].filter((one) => one === at || reached[one]?.has(at))
    const members = [...new Set(circle)].toSorted((a, b) => a - b)
    // Each circle once, where its last member stands.
    return members.at(-1) === at ? [members] : []
  })
  return waitingFor(circles, needs)
}

/** For each operation, the places of those that make what it refers to. */
function needsOf(operations: readonly BulkOperation[]): Set<number>[] {
  const makers = new Map<string, number>()
  for (const [at, { method, bulkId }] of operations.entries())
    if (method === 'POST' && bulkId !== undefined) makers.set(bulkId, at)
  return operations.map(
    (operation) => new Set([...referencesOf(operation)].flatMap((name) => makers.get(name) ?? [])),
  )
}

function reachedFrom(start: number, needs: readonly Set<number>[]): Set<number> {
  const found = new Set<number>()
  const open = [start]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const next of needs[at] ?? []) {
      if (found.has(next)) continue
      found.add(next)
      open.push(next)
    }
  }
  return found
}

function waitingFor(circles: readonly number[][], needs: readonly Set<number>[]): number[][] {
  const done = new Set<number>()
  const steps: number[][] = []
  let waiting: number[][] = []
  const isReady = (members: number[]) =>
    members.every((at) => [...(needs[at] ?? [])].every((one) => done.has(one) || members.includes(one)))
  for (const circle of circles) {
    waiting.push(circle)
    // What was waiting for this one goes on, in the order of the request.
    for (let next = waiting.find(isReady); next; next = waiting.find(isReady)) {
      steps.push(next)
      for (const at of next) done.add(at)
      waiting = waiting.filter((one) => one !== next)
    }
  }
  return steps
}
