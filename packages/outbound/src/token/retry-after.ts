/**
 * RFC 9110 §10.2.3: how long a server asks to be left alone, in milliseconds. It says seconds, or a moment by its own clock.
 *
 * @returns undefined where it says nothing that can be read
 */
export function retryAfterOf(headers: Headers, now: number): number | undefined {
  const said = headers.get('retry-after')
  if (said === null) return undefined
  if (/^\d{1,9}$/.test(said)) return Number(said) * 1000
  // A date of HTTP begins with the name of its day; the runtime would take a number for a year.
  const at = /^[a-z]/i.test(said) ? Date.parse(said) : Number.NaN
  if (Number.isNaN(at)) return undefined
  const its = Date.parse(headers.get('date') ?? '')
  return Math.max(0, at - (Number.isNaN(its) ? now : its))
}
