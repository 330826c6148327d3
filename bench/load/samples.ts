/** Latencies, kept one by one: a few hundred thousand numbers are cheap, and a quantile of them is exact. */
export type Samples = { add(milliseconds: number): void; quantile(q: number): number; readonly size: number }

export function newSamples(): Samples {
  let kept = new Float64Array(65_536)
  let size = 0
  return {
    add(milliseconds) {
      if (size === kept.length) {
        const larger = new Float64Array(size * 2)
        larger.set(kept)
        kept = larger
      }
      kept[size++] = milliseconds
    },
    /** The sample below which the share `q` of all lies; 0 when there is none. */
    quantile(q) {
      const sorted = kept.slice(0, size).sort()
      return sorted[Math.min(size - 1, Math.floor(q * size))] ?? 0
    },
    get size() {
      return size
    },
  }
}
