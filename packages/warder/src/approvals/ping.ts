import type { App } from '../app.ts'
import { FetchError } from '../http/outbound/safe-fetch.ts'
import type { Pending } from '../oauth-server/backchannel/pending.ts'
import { pingContext } from './ask.ts'

/** The client answers within this time, in milliseconds, and what it says is not read. */
const answerWithin = 5_000
const longestAnswer = 16_384

/**
 * Tells a client that there is an answer to its question; which one, it asks itself (CIBA §10.2). Once: a client that does not hear
 * it may still ask by itself (CIBA §7.1).
 */
export async function ping(
  app: Pick<App, 'oauth' | 'secrets' | 'log'>,
  { row, request }: Pending,
): Promise<void> {
  if (!request.ping) return
  const opened = app.secrets.open(pingContext(row.token_hash), request.ping.sealed)
  if (!opened) return
  // Sealed by `ask.ts`.
  const { token, auth_req_id } = JSON.parse(opened.toString()) as { token: string; auth_req_id: string }
  try {
    const { fetch: send } = app.oauth
    const { status } = await send(request.ping.endpoint, {
      by: 'client',
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ auth_req_id }),
      timeout_ms: answerWithin,
      max_bytes: longestAnswer,
    })
    if (status >= 200 && status < 300) return
    app.log.warn({ client_id: request.client_id, reason: `it answered ${status}` }, untold)
  } catch (error) {
    if (!(error instanceof FetchError)) throw error
    app.log.warn({ client_id: request.client_id, reason: error.reason }, untold)
  }
}

const untold = 'an application could not be told that somebody answered it'
