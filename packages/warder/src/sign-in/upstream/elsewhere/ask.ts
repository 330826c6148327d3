import { repeatsMember } from '@warder/protocol'
import type { App } from '../../../app.ts'
import { FetchError } from '../../../http/outbound/safe-fetch.ts'
import { Refused } from '../refused.ts'

/** Somebody waits in front of a browser. */
const limits = { timeout_ms: 4000, max_bytes: 256 * 1024 }

export type Asking = {
  /** Whether an operator wrote the address down, or a document named it. */
  by: 'operator' | 'client'
  headers?: Record<string, string>
  /** Sent as a form, by POST. */
  form?: Record<string, string>
}

/** Tokens or claims, as JSON of status 200. @throws Refused, which repeats nothing of any other answer (UP-20) */
export async function ask(
  { oauth }: Pick<App, 'oauth'>,
  url: string,
  { by, headers = {}, form }: Asking,
): Promise<unknown> {
  const { fetch: safeFetch } = oauth
  const { status, body } = await safeFetch(url, {
    by,
    ...limits,
    headers: {
      accept: 'application/json',
      ...headers,
      ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    ...(form && { method: 'POST', body: new URLSearchParams(form).toString() }),
  }).catch((error: unknown) => {
    throw new Refused('failed', error instanceof FetchError ? error.reason : 'connection', error)
  })
  if (status !== 200) throw new Refused('failed', `status ${status}`)
  return parsed(body.toString('utf8'))
}

function parsed(text: string): unknown {
  // So many of them would take longer to look through than they can be worth.
  if (text.split(/[[{]/, 5000).length === 5000) throw new Refused('failed', 'not json')
  try {
    const value: unknown = JSON.parse(text)
    // RFC 8259 §4: which of two members of one name counts differs between programs.
    if (!repeatsMember(text)) return value
  } catch {
    // It is told below, without what it says.
  }
  throw new Refused('failed', 'not json')
}

/** As an object; of anything else nothing is known. */
export const objectIn = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>) // an object, as was just seen
    : {}
