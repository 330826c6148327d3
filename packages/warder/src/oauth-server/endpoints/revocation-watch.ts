import * as revocations from '../../store/oauth/revocations.ts'
import type { Db } from '../../store/open.ts'

/** How often the database is asked while somebody waits, in milliseconds: one question for all who do. */
const pause = 250
/** Who waits costs a timer and a closure. Beyond these the answer comes at once, as it would without waiting. */
const mostWaiters = 2000
const mostPerAddress = 100

export type Wait = {
  /** `changes()` from before the caller read the feed, so that nothing is missed between reading and waiting. */
  since: number
  milliseconds: number
  /** Whose share of the places it takes. */
  address: string
  signal: AbortSignal
}

export type RevocationWatch = {
  /** Grows with each change that was seen. */
  changes: () => number
  /** True as soon as the feed may have changed; false when the time is over or nobody may wait any more. */
  changed: (wait: Wait) => Promise<boolean>
  /** Sends everybody away, and lets nobody wait from here on. */
  stop: () => void
}

/**
 * Waiting for the revocation feed. Rows are written inside the transactions of many effects, here and on other
 * instances; the database is where all of them become visible, so it is asked, by nobody while nobody waits.
 */
export function createRevocationWatch(db: Db): RevocationWatch {
  const waiting = new Set<(changed: boolean) => void>()
  const places = new Map<string, number>()
  let changes = 0
  let seen: string | undefined
  let timer: NodeJS.Timeout | undefined
  let stopped = false

  async function look(): Promise<void> {
    // A database that is away is told to whoever waits by their own next question.
    const state = await revocations.state(db).catch(() => undefined)
    if (state === undefined || state !== seen) {
      seen = state
      changes++
      for (const wake of waiting) wake(true)
    }
    schedule()
  }

  function schedule(): void {
    timer = waiting.size > 0 && !stopped ? setTimeout(() => void look(), pause) : undefined
    // Whatever changes while nobody looks counts as a change when somebody does again.
    if (!timer) seen = undefined
  }

  return {
    changes: () => changes,
    changed({ since, milliseconds, address, signal }) {
      if (changes !== since) return Promise.resolve(true)
      const taken = places.get(address) ?? 0
      const full = waiting.size >= mostWaiters || taken >= mostPerAddress
      if (stopped || full || signal.aborted) return Promise.resolve(false)

      return new Promise((resolve) => {
        const wake = (changed: boolean) => {
          clearTimeout(over)
          signal.removeEventListener('abort', leave)
          waiting.delete(wake)
          const left = (places.get(address) ?? 1) - 1
          if (left > 0) places.set(address, left)
          else places.delete(address)
          resolve(changed)
        }
        const leave = () => wake(false)
        const over = setTimeout(leave, milliseconds)
        signal.addEventListener('abort', leave)
        places.set(address, taken + 1)
        waiting.add(wake)
        if (!timer) schedule()
      })
    },
    stop() {
      stopped = true
      clearTimeout(timer)
      for (const wake of waiting) wake(false)
    },
  }
}
