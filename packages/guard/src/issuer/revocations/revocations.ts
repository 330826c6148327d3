import type { Seconds } from '@warder/protocol'
import type { Settings } from '../../settings/resolve.ts'
import { reasonOf } from '../fetch-json.ts'
import { deadList } from './dead-list.ts'
import { poller, type Place, type Polled } from './poll.ts'

export type Revocations = {
  /** The issuer has a feed, here. It is followed from the first time on. */
  found: (url: string) => void
  /** Until the first answer of the feed, or the first failure: a promise of it. */
  first: () => Promise<void> | undefined
  /** Whether one of the names is dead for what was issued at this moment. */
  kill: (names: readonly string[], issued_at: Seconds) => boolean
  /** Whether what is known is older than the settings allow. False where there is no feed. */
  stale: () => boolean
  /** Grows with each addition: what was checked at this version need not be checked again. */
  version: () => number
  status: () => RevocationStatus | undefined
  close: () => void
}

/** How fresh the guard's knowledge is. */
export type RevocationStatus = {
  /** Seconds since the issuer last said what is revoked; null before it ever did. */
  age: Seconds | null
  stale: boolean
  /** How many revocations are in force. */
  known: number
}

const longestWait: Seconds = 25
/** How often a feed is asked that does not let us wait. */
const interval: Seconds = 2
const longestPause: Seconds = 2
const start: Place = { cursor: '', etag: undefined }
/** A full page, after which more may follow. */
const page = 1000

/**
 * Follows the revocation feed of one issuer. Within the time of one answer a revocation is known here; while the issuer
 * is away, what is known stays in force, and `status` says how old it is.
 */
export function revocationsOf(issuer: string, settings: Settings): Revocations {
  const { clock, max_revocation_age, leeway, onIssuerError } = settings
  const list = deadList(leeway)
  const asking = poller(settings.timeout)
  // While nothing happens the answers come as often as this, and they say that nothing happened.
  const wait = Math.max(1, Math.min(longestWait, Math.floor(max_revocation_age / 2)))
  let url: string | undefined
  let place = start
  let answered_at: Seconds | undefined
  let complete = true
  let failures = 0
  let closed = false
  let pending: Promise<void> | undefined
  let settle: (() => void) | undefined

  async function follow(): Promise<void> {
    while (!closed && url !== undefined) {
      let pause: Seconds = 0
      try {
        // The first answer says what is already dead, and must not wait for more.
        const polled = await asking.poll(url, place, answered_at === undefined ? 0 : wait)
        pause = take(polled)
        if (pause >= 0) answered_at = clock.elapsed()
        failures = 0
      } catch (error) {
        if (closed) return
        if (failures++ === 0) {
          const message = `The revocations of ${issuer} could not be read: ${reasonOf(error)}`
          onIssuerError(new Error(message, { cause: error }))
        }
        pause = Math.min(longestPause, 0.1 * 2 ** Math.min(failures, 10))
      }
      if (pause >= 0) settle?.()
      await sleep(Math.max(0, pause), pending === undefined)
    }
  }

  /** How long to wait before the next question; negative when there is more to read before anything counts. */
  function take(polled: Polled): Seconds {
    if (polled.kind === 'start_over') {
      if (place === start) throw new Error('the feed does not know its own beginning')
      place = start
      return -1
    }
    if (polled.kind === 'nothing') return polled.waited ? 0 : interval
    complete = list.add(polled.items, clock.now()) && complete
    const more = polled.items.length >= page && polled.place.cursor !== place.cursor
    place = more ? { cursor: polled.place.cursor, etag: undefined } : polled.place
    if (more) return -1
    return polled.waited ? 0 : interval
  }

  const age = () => (answered_at === undefined ? null : Math.max(0, clock.elapsed() - answered_at))
  const stale = () => url !== undefined && (!complete || (age() ?? Infinity) > max_revocation_age)

  return {
    found(at) {
      const first = url === undefined
      url = at
      if (!first || closed) return
      pending = new Promise((resolve) => {
        settle = () => {
          pending = settle = undefined
          resolve()
        }
      })
      void follow()
    },
    first: () => pending,
    kill: (names, issued_at) => list.size() > 0 && list.has(names, issued_at, clock.now()),
    stale,
    version: list.version,
    status: () => (url === undefined ? undefined : { age: age(), stale: stale(), known: list.size() }),
    close() {
      closed = true
      settle?.()
      asking.close()
    },
  }
}

/** Waiting must not keep a process alive, unless a request waits as well. */
function sleep(seconds: Seconds, idle: boolean): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, seconds * 1000)
    if (idle) timer.unref()
  })
}
