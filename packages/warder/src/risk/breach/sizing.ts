import { block_bytes, most_bits } from './format.ts'

const block_bits = block_bytes * 8

/**
 * How often a filter errs: blocks fill unevenly, so it is the mean over how many passwords a block may hold (Putze,
 * Sanders and Singler, "Cache-, Hash- and Space-Efficient Bloom Filters", 2009).
 * @param load passwords per block, on average
 */
export function errorRate(load: number, bits: number): number {
  let probability = Math.exp(-load)
  let rate = 0
  const most = Math.ceil(load + 12 * Math.sqrt(load) + 12)
  for (let held = 0; held <= most; held++) {
    rate += probability * (1 - (1 - 1 / block_bits) ** (bits * held)) ** bits
    probability *= load / (held + 1)
  }
  return rate
}

/** The smallest filter for so many passwords and at most this error. */
export function sizeFor(count: number, error_rate: number): { bits: number; blocks: number } {
  let best = { bits: 1, load: 0 }
  for (let bits = 1; bits <= most_bits; bits++) {
    const load = mostLoad(bits, error_rate)
    if (load > best.load) best = { bits, load }
  }
  return { bits: best.bits, blocks: Math.max(1, Math.ceil(count / best.load)) }
}

/** The most passwords per block that keep to the error, by halving. */
function mostLoad(bits: number, error_rate: number): number {
  let [low, high] = [0, block_bits]
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2
    if (errorRate(middle, bits) <= error_rate) low = middle
    else high = middle
  }
  return low
}
