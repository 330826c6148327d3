/** The middle value; of an even number of values the mean of the two middle ones. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle]
  if (upper === undefined) throw new Error('no value to take the median of')
  const lower = sorted.length % 2 === 0 ? sorted[middle - 1] : upper
  return (upper + (lower ?? upper)) / 2
}

export type Ratio = { median: number; min: number; max: number }

/** Round by round, so that a slow minute of the machine hits both sides of a ratio. */
export function ratios(above: readonly number[], below: readonly number[]): Ratio {
  if (above.length !== below.length) throw new Error('a ratio needs as many rounds on both sides')
  const each = above.map((value, round) => value / (below[round] ?? Number.NaN))
  return { median: median(each), min: Math.min(...each), max: Math.max(...each) }
}

/** `2.61 × (2.55–2.70)` */
export function showRatio(ratio: Ratio): string {
  const digits = ratio.median < 10 ? 2 : 1
  return `${ratio.median.toFixed(digits)} × (${ratio.min.toFixed(digits)}–${ratio.max.toFixed(digits)})`
}
