/** A difference below this is none, in milliseconds: it may be the way of the answer. */
const tolerated = 30_000

/** How far this machine's clock is from a server's, by the `Date` of its answers (RFC 9110 §6.6.1). */
export type ServerTime = {
  /** To be added to our own time, in milliseconds; 0 where the difference is small. */
  offset: () => number
  /**
   * Notes what an answer says.
   *
   * @param sent_at milliseconds, before the request went out
   * @returns whether what was made of the time would be another one now
   */
  learn: (headers: Headers, sent_at: number, now: number) => boolean
}

export function createServerTime(): ServerTime {
  let offset = 0
  return {
    offset: () => offset,
    learn(headers, sent_at, now) {
      const said = Date.parse(headers.get('date') ?? '')
      if (Number.isNaN(said)) return false
      const before = offset
      // It was written at some moment between the two, and is cut to seconds.
      const distance = said < sent_at - 1000 ? said - sent_at : Math.max(0, said - now)
      offset = Math.abs(distance) > tolerated ? distance : 0
      return Math.abs(offset - before) > tolerated
    },
  }
}
