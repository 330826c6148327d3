import { Problem, type Seconds } from '@warder/protocol'
import type { App } from '../../app.ts'
import { json, empty } from '../../http/answer.ts'
import { limitBucket } from '../../http/trusted/client-address.ts'
import type { Handler } from '../../http/router.ts'
import * as revocations from '../../store/oauth/revocations.ts'
import { matches } from './discovery.ts'

const mostItems = 1000

/**
 * PostgreSQL hands out numbers before rows become visible, so a row with a smaller number may appear after
 * one with a greater. Whoever follows therefore gets the rows of the last seconds again, until every
 * transaction that could add one before them is over.
 */
const settling: Seconds = 30

/** A proxy or a server of ours ends a connection that is silent for longer. */
const longestWait: Seconds = 25

/**
 * GET /oauth/revocations?after=CURSOR: what was revoked since, as digests. Public, because a digest of a
 * random identifier tells nothing. A guard that asks every few seconds refuses a revoked token soon after; with
 * `Prefer: wait=25` and the ETag of its last answer it is told at once (RFC 7240 §4.3).
 *
 * @throws Problem invalid_input for a cursor that is no number of ours, cursor_too_old when the feed does not reach it
 */
export const revocationFeed: Handler<null> = async (call) => {
  const { app, url, request, trace } = call
  const after = cursorOf(url.searchParams.get('after'))
  const wait = waitOf(request.headers.get('prefer'))
  const until = performance.now() + (wait ?? 0) * 1000
  for (;;) {
    const since = app.revocations.changes()
    const { etag, body } = await read(app, after)
    const headers = headersOf(etag, wait)
    if (!matches(request.headers.get('if-none-match'), etag)) return json(body, { headers })

    const milliseconds = until - performance.now()
    const address = limitBucket(trace.address)
    const more =
      milliseconds > 0 &&
      (await app.revocations.changed({ since, milliseconds, address, signal: request.signal }))
    if (!more) return empty(304, { headers })
  }
}

type Feed = { cursor: string; items: object[] }

async function read(app: Pick<App, 'db' | 'now'>, after: number): Promise<{ etag: string; body: Feed }> {
  const now = app.now()
  if (after > (await revocations.lastSeq(app.db))) {
    throw new Problem('cursor_too_old', {
      detail: 'This cursor is not of this feed. Start over without one.',
    })
  }
  const rows = await revocations.after(app.db, after, mostItems, now)
  const items = rows.map(({ kind, hash, not_before, until }) => ({
    kind,
    hash,
    ...(not_before !== null && { not_before }),
    until,
  }))
  const settled = rows.length === mostItems ? rows : rows.filter((row) => row.created_at <= now - settling)
  const cursor = String(settled.at(-1)?.seq ?? after)
  return { etag: `"${after}-${rows.at(-1)?.seq ?? after}-${rows.length}"`, body: { cursor, items } }
}

function cursorOf(text: string | null): number {
  if (text === null || text === '') return 0
  if (!/^[0-9]{1,15}$/.test(text)) {
    throw new Problem('invalid_input', {
      detail: 'after is the cursor of an earlier answer.',
      errors: [{ pointer: '/after', detail: 'is not a cursor' }],
    })
  }
  return Number(text)
}

/** RFC 7240 §2 and §4.3: `wait=N` among the preferences; what cannot be read is not preferred. */
function waitOf(prefer: string | null): Seconds | undefined {
  const seconds = /(?:^|,)\s*wait\s*=\s*"?(\d{1,6})"?\s*(?:[;,]|$)/i.exec(prefer ?? '')?.[1]
  return seconds === undefined ? undefined : Math.min(Number(seconds), longestWait)
}

function headersOf(etag: string, wait: Seconds | undefined): Record<string, string> {
  return {
    'cache-control': 'no-cache',
    'access-control-allow-origin': '*',
    etag,
    ...(wait !== undefined && { 'preference-applied': `wait=${wait}` }),
  }
}
