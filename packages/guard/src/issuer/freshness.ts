import type { Seconds } from '@warder/protocol'

const least = 60
const most = 3600
const usual = 300

/**
 * How long fetched keys count as fresh: what the issuer says, within a minute and an hour. A shorter
 * answer would have every request fetch; a longer one would keep a withdrawn key for days.
 *
 * @see RFC 9111 §4.2.1 and §4.2.3
 */
export function freshFor(headers: { get(name: string): string | null }): Seconds {
  const directives = (headers.get('cache-control') ?? '')
    .toLowerCase()
    .split(',')
    .map((part) => part.trim())
  if (directives.includes('no-store') || directives.includes('no-cache')) return least

  const said = directives.map((directive) => /^max-age="?(\d{1,10})"?$/.exec(directive)?.[1]).find(Boolean)
  if (said === undefined) return usual
  const age = /^\d{1,10}$/.exec(headers.get('age') ?? '')?.[0] ?? '0'
  return Math.min(most, Math.max(least, Number(said) - Number(age)))
}
