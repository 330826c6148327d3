import { Problem } from '@warder/protocol'

/** Milliseconds that a caller may be kept waiting; a person has given up by then. */
const patience = 5_000

export type BoundedQueue = {
  /** Runs the work when its turn has come. @throws Problem `overloaded` at once when too many wait */
  run: <T>(work: () => Promise<T>) => Promise<T>
  /** Whether somebody waits: work that can be left undone should not be asked for. */
  isBusy: () => boolean
}

/** So many at a time, and so many that wait. */
export function boundedQueue(concurrency: number, limit: number): BoundedQueue {
  const waiting: { run: () => void }[] = []
  let running = 0
  /** Of one computation, in milliseconds, smoothed over the last ones. */
  let usual = 0

  const next = () => {
    running--
    waiting.shift()?.run()
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
          timed(work).then(resolve, reject).finally(next)
        }
        if (running < concurrency) run()
        else waiting.push({ run })
      })
    },
  }
}
