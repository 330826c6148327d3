import type { Clock, CredentialStatus } from '../credential.ts'
import { OutboundError } from '../errors.ts'
import { createBreaker } from './breaker.ts'
import { endOf, isDue, isUsable, type HeldToken, type Life } from './freshness.ts'

/** Gets something new. The signal is aborted when nobody waits for it any more. */
export type Request<T extends Life> = (clock: Clock, signal: AbortSignal) => Promise<T>

export type Source<T extends Life> = {
  /** What is good now. Whoever asks at the same time waits for the same answer. */
  get: (clock: Clock, signal: AbortSignal | undefined) => Promise<T>
  /**
   * The API refused this very one. `retry` when there is a newer one: of many that were refused together, one asks for it.
   * A fresh one that is refused as well is not replaced for a while, since another would fare no better.
   */
  refused: (name: string, clock: Clock, signal: AbortSignal | undefined) => Promise<'retry' | 'stop'>
  status: (kind: string, clock: Clock) => CredentialStatus
}

export type SourceRules<T> = {
  /** What tells one from another. */
  nameOf: (held: T) => string
  /** Whether it is time for a new one while the old one still serves. */
  isDue?: (held: T, now: number) => boolean
}

/** A request under way, and how many wait for it. */
type Flight<T> = { waiting: number; promise: Promise<T>; abort: AbortController }

/** Milliseconds in which what was refused as soon as it came is not asked for again. */
const pause = 30_000
/** After a failed renewal ahead of time the next one waits this long, in milliseconds. */
const retryAhead = 3_000

/**
 * Something that lives for a while, for as many callers as there are: got once, kept until it ends, renewed in the background
 * before that.
 */
export function createSource<T extends Life>(request: Request<T>, rules: SourceRules<T>): Source<T> {
  const { nameOf, isDue: isTime = isDue } = rules
  const breaker = createBreaker()
  let held: T | undefined
  let flight: Flight<T> | undefined
  let renewAfter = 0
  /** The last one that was got because another was refused, and when. */
  let replacement: string | undefined
  let replacedAt = -Infinity
  let failure: string | undefined

  function begin(clock: Clock): Flight<T> {
    breaker.check(clock())
    const abort = new AbortController()
    const land = () => {
      if (flight?.abort === abort) flight = undefined
    }
    const promise = request(clock, abort.signal)
      .then((got) => {
        breaker.succeeded()
        failure = undefined
        return (held = got)
      })
      .catch((error: unknown) => {
        if (!abort.signal.aborted) breaker.failed(error, clock())
        failure = error instanceof OutboundError ? error.code : 'failed'
        throw error
      })
      .finally(land)
    promise.catch(() => undefined) // whoever waits is told; nobody may wait
    return (flight = { waiting: 0, promise, abort })
  }

  /** Waits for the one request. It goes on while anybody waits, and ends when all of them have given up. */
  async function join(clock: Clock, signal: AbortSignal | undefined): Promise<T> {
    signal?.throwIfAborted()
    const joined = flight ?? begin(clock)
    joined.waiting++
    try {
      return await unlessAborted(joined.promise, signal)
    } finally {
      if (--joined.waiting === 0) {
        joined.abort.abort()
        // Whoever comes next must not wait for what was given up.
        if (flight === joined) flight = undefined
      }
    }
  }

  function renewAhead(clock: Clock): void {
    if (flight || clock() < renewAfter) return
    renewAfter = clock() + retryAhead
    const before = held && nameOf(held)
    try {
      begin(clock).promise.then(
        (got) => {
          // A server that gives the same one again until shortly before its end is left in peace.
          if (nameOf(got) === before) renewAfter = endOf(got)
        },
        () => undefined,
      )
    } catch {
      // The server has asked to be left alone; what is held still serves.
    }
  }

  return {
    async get(clock, signal) {
      const now = clock()
      if (!held || !isUsable(held, now)) return join(clock, signal)
      const current = held
      if (isTime(current, now)) renewAhead(clock)
      return current
    },
    async refused(name, clock, signal) {
      const now = clock()
      const current = held && nameOf(held)
      if (held && current !== name && isUsable(held, now)) return 'retry'
      // What took the place of a refused one was refused too: the fault is not its own.
      if (current === replacement && now < replacedAt + pause) return 'stop'
      held = undefined
      const next = await join(clock, signal)
      replacement = nameOf(next)
      replacedAt = next.requested_at
      return replacement === name ? 'stop' : 'retry'
    },
    status(kind, clock) {
      if (!held)
        return { kind, state: failure ? 'failed' : 'unknown', ...(failure && { last_error: failure }) }
      const state = isUsable(held, clock()) ? 'ready' : 'expired'
      return { kind, state, expires_at: endOf(held), ...(failure && { last_error: failure }) }
    },
  }
}

export type TokenSource = Source<HeldToken>

/** The same of a token. */
export function createTokenSource(request: Request<HeldToken>): TokenSource {
  return createSource(request, { nameOf: ({ access_token }) => access_token })
}

/** Waits for a promise, or for the caller to give up. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise
  const gone = Promise.withResolvers<never>()
  const tell = () => gone.reject(signal.reason as Error)
  signal.addEventListener('abort', tell, { once: true })
  try {
    return await Promise.race([promise, gone.promise])
  } finally {
    signal.removeEventListener('abort', tell)
  }
}
