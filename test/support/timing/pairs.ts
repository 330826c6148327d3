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

function quickestTenth(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 10)] ?? 0
}
