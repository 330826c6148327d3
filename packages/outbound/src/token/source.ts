import type { Clock, CredentialStatus } from '../credential.ts'
import { OutboundError } from '../errors.ts'
import { endOf, isDue, isUsable, type HeldToken } from './freshness.ts'

/** Gets a new token. The signal is aborted when nobody waits for it any more. */
export type TokenRequest = (clock: Clock, signal: AbortSignal) => Promise<HeldToken>

export type TokenSource = {
  /** A token that is good now. Whoever asks at the same time waits for the same answer. */
  get: (clock: Clock, signal: AbortSignal | undefined) => Promise<string>
  /**
   * The API refused this very token. `retry` when there is a newer one: of many that were refused together, one asks for it.
   * A fresh token that is refused as well is not replaced for a while, since another would fare no better.
   */
  refused: (token: string, clock: Clock, signal: AbortSignal | undefined) => Promise<'retry' | 'stop'>
  status: (kind: string, clock: Clock) => CredentialStatus
}

/** Milliseconds in which a token that was refused as soon as it came is not asked for again. */
const pause = 30_000
/** After a failed renewal ahead of time the next one waits this long, in milliseconds. */
const retryAhead = 3_000

/**
 * One token, for as many callers as there are: got once, kept until it ends, renewed in the background before that.
 */
export function createTokenSource(request: TokenRequest): TokenSource {
  let held: HeldToken | undefined
  let flight: { waiting: number; promise: Promise<HeldToken>; abort: AbortController } | undefined
  let renewAfter = 0
  /** The last token that was got because another was refused, and when. */
  let replacement: string | undefined
  let replacedAt = -Infinity
  let failure: string | undefined

  function begin(clock: Clock): NonNullable<typeof flight> {
    const abort = new AbortController()
    const promise = request(clock, abort.signal)
      .then((token) => {
        held = token
        failure = undefined
        return token
      })
      .catch((error: unknown) => {
        failure = error instanceof OutboundError ? error.code : 'failed'
        throw error
      })
      .finally(() => (flight = undefined))
    promise.catch(() => undefined) // whoever waits is told; nobody may wait
    return (flight = { waiting: 0, promise, abort })
  }

  /** Waits for the one request. It goes on while anybody waits, and ends when all of them have given up. */
  async function join(clock: Clock, signal: AbortSignal | undefined): Promise<HeldToken> {
    signal?.throwIfAborted()
    const joined = flight ?? begin(clock)
    joined.waiting++
    try {
      return await unlessAborted(joined.promise, signal)
    } finally {
      if (--joined.waiting === 0) joined.abort.abort()
    }
  }

  function renewAhead(clock: Clock): void {
    if (flight || clock() < renewAfter) return
    renewAfter = clock() + retryAhead
    const { promise } = begin(clock)
    const before = held
    promise.then(
      (token) => {
        // A server that gives the same one again until shortly before its end is left in peace.
        if (token.access_token === before?.access_token) renewAfter = endOf(token)
      },
      () => undefined,
    )
  }

  return {
    async get(clock, signal) {
      const now = clock()
      if (held && isUsable(held, now)) {
        if (isDue(held, now)) renewAhead(clock)
        return held.access_token
      }
      return (await join(clock, signal)).access_token
    },
    async refused(token, clock, signal) {
      const now = clock()
      if (held && held.access_token !== token && isUsable(held, now)) return 'retry'
      // What took the place of a refused one was refused too: the fault is not the token's.
      if (held?.access_token === replacement && now < replacedAt + pause) return 'stop'
      held = undefined
      const next = await join(clock, signal)
      replacement = next.access_token
      replacedAt = next.requested_at
      return next.access_token === token ? 'stop' : 'retry'
    },
    status(kind, clock) {
      if (!held)
        return { kind, state: failure ? 'failed' : 'unknown', ...(failure && { last_error: failure }) }
      const state = isUsable(held, clock()) ? 'ready' : 'expired'
      return { kind, state, expires_at: endOf(held), ...(failure && { last_error: failure }) }
    },
  }
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
