import type { Seconds } from '@warder/protocol'
import type { IncomingHttpHeaders } from 'node:http'
import { day, minute } from '../../time.ts'

const shortest: Seconds = minute
const longest: Seconds = day
const usual: Seconds = 5 * minute

/**
 * How long a document counts without being asked for again: what its server says (RFC 9111 §5.2.2), but not so briefly that
 * every request of a browser costs a fetch, and not so long that an application could not change its mind.
 */
export function freshFor(headers: IncomingHttpHeaders): Seconds {
  const said = (headers['cache-control'] ?? '').toLowerCase().split(',')
  const directives = said.map((directive) => directive.trim())
  if (directives.some((one) => one === 'no-store' || one === 'no-cache')) return shortest
  const [, age] = directives.map((one) => /^max-age="?(\d{1,9})"?$/.exec(one)).find(Boolean) ?? []
  if (age === undefined) return usual
  // RFC 9111 §4.2.3: what it has been kept for by others is gone of it.
  const kept = /^\d{1,9}$/.test(headers.age ?? '') ? Number(headers.age) : 0
  return Math.min(longest, Math.max(shortest, Number(age) - kept))
}
