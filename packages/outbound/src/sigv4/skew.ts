/** What a service says of a signature whose time it does not believe. */
const complaints =
  /RequestTimeTooSkewed|RequestExpired|RequestInTheFuture|InvalidSignatureException|SignatureDoesNotMatch|AuthFailure|Signature expired|Signature not yet current/

/** A difference below this is none, in milliseconds: services allow five minutes. */
const tolerated = 4 * 60 * 1000

/** The answer to a bad time is short; more of it is not read. */
const longest = 65_536

/** How far this machine's clock is from each host's. */
export function createSkew() {
  const offsets = new Map<string, number>()
  return {
    /** To be added to our own time, in milliseconds. */
    of: (host: string): number => offsets.get(host) ?? 0,
    /** Notes what a refusal says of the time; `retry` when the next signature will have another one. */
    async learn(response: Response, host: string, now: number): Promise<'retry' | undefined> {
      if (response.status !== 400 && response.status !== 403) return undefined
      const date = Date.parse(response.headers.get('date') ?? '')
      if (Number.isNaN(date)) return undefined
      const offset = date - now
      const known = offsets.get(host) ?? 0
      if (Math.abs(offset - known) < tolerated) return undefined
      const size = Number(response.headers.get('content-length') ?? 0)
      if (size > longest || !complaints.test(await response.clone().text())) return undefined
      offsets.set(host, offset)
      return 'retry'
    },
  }
}
