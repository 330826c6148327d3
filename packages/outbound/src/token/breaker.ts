import { OutboundError, type OutboundCode } from '../errors.ts'

/** Failures in a row from which on the server is left in peace for a while. */
const tolerated = 3

/** Milliseconds of the first pause, which doubles, and of the longest that we make ourselves. */
const shortest = 1000
const longest = 30_000

/** What a server asks for by `Retry-After` is heeded up to this, in milliseconds. */
const mostAskedFor = 10 * 60 * 1000

/** What a server answered, or did not. What is missing on this machine costs nobody anything. */
const counted: ReadonlySet<OutboundCode> = new Set<OutboundCode>([
  'TOKEN_ENDPOINT_UNAVAILABLE',
  'TOKEN_RESPONSE_INVALID',
  'INVALID_CLIENT',
  'INVALID_GRANT',
])

/** Keeps requests from a server that fails again and again, or has asked to be left alone. */
export type Breaker = {
  /** @throws OutboundError the last failure, while it is not time yet for another try */
  check: (now: number) => void
  failed: (error: unknown, now: number) => void
  succeeded: () => void
}

export function createBreaker(): Breaker {
  let failures = 0
  let last: OutboundError | undefined
  /** From when until when nobody asks; a clock that was set back ends it too. */
  let since = 0
  let until = 0
  return {
    check(now) {
      if (!last || now < since || now >= until) return
      throw new OutboundError(
        last.code,
        'the last requests for a token failed, and the next is not due yet',
        {
          hint: `The next one is made in ${Math.ceil((until - now) / 1000)} seconds.`,
          retryable: last.retryable,
          retryAfterMs: until - now,
          ...(last.status !== undefined && { status: last.status }),
          ...(last.oauth && { oauth: last.oauth }),
          cause: last,
        },
      )
    },
    failed(error, now) {
      if (!(error instanceof OutboundError) || !counted.has(error.code)) return
      failures++
      last = error
      since = now
      const own = failures < tolerated ? 0 : Math.min(longest, shortest * 2 ** (failures - tolerated))
      until = now + Math.max(own, Math.min(error.retryAfterMs ?? 0, mostAskedFor))
    },
    succeeded() {
      failures = 0
      last = undefined
    },
  }
}
