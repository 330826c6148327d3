import type { SafeFetch } from '../../http/outbound/safe-fetch.ts'

/** Milliseconds a person may wait for the answer, from asking to its last byte. */
const patience = 2_000
/** A range has about a thousand lines of some forty bytes; a padded one is not much longer. */
const most_bytes = 2 * 1024 * 1024

/** An answer that is no range. `reason` is a word for the audit. */
export class UnusableAnswer extends Error {
  override readonly name = 'UnusableAnswer'
  readonly reason: string

  constructor(reason: string) {
    super(`the answer is no range: ${reason}`)
    this.reason = reason
  }
}

/**
 * How often a password stands in the collections of stolen ones, asked by k-anonymity: the first five digits of its
 * SHA-1 leave this machine and nothing else of it (PW-03). The answer is padded, so that its length tells nothing.
 * @param sha1 of the password, 40 hexadecimal digits in capitals
 * @throws FetchError or UnusableAnswer
 */
export async function countInRange(safeFetch: SafeFetch, api_url: string, sha1: string): Promise<number> {
  const { status, body } = await safeFetch(`${api_url}/range/${sha1.slice(0, 5)}`, {
    by: 'operator',
    headers: { 'add-padding': 'true' },
    timeout_ms: patience,
    max_bytes: most_bytes,
  })
  if (status !== 200) throw new UnusableAnswer(`status ${status}`)
  return countIn(body.toString('latin1'), sha1.slice(5))
}

/**
 * The count beside a suffix. A count of 0 is padding, which is nobody's password. Every line must be one of a range:
 * a page of a proxy must not pass for "never stolen".
 */
export function countIn(range: string, suffix: string): number {
  let count = 0
  const lines = range.split(/\r?\n/)
  if (lines.at(-1) === '') lines.pop()
  if (lines.length === 0) throw new UnusableAnswer('empty')
  for (const line of lines) {
    const [, found = '', times = ''] = /^([0-9A-Fa-f]{35}):(\d{1,12})$/.exec(line) ?? []
    if (found === '') throw new UnusableAnswer('malformed')
    if (found.toUpperCase() === suffix) count = Number(times)
  }
  return count
}
