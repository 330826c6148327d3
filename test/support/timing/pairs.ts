import assert from 'node:assert/strict'

type Work = () => Promise<unknown>

/**
 * How long two things take, in milliseconds. They run in pairs, each of them first in turn, so that whatever else the
 * machine does falls on both; and of each the quickest tenth counts, which is what the thing itself needs.
 */
export async function timeInPairs(
  pairs: number,
  pair: (at: number) => Promise<readonly [Work, Work]> | readonly [Work, Work],
): Promise<[first: number, second: number]> {
  const times: [number[], number[]] = [[], []]
  for (let at = 0; at < pairs; at++) {
    const works = await pair(at)
    for (const which of at % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
      const began = performance.now()
      await works[which]()
      times[which].push(performance.now() - began)
    }
  }
  return [quickestTenth(times[0]), quickestTenth(times[1])]
}

/**
 * Asserts that two things take equally long. What differs for a reason differs each time it is measured; what differs because of others
 * on the machine does not three times.
 *
 * @param apart whether two times, in milliseconds, are not the same
 */
export async function assertEquallyLong(
  pairs: number,
  pair: (at: number) => Promise<readonly [Work, Work]> | readonly [Work, Work],
  apart: (first: number, second: number) => boolean,
): Promise<void> {
  const seen: string[] = []
  for (let attempt = 0; attempt < 3; attempt++) {
    const [first, second] = await timeInPairs(pairs, (at) => pair(attempt * pairs + at))
    if (!apart(first, second)) return
    seen.push(`${first.toFixed(2)} and ${second.toFixed(2)} ms`)
  }
  assert.fail(seen.join('; '))
}

function quickestTenth(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 10)] ?? 0
}
