import { Problem } from '@warder/protocol'

/** Milliseconds that a caller may be kept waiting; a person has given up by then. */
const patience = 5_000

/** Milliseconds that a result may be kept, and how many are told at once. */
const kept = 30
const together = 4

export type BoundedQueue = {
  /** Runs the work when its turn has come. @throws Problem `overloaded` at once when too many wait */
  run: <T>(work: () => Promise<T>) => Promise<T>
  /** Whether somebody waits: work that can be left undone should not be asked for. */
  isBusy: () => boolean
}

/**
 * So many at a time, and so many that wait.
 *
 * A hash goes through more memory than a processor keeps at hand, so whatever runs after it begins in the cold. While others are
 * being computed a result is kept for a moment and told together with the next ones: what follows the first of them warms
 * the way for the rest, and their writes share a commit.
 */
export function boundedQueue(concurrency: number, limit: number): BoundedQueue {
  const waiting: { run: () => void }[] = []
  let results: (() => void)[] = []
  let timer: NodeJS.Timeout | undefined
  let running = 0
  /** Of one computation, in milliseconds, smoothed over the last ones. */
  let usual = 0

  function finish(tell: () => void): void {
    results.push(tell)
    running--
    waiting.shift()?.run()
    const worthwhile = running > 0 && results.length < together && usual / concurrency < kept
    if (worthwhile) timer ??= setTimeout(tellAll, kept)
    else tellAll()
  }

  function tellAll(): void {
    clearTimeout(timer)
    timer = undefined
    const told = results
    results = []
    for (const one of told) one()
  }

  const isFull = () =>
    running >= concurrency && (waiting.length >= limit || (waiting.length * usual) / concurrency > patience)

  async function timed<T>(work: () => Promise<T>): Promise<T> {
    const began = performance.now()
    try {
      return await work()
    } finally {
      const took = performance.now() - began
      usual = usual === 0 ? took : usual * 0.9 + took * 0.1
    }
  }

  return {
    isBusy: () => waiting.length > 0,
    run<T>(work: () => Promise<T>): Promise<T> {
      if (isFull()) {
        return Promise.reject(
          new Problem('overloaded', {
            detail: 'Too many sign-ins at once. Wait a second and try again.',
            headers: { 'retry-after': '1' },
          }),
        )
      }
      return new Promise<T>((resolve, reject) => {
        const run = () => {
          running++
          timed(work).then(
            (result) => finish(() => resolve(result)),
            (error: unknown) => finish(() => reject(error)),
          )
        }
        if (running < concurrency) run()
        else waiting.push({ run })
      })
    },
  }
}
